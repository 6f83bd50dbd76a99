package dev.godwit.orchestrator.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.godwit.orchestrator.domain.event.Recorded;
import dev.godwit.orchestrator.domain.event.RequestEvent.ProgrammeResumed;
import dev.godwit.orchestrator.domain.event.RunEvent.SourceFrozen;
import dev.godwit.orchestrator.domain.state.ImpossibleEventException;
import dev.godwit.orchestrator.domain.state.Migration;
import dev.godwit.orchestrator.domain.state.OrderedTasks;
import dev.godwit.orchestrator.domain.state.Programme;
import dev.godwit.orchestrator.domain.task.DispatchedTask;
import dev.godwit.orchestrator.domain.task.Task.ExtractChunk;
import dev.godwit.orchestrator.domain.task.Task.FreezeSource;
import dev.godwit.orchestrator.domain.task.Task.PurgeTarget;
import org.junit.jupiter.api.Test;

/**
 * The tasks that the events order. {@link Simulation} works by them in every test of the domain, so
 * that a task which is needed and not ordered leaves a run that never ends.
 */
class OrderedTasksTest extends OneMigration {
  @Test
  void shouldOrderNeitherPurgeNorThawNorFreezeOfACommittedRun() {
    committed();
    for (int run = 0; run < 4; run++) {
      for (String step :
          new String[] {
            "purge/1", "purge/2", "thaw/1", "freeze", "enable", "return/1", "prepare"
          }) {
        assertThat(world.orders.find(ACME, ACME + "/" + run + "/" + step))
            .as("%s of run %d", step, run)
            .isEmpty();
      }
    }
  }

  @Test
  void shouldOrderATaskUntilItsAnswer() {
    started();
    world.workUntil(ExtractChunk.class);
    DispatchedTask chunk = world.pending.getFirst();
    String id = chunk.envelope().taskId();
    assertThat(world.orders.find(ACME, id)).contains(chunk);
    world.work(0);
    assertThat(world.orders.find(ACME, id)).isEmpty();
  }

  @Test
  void shouldOrderThePurgeOfARollbackAndItsThaw() {
    started();
    world.workUntil(ExtractChunk.class);
    world.send(Commands.rollBack(ACME));
    assertThat(world.orders.find(ACME, "acme/2/purge/1"))
        .hasValueSatisfying(task -> assertThat(task.task()).isInstanceOf(PurgeTarget.class));
    assertThat(world.orders.find(ACME, "acme/2/thaw/1")).isEmpty();
    world.workAll();
    assertThat(world.orders.find(ACME, "acme/2/purge/1")).isEmpty();
    assertThat(world.systems.isSourceEnabled(ACME)).isTrue();
  }

  @Test
  void shouldOrderAFreezeUntilItsAnswerThoughItsRunIsRolledBack() {
    started();
    world.workUntil(FreezeSource.class);
    world.send(Commands.rollBack(ACME));
    assertThat(world.orders.find(ACME, "acme/2/freeze")).isPresent();
    world.workAll();
    assertThat(world.orders.find(ACME, "acme/2/freeze")).isEmpty();
    assertThat(world.systems.isSourceEnabled(ACME)).isTrue();
  }

  @Test
  void shouldOrderAgainUnderAnotherIdWhenAHeldRunIsResumed() {
    world = new Simulation(Simulation.HOLDING);
    started();
    world.workUntil(ExtractChunk.class);
    world.systems.conditions.failing.add(ExtractChunk.class);
    String id = world.pending.getFirst().envelope().taskId();
    world.work(0);
    world.systems.conditions.failing.clear();
    assertThat(world.orders.find(ACME, id)).isPresent();
    world.send(Commands.resume(ACME));
    assertThat(world.orders.find(ACME, id)).isEmpty();
    assertThat(world.orders.find(ACME, id + "/resume-1")).isPresent();
  }

  @Test
  void shouldOrderWhatAPauseHeldBackOnceTheProgrammeIsResumed() {
    started();
    world.send(Commands.pauseProgramme());
    world.workAll();
    assertThat(world.orders.find(ACME, "acme/2/prepare")).isEmpty();
    world.send(Commands.resumeProgramme());
    assertThat(world.orders.find(ACME, "acme/2/prepare")).contains(world.pending.getFirst());
  }

  @Test
  void shouldChangeNothingWhenAnEventIsForeignOrRepeated() {
    started();
    world.workUntil(ExtractChunk.class);
    OrderedTasks orders = new OrderedTasks();
    world.history.forEach(orders::add);
    String id = world.pending.getFirst().envelope().taskId();

    assertThatThrownBy(() -> orders.add(foreign(ACME, 1)))
        .isInstanceOf(ImpossibleEventException.class);
    assertThatThrownBy(() -> orders.add(foreign(ACME, 9)))
        .isInstanceOf(ImpossibleEventException.class);
    assertThatThrownBy(
            () ->
                orders.add(
                    new Recorded(
                        envelope(Programme.ID, world.programme().sequence() + 1),
                        new ProgrammeResumed("why"))))
        .isInstanceOf(ImpossibleEventException.class);
    world.history.forEach(orders::add);
    assertThat(orders.find(ACME, id)).contains(world.pending.getFirst());
  }

  private Recorded foreign(String id, int ahead) {
    Migration migration = world.migration(id);
    return new Recorded(envelope(id, migration.sequence() + ahead), new SourceFrozen(true));
  }

  private Recorded.Envelope envelope(String id, long sequence) {
    Recorded.Envelope last = world.history.getLast().envelope();
    return new Recorded.Envelope(
        "e", id, sequence, "c", "c", last.occurredAt(), "mallory", last.run());
  }
}
