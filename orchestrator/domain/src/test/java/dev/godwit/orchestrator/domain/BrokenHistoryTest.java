package dev.godwit.orchestrator.domain;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.godwit.orchestrator.domain.event.EndingEvent.SourceThawed;
import dev.godwit.orchestrator.domain.event.Event;
import dev.godwit.orchestrator.domain.event.Recorded;
import dev.godwit.orchestrator.domain.event.Recorded.Envelope;
import dev.godwit.orchestrator.domain.event.RequestEvent.MigrationCancelled;
import dev.godwit.orchestrator.domain.event.RequestEvent.ProgrammePaused;
import dev.godwit.orchestrator.domain.event.RequestEvent.ProgrammeResumed;
import dev.godwit.orchestrator.domain.event.RunEvent.StageFailed;
import dev.godwit.orchestrator.domain.state.Evolution;
import dev.godwit.orchestrator.domain.state.ImpossibleEventException;
import dev.godwit.orchestrator.domain.state.Migration;
import dev.godwit.orchestrator.domain.state.Programme;
import dev.godwit.orchestrator.domain.task.Task;
import dev.godwit.orchestrator.domain.task.Task.ExtractChunk;
import dev.godwit.orchestrator.domain.task.Task.PurgeTarget;
import dev.godwit.orchestrator.domain.task.Task.ThawSource;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** Events of a kind that can follow, at a moment at which nothing decides them. */
class BrokenHistoryTest {
  private static final String ACME = "acme";

  private static Recorded of(String id, long sequence, int run, Event event) {
    return new Recorded(
        new Envelope("event", id, sequence, "cause", "command", Instant.EPOCH, "ann", run), event);
  }

  private static void cannotFollow(Programme programme, Event event) {
    Recorded recorded = of(Programme.ID, programme.sequence() + 1, 0, event);
    assertThatThrownBy(() -> programme.evolve(recorded))
        .isInstanceOf(ImpossibleEventException.class)
        .hasMessageContaining(event.name());
  }

  private static void cannotFollow(Migration migration, Event event) {
    Recorded recorded = of(ACME, migration.sequence() + 1, migration.run().number(), event);
    assertThatThrownBy(() -> Evolution.evolve(migration, recorded))
        .isInstanceOf(ImpossibleEventException.class)
        .hasMessageContaining(event.name());
  }

  /** A live run whose rollback is stuck at a task. */
  private static Simulation stuckAt(Class<? extends Task> task) {
    Simulation world = new Simulation();
    world.send(Commands.rehearse(ACME, "ann"));
    world.workAll();
    world.send(Commands.approveAll(ACME, "bob"));
    world.send(Commands.start(ACME, "ann"));
    world.workUntil(ExtractChunk.class);
    world.systems.conditions.failing.add(task);
    world.send(Commands.rollBack(ACME));
    world.workAll();
    return world;
  }

  private static StageFailed failure(Simulation world) {
    return (StageFailed) world.history.getLast().event();
  }

  @Test
  void shouldRefuseAPauseTwiceAndAResumeWithoutPause() {
    Programme begun = Programme.begun();
    Programme paused = begun.evolve(of(Programme.ID, 1, 0, new ProgrammePaused("")));
    cannotFollow(paused, new ProgrammePaused(""));
    cannotFollow(begun, new ProgrammeResumed(""));
  }

  @Test
  void shouldRefuseAMigrationsEventInTheProgramme() {
    cannotFollow(Programme.begun(), new MigrationCancelled(""));
  }

  @Test
  void shouldRefuseAnAnswerOfAThawThatFailed() {
    Simulation world = stuckAt(ThawSource.class);
    cannotFollow(world.migration(ACME), new SourceThawed());
    cannotFollow(world.migration(ACME), failure(world));
  }

  @Test
  void shouldRefuseASecondFailureOfAPurge() {
    Simulation world = stuckAt(PurgeTarget.class);
    cannotFollow(world.migration(ACME), failure(world));
  }
}
