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
  void a_pause_holds_back_new_tasks_and_the_end_of_it_hands_out_exactly_those() {
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
  void a_paused_programme_holds_back_every_migration() {
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
  void a_rollback_on_command_goes_on_while_the_programme_is_paused() {
    started();
    world.workUntil(ReconcileCut.class);
    world.send(Commands.pauseProgramme());
    world.send(Commands.rollBack(ACME));
    world.workAll();
    assertThat(world.state(ACME)).isInstanceOf(RolledBack.class);
  }

  @Test
  void a_programme_command_for_one_customer_is_rejected() {
    assertThat(world.refused(new PauseProgramme(null, ACME, "ann", "")).action())
        .contains("PauseMigration");
  }
}
