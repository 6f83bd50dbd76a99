package dev.godwit.orchestrator.domain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godwit.orchestrator.domain.command.Command.PauseProgramme;
import dev.godwit.orchestrator.domain.state.IdleState.Rehearsed;
import dev.godwit.orchestrator.domain.state.IdleState.RolledBack;
import dev.godwit.orchestrator.domain.task.Task.ExtractChunk;
import dev.godwit.orchestrator.domain.task.Task.ReconcileCut;
import org.junit.jupiter.api.Test;

/** A migration or the whole programme pauses: nothing new goes out, nothing is forgotten. */
class PauseTest extends OneMigration {
  @Test
  void shouldDispatchExactlyTheHeldTasksWhenAPauseEnds() {
    world.send(Commands.rehearse(ACME, "ann"));
    world.workUntil(ExtractChunk.class);
    world.send(Commands.pause(ACME));
    world.workAll();
    assertThat(world.story(ACME).stream().filter("ChunkExtracted"::equals)).hasSize(16);
    assertThat(world.refused(Commands.pause(ACME)).found()).contains("paused");
    world.send(Commands.resume(ACME));
    world.workAll();
    assertThat(world.state(ACME)).isInstanceOf(Rehearsed.class);
    assertThat(world.refused(Commands.resume(ACME)).expected()).contains("is paused");
  }

  @Test
  void shouldHoldBackEveryMigrationWhenTheProgrammeIsPaused() {
    world.send(Commands.rehearse(ACME, "ann"));
    world.send(Commands.pauseProgramme());
    world.workAll();
    assertThat(world.story(ACME)).endsWith("PrepareStarted");
    assertThat(world.refused(Commands.rehearse("globex", "ann")).found()).contains("paused by ann");
    assertThat(world.refused(Commands.pauseProgramme()).found()).contains("paused by ann");
    world.send(Commands.resumeProgramme());
    world.workAll();
    assertThat(world.state(ACME)).isInstanceOf(Rehearsed.class);
    world.refused(Commands.resumeProgramme());
  }

  @Test
  void shouldContinueARollbackWhileTheProgrammeIsPaused() {
    started();
    world.workUntil(ReconcileCut.class);
    world.send(Commands.pauseProgramme());
    world.send(Commands.rollBack(ACME));
    world.workAll();
    assertThat(world.state(ACME)).isInstanceOf(RolledBack.class);
  }

  @Test
  void shouldRejectAProgrammeCommandWhenItNamesOneCustomer() {
    assertThat(world.refused(new PauseProgramme(null, ACME, "ann", "")).action())
        .contains("PauseMigration");
  }
}
