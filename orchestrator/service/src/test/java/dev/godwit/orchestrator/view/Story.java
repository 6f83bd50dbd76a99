package dev.godwit.orchestrator.view;

import dev.godwit.common.v1.Check;
import dev.godwit.common.v1.Entity;
import dev.godwit.common.v1.EntityCount;
import dev.godwit.common.v1.EntityPlan;
import dev.godwit.common.v1.LedgerLine;
import dev.godwit.common.v1.QuarantineCount;
import dev.godwit.common.v1.RunKind;
import dev.godwit.common.v1.Stage;
import dev.godwit.common.v1.TableCount;
import dev.godwit.common.v1.Waiver;
import dev.godwit.event.v1.AlarmRaised;
import dev.godwit.event.v1.ChunkExtracted;
import dev.godwit.event.v1.CommitHeld;
import dev.godwit.event.v1.CommitStarted;
import dev.godwit.event.v1.CutStarted;
import dev.godwit.event.v1.CutWritten;
import dev.godwit.event.v1.Envelope;
import dev.godwit.event.v1.ExtractionPlanned;
import dev.godwit.event.v1.FindingsWaived;
import dev.godwit.event.v1.FreezeStarted;
import dev.godwit.event.v1.LiveReturned;
import dev.godwit.event.v1.MigrationApproved;
import dev.godwit.event.v1.MigrationAssessed;
import dev.godwit.event.v1.MigrationCommitted;
import dev.godwit.event.v1.MigrationRequested;
import dev.godwit.event.v1.MigrationRolledBack;
import dev.godwit.event.v1.PrepareStarted;
import dev.godwit.event.v1.PurgeStarted;
import dev.godwit.event.v1.ReconciliationStarted;
import dev.godwit.event.v1.RehearsalPassed;
import dev.godwit.event.v1.ReturnStarted;
import dev.godwit.event.v1.RollbackStarted;
import dev.godwit.event.v1.RunAbandoned;
import dev.godwit.event.v1.RunStarted;
import dev.godwit.event.v1.SourceFrozen;
import dev.godwit.event.v1.SourceThawed;
import dev.godwit.event.v1.StageFailed;
import dev.godwit.event.v1.StageRecovered;
import dev.godwit.event.v1.StageWaiting;
import dev.godwit.event.v1.TargetPrepared;
import dev.godwit.event.v1.TargetPurged;
import dev.godwit.event.v1.ThawStarted;
import dev.godwit.event.v1.VerdictReached;
import dev.godwit.orchestrator.view.fold.Envelopes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;

/** A recorded history for tests: events one second apart, as the orchestrator writes them. */
public final class Story {
  public static final Instant BEGIN = Instant.parse("2026-03-01T10:00:00Z");
  private final List<SpecificRecord> events = new ArrayList<>();
  private long sequence;
  private int run;

  /** Rehearsed, passed with three bad addresses. */
  public static Story rehearsed() {
    Story s = new Story();
    s.add(
        new MigrationRequested(
            s.by("ann"), "acme", "reference-legacy", "reference-crm", "first look"));
    s.run = 1;
    s.add(
        new RunStarted(
            s.by("ann"),
            RunKind.REHEARSAL,
            "acme",
            "reference-legacy",
            "reference-crm",
            "first look"));
    s.assessAndPrepare();
    s.planned();
    s.copyAndReconcile(true);
    s.add(
        PurgeStarted.newBuilder()
            .setEnvelope(s.by("validator"))
            .setReason("The rehearsal is over.")
            .build());
    s.add(
        new TargetPurged(
            s.by("loader"),
            List.of(new TableCount("contact", 97L)),
            List.of(new TableCount("contact", 0L))));
    s.add(
        new RehearsalPassed(
            s.by("loader"),
            List.of(new QuarantineCount(Entity.CONTACTS, Stage.TRANSFORM, "BAD_ADDRESS", 3L)),
            "s",
            "t"));
    s.run = 0;
    return s;
  }

  /** And approved by somebody else, with a waiver. */
  public Story approved() {
    add(
        new MigrationApproved(
            by("ben"),
            List.of(new Waiver(Entity.CONTACTS, "BAD_ADDRESS", 3L, "")),
            "they are known"));
    return this;
  }

