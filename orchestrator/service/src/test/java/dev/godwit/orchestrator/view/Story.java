package dev.godwit.orchestrator.view;

import dev.godwit.orchestrator.codec.ControlPlaneCodec;
import dev.godwit.orchestrator.domain.common.Check;
import dev.godwit.orchestrator.domain.common.Entity;
import dev.godwit.orchestrator.domain.common.EntityCount;
import dev.godwit.orchestrator.domain.common.EntityPlan;
import dev.godwit.orchestrator.domain.common.LedgerLine;
import dev.godwit.orchestrator.domain.common.QuarantineCount;
import dev.godwit.orchestrator.domain.common.ReplaySelection;
import dev.godwit.orchestrator.domain.common.RouteArrival;
import dev.godwit.orchestrator.domain.common.RouteCount;
import dev.godwit.orchestrator.domain.common.RunKind;
import dev.godwit.orchestrator.domain.common.Stage;
import dev.godwit.orchestrator.domain.common.TableCount;
import dev.godwit.orchestrator.domain.common.Waiver;
import dev.godwit.orchestrator.domain.event.EndingEvent;
import dev.godwit.orchestrator.domain.event.Event;
import dev.godwit.orchestrator.domain.event.HoldEvent;
import dev.godwit.orchestrator.domain.event.Recorded;
import dev.godwit.orchestrator.domain.event.Recorded.Envelope;
import dev.godwit.orchestrator.domain.event.ReplayEvent;
import dev.godwit.orchestrator.domain.event.RequestEvent;
import dev.godwit.orchestrator.domain.event.RunEvent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;

/** A recorded history for tests: events one second apart, as the orchestrator writes them. */
public final class Story {
  public static final Instant BEGIN = Instant.parse("2026-03-01T10:00:00Z");

  private static final ControlPlaneCodec CODEC = new ControlPlaneCodec();

  private final List<Recorded> events = new ArrayList<>();
  private int run;

  /** Rehearsed, passed with three bad addresses. */
  public static Story rehearsed() {
    Story s = new Story();
    s.add(
        "ann",
        new RequestEvent.MigrationRequested(
            "acme", "reference-legacy", "reference-crm", "first look"));
    s.run = 1;
    s.add(
        "ann",
        new RunEvent.RunStarted(
            RunKind.REHEARSAL, "acme", "reference-legacy", "reference-crm", "first look"));
    s.assessAndPrepare();
    s.planned();
    s.copyAndReconcile(true);
    s.add("validator", new RunEvent.LiveRehearsalStarted(1, List.of()));
    s.add(
        "extractor",
        new RunEvent.LiveEventsSent(
            List.of(new RouteCount("topic", 3), new RouteCount("tail", 3)), ""));
    s.add(
        "validator",
        new RunEvent.LiveRehearsed(
            List.of(
                new RouteArrival("topic", 3, 3, 0, 0, 0, ""),
                new RouteArrival("tail", 3, 0, 3, 0, 0, ""))));
    s.add("validator", new EndingEvent.PurgeStarted("The rehearsal is over.", ""));
    s.add(
        "loader",
        new EndingEvent.TargetPurged(
            List.of(new TableCount("contact", 97L)), List.of(new TableCount("contact", 0L))));
    s.add(
        "loader",
        new EndingEvent.RehearsalPassed(
            List.of(new QuarantineCount(Entity.CONTACTS, Stage.TRANSFORM, "BAD_ADDRESS", 3L)),
            "s",
            "t"));
    s.run = 0;
    return s;
  }

  /** And approved by a second person, with a waiver. */
  public Story approved() {
    return add(
        "ben",
        new RequestEvent.MigrationApproved(
            List.of(new Waiver(Entity.CONTACTS, "BAD_ADDRESS", 3L, "")), "they are known"));
  }

  /** And started live, up to the copying. */
  public Story copyingLive() {
    run = 2;
    add(
        "ann",
        new RunEvent.RunStarted(
            RunKind.LIVE, "acme", "reference-legacy", "reference-crm", "", 14_400, List.of()));
    assessAndPrepare();
    add("loader", new RunEvent.FreezeStarted());
    add("extractor", new RunEvent.SourceFrozen(true));
    planned();
    return this;
  }

  public Story committed() {
    copyAndReconcile(false);
    add("validator", new RunEvent.RecheckStarted(1));
    add(
        "extractor",
        new RunEvent.SourceRechecked(List.of(new EntityCount(Entity.CONTACTS, 100)), 0));
    add("extractor", new RunEvent.CommitStarted(1));
    return add("loader", new RunEvent.MigrationCommitted(1));
  }

