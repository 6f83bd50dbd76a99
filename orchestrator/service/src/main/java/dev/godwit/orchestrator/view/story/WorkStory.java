package dev.godwit.orchestrator.view.story;

import dev.godwit.api.text.Figures;
import dev.godwit.common.v1.Entity;
import dev.godwit.common.v1.EntityPlan;
import dev.godwit.event.v1.AlarmRaised;
import dev.godwit.event.v1.ChunkExtracted;
import dev.godwit.event.v1.CommitHeld;
import dev.godwit.event.v1.CommitStarted;
import dev.godwit.event.v1.CutStarted;
import dev.godwit.event.v1.CutWritten;
import dev.godwit.event.v1.ExtractionPlanned;
import dev.godwit.event.v1.FreezeStarted;
import dev.godwit.event.v1.LiveReturned;
import dev.godwit.event.v1.MigrationAssessed;
import dev.godwit.event.v1.MigrationCommitted;
import dev.godwit.event.v1.MigrationRolledBack;
import dev.godwit.event.v1.PrepareStarted;
import dev.godwit.event.v1.PurgeStarted;
import dev.godwit.event.v1.ReconciliationStarted;
import dev.godwit.event.v1.RehearsalFailed;
import dev.godwit.event.v1.RehearsalPassed;
import dev.godwit.event.v1.ReturnStarted;
import dev.godwit.event.v1.RollbackStarted;
import dev.godwit.event.v1.RunAbandoned;
import dev.godwit.event.v1.RunRefused;
import dev.godwit.event.v1.SourceAssessed;
import dev.godwit.event.v1.SourceFrozen;
import dev.godwit.event.v1.SourceThawed;
import dev.godwit.event.v1.StageFailed;
import dev.godwit.event.v1.StageRecovered;
import dev.godwit.event.v1.StageWaiting;
import dev.godwit.event.v1.TargetAssessed;
import dev.godwit.event.v1.TargetPrepared;
import dev.godwit.event.v1.TargetPurged;
import dev.godwit.event.v1.ThawStarted;
import dev.godwit.event.v1.VerdictReached;
import org.apache.avro.specific.SpecificRecord;

/** Tells what stages did, and what is about to be done. */
final class WorkStory {
  private WorkStory() {}

  static Told told(SpecificRecord event) {
    return switch (event) {
      case SourceAssessed e -> Told.step("the old system holds " + Words.rows(e.getEntities()));
      case TargetAssessed e -> targetAssessed(e);
      case MigrationAssessed e -> assessed(e);
      case PrepareStarted e -> Told.step("the target is about to be prepared");
      case TargetPrepared e -> Told.step("the target is empty and open for loading");
      case FreezeStarted e -> Told.step("the old system is about to be frozen for the customer");
      case SourceFrozen e -> Told.step("the old system is frozen; asked back, it said so");
      case ExtractionPlanned e -> planned(e);
      case ChunkExtracted e ->
          Told.step(
              "extracted chunk %d of %s: %s rows in %s"
                  .formatted(
                      e.getChunk(),
                      Words.entity(e.getEntity()),
                      Figures.count(e.getRows()),
                      Figures.duration(e.getDurationMillis() / 1000.0)));
      case CutStarted e when e.getEntity() == Entity.LIVE -> LiveStory.cutStarted(e);
      case CutWritten e when e.getEntity() == Entity.LIVE -> LiveStory.cutWritten(e);
      case ReturnStarted e -> LiveStory.returnStarted();
      case LiveReturned e -> LiveStory.returned(e);
      case AlarmRaised e -> LiveStory.alarm(e);
      case CutStarted e ->
          Told.step(
              "all %s are extracted; cut %d is about to be written behind them"
                  .formatted(Words.entity(e.getEntity()), e.getCut()));
      case CutWritten e ->
          Told.step(
              "cut %d stands behind the %s in all %d partitions"
                  .formatted(e.getCut(), Words.entity(e.getEntity()), e.getOffsets().size()));
      case ReconciliationStarted e ->
          Told.step(
              (e.getCut() == 1 ? "all cuts are written; asked" : "asked")
                  + " the validator for a verdict at cut "
                  + e.getCut());
      case VerdictReached e -> verdict(e);
      case CommitHeld e ->
          Told.warning("held before the commit: " + Words.sentences(e.getReasons()));
      case CommitStarted e ->
          Told.step("the new system is about to be enabled at cut " + e.getCut());
      case MigrationCommitted e ->
          Told.good("committed: the new system is enabled. There is no way back from here");
      default -> ending(event);
    };
  }

