package dev.godwit.orchestrator.domain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godwit.orchestrator.domain.command.Command.RehearseMigration;
import dev.godwit.orchestrator.domain.state.IdleState.Cancelled;
import dev.godwit.orchestrator.domain.state.IdleState.Committed;
import dev.godwit.orchestrator.domain.task.Task.FreezeSource;
import org.junit.jupiter.api.Test;

/** From the request to the commit, and from the beginning again. */
class LifecycleTest extends OneMigration {
  @Test
  void shouldRehearseApproveAndCommitACustomer() {
    started();
    world.workAll();

    assertThat(world.state(ACME)).isInstanceOf(Committed.class);
    assertThat(world.story(ACME))
        .containsSubsequence(
            "MigrationRequested",
            "RunStarted",
            "SourceAssessed",
            "TargetAssessed",
            "MigrationAssessed",
            "PrepareStarted",
            "TargetPrepared",
            "ExtractionPlanned",
            "CutStarted",
            "CutWritten",
            "ReconciliationStarted",
            "VerdictReached",
            "LiveRehearsalStarted",
            "LiveEventsSent",
            "LiveRehearsed",
            "PurgeStarted",
            "TargetPurged",
            "RehearsalPassed",
            "MigrationApproved",
            "RunStarted",
            "FreezeStarted",
            "SourceFrozen",
            "CutStarted",
            "CutWritten",
            "ExtractionPlanned",
            "VerdictReached",
            "RecheckStarted",
            "SourceRechecked",
            "CommitStarted",
            "MigrationCommitted");
    assertThat(world.programme().live()).isEmpty();
  }

  @Test
  void shouldNumberEventsWithoutGapsAndNameTheirAuthors() {
    started();
    world.workAll();
    for (int i = 0; i < world.history.size(); i++) {
      assertThat(world.history.get(i).envelope().sequence()).isEqualTo(i + 1L);
    }
    assertThat(world.history.getFirst().envelope().by()).isEqualTo("ann");
    assertThat(world.history)
        .filteredOn(one -> one.event().name().equals("ChunkExtracted"))
        .allMatch(one -> one.envelope().by().equals("extract-1"))
        .allMatch(one -> one.envelope().correlationId().startsWith("command-"));
  }

  @Test
  void shouldKeepThePacksThatACommandNamed() {
    world.send(new RehearseMigration(null, ACME, "ann", "", "my-legacy", "", null));
    assertThat(world.pending.getFirst().envelope().sourcePack()).isEqualTo("my-legacy");
    assertThat(world.pending.getFirst().envelope().targetPack()).isEqualTo("reference-crm");
    world.workAll();
    world.send(Commands.rehearse(ACME, "ann"));
    assertThat(world.pending.getFirst().envelope().sourcePack()).isEqualTo("my-legacy");
  }

  @Test
  void shouldCancelUntilTheFreeze() {
    approved();
    world.send(Commands.cancel(ACME));
    assertThat(world.state(ACME)).isInstanceOf(Cancelled.class);
    started();
    world.send(Commands.cancel(ACME));
    world.workAll();
    assertThat(world.state(ACME)).isInstanceOf(Cancelled.class);
    assertThat(world.programme().live()).isEmpty();

    started();
    world.workUntil(FreezeSource.class);
    assertThat(world.refused(Commands.cancel(ACME)).action()).contains("RollBackMigration");
    world.workAll();
  }

  @Test
  void shouldRejectACommandWithoutAuthorOrCustomer() {
    assertThat(world.refused(Commands.rehearse(ACME, " ")).expected()).contains("by");
    assertThat(world.refused(Commands.rehearse("a/b", "ann")).expected()).contains("without /");
  }
}