  /** And live engagement followed from the freeze on. */
  public Story opened() {
    add("extractor", new RunEvent.CutStarted(Entity.LIVE, 0, false));
    return add("extractor", new RunEvent.CutWritten(Entity.LIVE, 0, List.of(3L, 4L), false));
  }

  /** A cut of live engagement after the commit, with its verdict. */
  public Story cut(int number, long arrived, boolean reconciled) {
    add("clock", new RunEvent.CutStarted(Entity.LIVE, number, false));
    add("extractor", new RunEvent.CutWritten(Entity.LIVE, number, List.of(5L, 6L), false));
    add("extractor", new RunEvent.ReconciliationStarted(number));
    LedgerLine line = LedgerLines.ofLive(arrived);
    add(
        "validator",
        new RunEvent.VerdictReached(
            number, reconciled, List.of(line), List.of(), List.of(), 0, 0, 0));
    return reconciled
        ? this
        : add("validator", new RunEvent.AlarmRaised(number, "It differs.", "Look."));
  }

  /** And the window closed and the events returned to the source. */
  public Story closedAndReturned() {
    add("loader", new RunEvent.CutStarted(Entity.LIVE, 1, true));
    add("extractor", new RunEvent.CutWritten(Entity.LIVE, 1, List.of(9L, 9L), true));
    add("extractor", new EndingEvent.ReturnStarted(List.of(3L, 4L), List.of(9L, 9L)));
    return add("extractor", new EndingEvent.LiveReturned(9L, 5L, 2L, 1L, 1L));
  }

  public Story heldAndWaived() {
    copyAndReconcile(false);
    return add(
        "validator", new RunEvent.CommitHeld(List.of("2 contacts with BAD_DATE are not waived.")));
  }

  public Story waived() {
    add(
        "ben",
        new RequestEvent.FindingsWaived(
            List.of(new Waiver(Entity.CONTACTS, "BAD_DATE", 2L, "")), "looked at"));
    return add("ben", new RunEvent.CommitStarted(1));
  }

  public Story failedAndRolledBack() {
    add(
        "loader",
        new RunEvent.StageFailed(
            Stage.LOAD,
            "table contact",
            "column \"tag\" does not exist",
            "Mend the pack.",
            "acme/2/load"));
    add(
        "loader",
        new EndingEvent.RollbackStarted(
            "The loader failed.",
            "STAGE_FAILED",
            "table contact: column \"tag\" does not exist",
            "Mend the pack, then rehearse."));
    add("loader", new EndingEvent.PurgeStarted("The loader failed.", ""));
    purged(0);
    add("loader", new EndingEvent.ThawStarted());
    add("extractor", new EndingEvent.SourceThawed());
    return add(
        "extractor",
        new EndingEvent.MigrationRolledBack(
            "The loader failed.", "table contact", "Mend the pack, then rehearse."));
  }

  /** And rolled back on a person's request, up to the intent of the purge. */
  public Story turnedBack() {
    add(
        "ann",
        new EndingEvent.RollbackStarted("Rolled back by ann.", "COMMAND", "", "Rehearse again."));
    return purging("ROLLBACK");
  }

  /** And held after the loader failed. */
  public Story held() {
    failed(Stage.LOAD, "table contact");
    return add(
        "loader",
        new HoldEvent.RunHeld(
            Stage.LOAD,
            "table contact",
            "permission denied.",
            3,
            "4711",
            List.of("godwit resume acme", "godwit rollback acme"),
            "acme/2/load"));
  }

  /** And held by a verdict with differences, at a cut. */
  public Story heldByVerdict(int number, long missing, long changed) {
    add("extractor", new RunEvent.ReconciliationStarted(number));
    add(
        "validator",
        new RunEvent.VerdictReached(
            number,
            false,
            List.of(),
            List.of(),
            List.of(new QuarantineCount(Entity.CONTACTS, Stage.LOAD, "TOO_LONG", 3L)),
            missing,
            0,
            changed));
    return add(
        "validator",
        new HoldEvent.RunHeld(
            Stage.VALIDATE,
            "",
            "The verdict at cut %d lists differences.".formatted(number),
            missing + changed,
            "",
            List.of("godwit repair acme", "godwit resume acme", "godwit rollback acme"),
            ""));
  }

  /** And resumed. */
  public Story resumed(int resumes) {
    return add("ben", new HoldEvent.RunResumed(resumes, "the column is wider now"));
  }