  private static Told ending(SpecificRecord event) {
    return switch (event) {
      case PurgeStarted e -> Told.step("the target is about to be purged: " + e.getReason());
      case TargetPurged e -> purged(e);
      case RehearsalPassed e ->
          Told.good(
              "the rehearsal passed: reconciled, purged and proved empty"
                  + (e.getFindings().isEmpty()
                      ? "; nothing was quarantined"
                      : "; quarantined " + Words.findings(e.getFindings())));
      case RehearsalFailed e ->
          Told.bad("the rehearsal failed: " + Words.sentences(e.getReasons()));
      case RollbackStarted e ->
          Told.bad(
              "began to roll back: %s%s"
                  .formatted(
                      Words.sentence(e.getReason()),
                      e.getFirstFailure().isBlank()
                          ? ""
                          : " First failure: " + e.getFirstFailure()));
      case ThawStarted e -> Told.step("the old system is about to be enabled again");
      case SourceThawed e -> Told.step("the old system takes writes again; asked back, it said so");
      case MigrationRolledBack e ->
          Told.bad(
              "rolled back: the new system holds no row of the customer, the old one is enabled. %s %s"
                  .formatted(Words.sentence(e.getReason()), e.getNextStep())
                  .strip());
      case RunRefused e ->
          Told.bad(
              "refused before anything was touched: %s %s"
                  .formatted(Words.sentences(e.getReasons()), e.getNextStep())
                  .strip());
      case RunAbandoned e ->
          Told.warning("the run was given up, another one follows: " + e.getReason());
      case StageFailed e ->
          Told.bad(
              "%s failed on %s: %s %s"
                  .formatted(
                      Words.stage(e.getStage()),
                      e.getSubject(),
                      Words.sentence(e.getError()),
                      e.getAction())
                  .strip());
      case StageWaiting e ->
          Told.warning(
              "%s waits for %s and goes on by itself when it is back (%s)"
                  .formatted(Words.stage(e.getStage()), e.getWaitingFor(), e.getError()));
      case StageRecovered e ->
          Told.good(
              "%s has %s back after %s and goes on"
                  .formatted(
                      Words.stage(e.getStage()),
                      e.getWaitedFor(),
                      Figures.duration(e.getWaitedMillis() / 1000.0)));
      default -> Told.step(event.getSchema().getName());
    };
  }

  private static Told targetAssessed(TargetAssessed e) {
    return Words.sum(e.getRows()) == 0
        ? Told.step("the new system holds nothing of the customer")
        : Told.warning(
            "the new system holds rows of the customer already: " + Words.tables(e.getRows()));
  }

  private static Told assessed(MigrationAssessed e) {
    String text =
        "assessed: %s, about %s from freeze to verdict"
            .formatted(Words.rows(e.getEntities()), Figures.duration(e.getEstimatedSeconds()));
    return Words.sum(e.getLeftovers()) == 0
        ? Told.step(text)
        : Told.warning(text + "; left over in the new system: " + Words.tables(e.getLeftovers()));
  }

  private static Told planned(ExtractionPlanned e) {
    long rows = e.getEntities().stream().mapToLong(EntityPlan::getRows).sum();
    long chunks = e.getEntities().stream().mapToLong(EntityPlan::getChunks).sum();
    String merges =
        e.getMergeGroups() == 0
            ? ""
            : "; %s old contacts become %s"
                .formatted(
                    Figures.count(e.getMergedMembers()),
                    Words.number(e.getMergeGroups(), "merged contact", "merged contacts"));
    return Told.step(
        "took a snapshot and cut %s rows into %s%s"
            .formatted(Figures.count(rows), Words.number(chunks, "chunk", "chunks"), merges));
  }

  private static Told verdict(VerdictReached e) {
    long failed = e.getChecks().stream().filter(c -> !c.getPassed()).count();
    if (e.getReconciled()) {
      return Told.good(
          "reconciled at cut %d: %s, none failed"
              .formatted(e.getCut(), Words.number(e.getChecks().size(), "check", "checks")));
    }
    return Told.bad(
        "not reconciled at cut %d: %d of %d checks failed; keys missing %s, unexpected %s, changed %s"
            .formatted(
                e.getCut(),
                failed,
                e.getChecks().size(),
                Figures.count(e.getMissing()),
                Figures.count(e.getUnexpected()),
                Figures.count(e.getChanged())));
  }

  private static Told purged(TargetPurged e) {
    String deleted =
        Words.sum(e.getDeleted()) == 0
            ? "nothing to delete"
            : "deleted " + Words.tables(e.getDeleted());
    return Words.sum(e.getLeft()) == 0
        ? Told.good(
            "purged the target and proved it empty: " + deleted + ", 0 rows left in every table")
        : Told.bad(
            "purged the target, but it is not empty: %s; left %s"
                .formatted(deleted, Words.tables(e.getLeft())));
  }
}