  /** And begun live, up to the copying. */
  public Story copyingLive() {
    run = 2;
    add(new RunStarted(by("ann"), RunKind.LIVE, "acme", "reference-legacy", "reference-crm", ""));
    assessAndPrepare();
    add(new FreezeStarted(by("loader")));
    add(new SourceFrozen(by("extractor")));
    planned();
    return this;
  }

  public Story committed() {
    copyAndReconcile(false);
    add(new CommitStarted(by("validator"), 1));
    add(new MigrationCommitted(by("loader"), 1));
    return this;
  }

  /** And live engagement followed from the freeze on. */
  public Story opened() {
    add(new CutStarted(by("extractor"), Entity.LIVE, 0, false));
    add(new CutWritten(by("extractor"), Entity.LIVE, 0, List.of(3L, 4L), false));
    return this;
  }

  /** A cut of live engagement after the commit, with its verdict. */
  public Story cut(int number, long arrived, boolean reconciled) {
    add(new CutStarted(by("clock"), Entity.LIVE, number, false));
    add(new CutWritten(by("extractor"), Entity.LIVE, number, List.of(5L, 6L), false));
    add(new ReconciliationStarted(by("extractor"), number));
    add(
        VerdictReached.newBuilder()
            .setEnvelope(by("validator"))
            .setCut(number)
            .setReconciled(reconciled)
            .setLedger(
                List.of(
                    LedgerLine.newBuilder()
                        .setEntity(Entity.ENGAGEMENTS)
                        .setSourceRows(0)
                        .setExtracted(0)
                        .setTransformed(0)
                        .setMergedAway(0)
                        .setQuarantinedByTransformer(0)
                        .setLoaded(0)
                        .setQuarantinedByLoader(0)
                        .setTargetRows(arrived)
                        .setLiveReceived(arrived)
                        .setLiveLoaded(arrived)
                        .build()))
            .setChecks(List.of())
            .setQuarantine(List.of())
            .setMissing(0)
            .setUnexpected(0)
            .setChanged(0)
            .build());
    if (!reconciled) {
      add(new AlarmRaised(by("validator"), number, "It differs.", "Look."));
    }
    return this;
  }

  /** And the window closed and the events given to the old system. */
  public Story closedAndReturned() {
    add(new CutStarted(by("loader"), Entity.LIVE, 1, true));
    add(new CutWritten(by("extractor"), Entity.LIVE, 1, List.of(9L, 9L), true));
    add(new ReturnStarted(by("extractor"), List.of(3L, 4L), List.of(9L, 9L)));
    add(new LiveReturned(by("extractor"), 9L, 5L, 2L, 1L, 1L));
    return this;
  }

  public Story heldAndWaived() {
    copyAndReconcile(false);
    add(new CommitHeld(by("validator"), List.of("2 contacts with BAD_DATE are not waived.")));
    return this;
  }

  public Story waived() {
    add(
        new FindingsWaived(
            by("ben"), List.of(new Waiver(Entity.CONTACTS, "BAD_DATE", 2L, "")), "looked at"));
    add(new CommitStarted(by("ben"), 1));
    return this;
  }

  public Story failedAndRolledBack() {
    add(
        new StageFailed(
            by("loader"),
            Stage.LOAD,
            "table contact",
            "column \"tag\" does not exist",
            "Mend the pack.",
            "acme/2/load"));
    add(
        new RollbackStarted(
            by("loader"),
            "The loader failed.",
            "STAGE_FAILED",
            "table contact: column \"tag\" does not exist",
            "Mend the pack, then rehearse."));
    add(
        PurgeStarted.newBuilder()
            .setEnvelope(by("loader"))
            .setReason("The loader failed.")
            .build());
    add(
        new TargetPurged(
            by("loader"),
            List.of(new TableCount("contact", 40L)),
            List.of(new TableCount("contact", 0L))));
    add(new ThawStarted(by("loader")));
    add(new SourceThawed(by("extractor")));
    add(
        new MigrationRolledBack(
            by("extractor"),
            "The loader failed.",
            "table contact",
            "Mend the pack, then rehearse."));
    return this;
  }

  /** And rolled back because somebody asked, up to the intent of the purge. */
  public Story turnedBack() {
    add(new RollbackStarted(by("ann"), "Rolled back by ann.", "COMMAND", "", "Rehearse again."));
    return purging("ROLLBACK");
  }

