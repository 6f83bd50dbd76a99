package dev.godwit.local.demo;

import dev.godwit.api.RunOutcome;
import dev.godwit.api.text.ReportText;
import dev.godwit.records.Counted;
import java.time.ZoneId;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;

/**
 * The live run of a demo: as it goes, with a change of the target that only a rollback answers, or
 * with a column that is too short and is widened. Not thread-safe.
 */
final class LiveRun {
  private final Narrator narrator;
  private final CustomerMigration migration;

  LiveRun(Narrator narrator, CustomerMigration migration) {
    this.narrator = narrator;
    this.migration = migration;
  }

  /** Freezes, copies, reconciles and commits. */
  void commit() throws InterruptedException {
    narrator.step("The live run: freeze, copy, reconcile, commit");
    migration.start("the rehearsal passed");
    migration.require(RunOutcome.COMMITTED, migration.follow());
  }

  /** The target changes while it is loaded; the run is held, and a person rolls it back. */
  void rollBack(SchemaChange change) throws InterruptedException {
    narrator.step("The live run: freeze, copy, with a failure on purpose");
    hold(change);
    narrator.step("Roll back: this release of the target cannot be loaded today");
    narrator.detail(command("rollback", CustomerMigration.REQUESTER));
    try {
      migration.rollBack("the target has changed, and its release stays");
      migration.require(RunOutcome.ROLLED_BACK, migration.follow());
    } finally {
      change.undo();
    }
  }

  /** A column becomes too short while it is loaded; it is widened, and the run continues. */
  void widenAndResume(SchemaChange change) throws InterruptedException {
    narrator.step("The live run: freeze, copy, with a column that becomes too short");
    hold(change);
    narrator.step("Widen the column");
    narrator.detail(change.undoing());
    change.undo();
    narrator.step("Resume: load what the target refused, reconcile again, commit");
    narrator.detail(command("resume", CustomerMigration.REQUESTER));
    migration.resume("the column is as wide as before");
    migration.require(RunOutcome.COMMITTED, migration.follow());
    List<String> chunks = migration.extractedChunks();
    int distinct = Set.copyOf(chunks).size();
    if (distinct != chunks.size()) {
      throw new StepFailedException(
          "Expected every chunk of the run to be extracted once, found %s extracted %d times."
              .formatted(Counted.of(distinct, "chunk"), chunks.size()));
    }
    narrator.detail(
        "Nothing was extracted again: %s, each once.".formatted(Counted.of(distinct, "chunk")));
  }

  /** Starts the run, changes the target once it has rows, and follows the run until it is held. */
  private void hold(SchemaChange change) throws InterruptedException {
    narrator.detail("as soon as the target has rows: " + change.statement());
    Future<?> changing = CompletableFuture.completedFuture(null);
    try {
      changing = change.onceRowsAreIn(migration.customer());
      migration.start("the rehearsal passed");
      migration.require(RunOutcome.HELD, migration.follow());
    } catch (StepFailedException | InterruptedException e) {
      change.undo();
      throw e;
    } finally {
      changing.cancel(true);
    }
    narrator.step("Held: the reason, and what can be done");
    narrator.text(ReportText.of(migration.report(), ZoneId.systemDefault()));
  }

  private String command(String name, String by) {
    return "./godwit %s %s --by %s".formatted(name, migration.customer(), by);
  }
}