  /** And a replay of everything in quarantine begun. */
  public Story replaying(int number, Stage stage) {
    return add(
        "ben",
        new ReplayEvent.ReplayStarted(
            number, stage, ReplaySelection.everythingQuarantined(), 500, "wider now", List.of()));
  }

  /** And the replay finished. */
  public Story replayed(int number, long released, long refused) {
    return add(
        "loader",
        new ReplayEvent.ReplayFinished(
            number,
            released + refused,
            released,
            0,
            refused,
            List.of(new EntityCount(Entity.CONTACTS, released)),
            0,
            0,
            0));
  }

  /** And a purge intended. */
  public Story purging(String purpose) {
    return add("ann", new EndingEvent.PurgeStarted("It goes back.", purpose));
  }

  /** And a purge that left rows. */
  public Story purged(long left) {
    return add(
        "loader",
        new EndingEvent.TargetPurged(
            List.of(new TableCount("contact", 40L)), List.of(new TableCount("contact", left))));
  }

  /** And a stage that failed. */
  public Story failed(Stage stage, String subject) {
    return add(
        stage == Stage.LOAD ? "loader" : "extractor",
        new RunEvent.StageFailed(stage, subject, "permission denied", "Grant it.", ""));
  }

  /** And abandoned, and its purge intended. */
  public Story abandoned() {
    add("extractor", new EndingEvent.RunAbandoned("The snapshot was lost."));
    return purging("RETRY");
  }

  /** And the next run begun by itself. */
  public Story nextRun(RunKind kind) {
    return nextRun(kind, "loader");
  }

  /** And the next run begun. */
  public Story nextRun(RunKind kind, String by) {
    run = events.stream().mapToInt(e -> e.envelope().run()).max().orElse(0) + 1;
    return add(
        by, new RunEvent.RunStarted(kind, "acme", "reference-legacy", "reference-crm", "again"));
  }

  public Story waiting() {
    return add(
        "loader",
        new RunEvent.StageWaiting(Stage.LOAD, "the target database", "connection refused"));
  }

  public Story recovered() {
    return add("loader", new RunEvent.StageRecovered(Stage.LOAD, "the target database", 4200L));
  }

  public List<Recorded> events() {
    return events;
  }

  /** The same as they stand in the topic. */
  public List<SpecificRecord> records() {
    return events.stream().map(CODEC::toAvro).toList();
  }

  /** The documents of its events. */
  public Folded fold() {
    return Folded.of(events);
  }

  /** Adds an event of the run that is under way. */
  public Story add(String by, Event event) {
    return add(by, run, event);
  }

  /** Adds an event of a given run. */
  public Story add(String by, int number, Event event) {
    long sequence = events.size() + 1L;
    events.add(
        new Recorded(
            new Envelope(
                "e" + sequence,
                "acme",
                sequence,
                "c",
                "k",
                BEGIN.plusSeconds(sequence),
                by,
                number),
            event));
    return this;
  }

  private void assessAndPrepare() {
    add(
        "loader",
        new RunEvent.MigrationAssessed(
            List.of(new EntityCount(Entity.CONTACTS, 100L)), 12L, "s", "t", List.of()));
    add("loader", new RunEvent.PrepareStarted());
    add("loader", new RunEvent.TargetPrepared());
  }

  private void planned() {
    add(
        "extractor",
        new RunEvent.ExtractionPlanned(
            "0003-1",
            List.of(new EntityPlan(Entity.CONTACTS, 100L, 2, List.of("50"), false, List.of())),
            0,
            0,
            List.of(),
            List.of(),
            0));
  }

  private void copyAndReconcile(boolean quarantine) {
    add("extractor", new RunEvent.ChunkExtracted(Entity.CONTACTS, 0, 50L, 400L, 7L));
    add("extractor", new RunEvent.ChunkExtracted(Entity.CONTACTS, 1, 50L, 300L, 9L));
    add("extractor", new RunEvent.CutWritten(Entity.CONTACTS, 1, List.of(1L, 2L), false));
    add("extractor", new RunEvent.ReconciliationStarted(1));
    LedgerLine line = LedgerLines.ofContacts(100, quarantine ? 3 : 0);
    Check check = new Check("extracted-equals-source", "CONTACTS", "100", "100", true);
    add(
        "validator",
        new RunEvent.VerdictReached(1, true, List.of(line), List.of(check), List.of(), 0, 0, 0));
  }
}