  /** And a purge intended. */
  public Story purging(String purpose) {
    return add(
        PurgeStarted.newBuilder()
            .setEnvelope(by("ann"))
            .setReason("It goes back.")
            .setPurpose(purpose)
            .build());
  }

  /** And a purge that left rows. */
  public Story purged(long left) {
    return add(
        new TargetPurged(
            by("loader"),
            List.of(new TableCount("contact", 40L)),
            List.of(new TableCount("contact", left))));
  }

  /** And a stage that failed. */
  public Story failed(Stage stage, String subject) {
    return add(
        StageFailed.newBuilder()
            .setEnvelope(by(stage == Stage.LOAD ? "loader" : "extractor"))
            .setStage(stage)
            .setSubject(subject)
            .setError("permission denied")
            .setAction("Grant it.")
            .build());
  }

  /** And abandoned, and its purge intended. */
  public Story abandoned() {
    add(new RunAbandoned(by("extractor"), "The snapshot was lost."));
    return purging("RETRY");
  }

  /** And the next run begun by itself. */
  public Story nextRun(RunKind kind) {
    return nextRun(kind, "loader");
  }

  /** And the next run begun. */
  public Story nextRun(RunKind kind, String who) {
    run = events.stream().mapToInt(e -> Envelopes.of(e).getRun()).max().orElse(0) + 1;
    return add(new RunStarted(by(who), kind, "acme", "reference-legacy", "reference-crm", "again"));
  }

  public Story waiting() {
    add(new StageWaiting(by("loader"), Stage.LOAD, "the target database", "connection refused"));
    return this;
  }

  public Story recovered() {
    add(new StageRecovered(by("loader"), Stage.LOAD, "the target database", 4200L));
    return this;
  }

  public List<SpecificRecord> events() {
    return events;
  }

  /** What it adds up to. */
  public Folded fold() {
    return Folded.of(events);
  }

  public Envelope by(String who) {
    sequence++;
    return new Envelope(
        "e" + sequence, "acme", sequence, "c", "k", BEGIN.plusSeconds(sequence), who, run);
  }

  /** The same for an event that names a run, whatever run is going on. */
  public Envelope ofRun(int number, String who) {
    Envelope envelope = by(who);
    envelope.setRun(number);
    return envelope;
  }

  public Story add(SpecificRecord event) {
    events.add(event);
    return this;
  }

  private void assessAndPrepare() {
    add(
        new MigrationAssessed(
            by("loader"),
            List.of(new EntityCount(Entity.CONTACTS, 100L)),
            12L,
            "s",
            "t",
            List.of()));
    add(new PrepareStarted(by("loader")));
    add(new TargetPrepared(by("loader")));
  }

  private void planned() {
    add(
        ExtractionPlanned.newBuilder()
            .setEnvelope(by("extractor"))
            .setSnapshot("0003-1")
            .setEntities(List.of(new EntityPlan(Entity.CONTACTS, 100L, 2, List.of("50"), false)))
            .setMergeGroups(0)
            .setMergedMembers(0)
            .setIdentitiesFrom(List.of())
            .setIdentitiesTo(List.of())
            .build());
  }

  private void copyAndReconcile(boolean quarantine) {
    add(new ChunkExtracted(by("extractor"), Entity.CONTACTS, 0, 50L, 400L));
    add(new ChunkExtracted(by("extractor"), Entity.CONTACTS, 1, 50L, 300L));
    add(new CutWritten(by("extractor"), Entity.CONTACTS, 1, List.of(1L, 2L), false));
    add(new ReconciliationStarted(by("extractor"), 1));
    long bad = quarantine ? 3 : 0;
    add(
        VerdictReached.newBuilder()
            .setEnvelope(by("validator"))
            .setCut(1)
            .setReconciled(true)
            .setLedger(
                List.of(
                    LedgerLine.newBuilder()
                        .setEntity(Entity.CONTACTS)
                        .setSourceRows(100)
                        .setExtracted(100)
                        .setTransformed(100 - bad)
                        .setMergedAway(0)
                        .setQuarantinedByTransformer(bad)
                        .setLoaded(100 - bad)
                        .setQuarantinedByLoader(0)
                        .setTargetRows(100 - bad)
                        .build()))
            .setChecks(
                List.of(new Check("extracted-equals-source", "CONTACTS", "100", "100", true)))
            .setQuarantine(List.of())
            .setMissing(0)
            .setUnexpected(0)
            .setChanged(0)
            .build());
  }
}
