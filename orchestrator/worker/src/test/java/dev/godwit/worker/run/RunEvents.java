package dev.godwit.worker.run;

import dev.godwit.common.v1.ReplaySelection;
import dev.godwit.common.v1.Route;
import dev.godwit.common.v1.RunKind;
import dev.godwit.event.v1.CutWritten;
import dev.godwit.event.v1.Envelope;
import dev.godwit.event.v1.FreezeBudgetReached;
import dev.godwit.event.v1.MigrationCancelled;
import dev.godwit.event.v1.MigrationCommitted;
import dev.godwit.event.v1.PurgeStarted;
import dev.godwit.event.v1.RehearsalFailed;
import dev.godwit.event.v1.RehearsalPassed;
import dev.godwit.event.v1.ReplayStarted;
import dev.godwit.event.v1.RollbackStarted;
import dev.godwit.event.v1.RunHeld;
import dev.godwit.event.v1.RunResumed;
import dev.godwit.event.v1.RunStarted;
import dev.godwit.event.v1.StageFailed;
import dev.godwit.records.Entity;
import java.time.Instant;
import java.util.List;

/** Events of runs of customer c, with everything that does not matter filled in. */
final class RunEvents {
  private RunEvents() {}

  static RunStarted live(int run) {
    return new RunStarted(
        envelope(run), RunKind.LIVE, "c", "source", "target", "why", 0L, 8, null, List.of());
  }

  static RunStarted rehearsal(int run) {
    return new RunStarted(
        envelope(run), RunKind.REHEARSAL, "c", "source", "target", "why", 0L, 8, null, List.of());
  }

  static RunHeld held(int run) {
    return new RunHeld(
        envelope(run),
        dev.godwit.common.v1.Stage.LOAD,
        "emails",
        "too long",
        1L,
        "7",
        List.of("resume"),
        "");
  }

  static RunResumed resumed(int resumes) {
    return new RunResumed(envelope(1), resumes, "mended");
  }

  static FreezeBudgetReached budget(int percent) {
    return new FreezeBudgetReached(envelope(1), percent, 3600L, 7200L);
  }

  static ReplayStarted replayStarted(int replay, int rate) {
    return new ReplayStarted(
        envelope(1),
        replay,
        dev.godwit.common.v1.Stage.LOAD,
        ReplaySelection.newBuilder().build(),
        rate,
        "why",
        List.of());
  }

  static PurgeStarted purge(int run) {
    return PurgeStarted.newBuilder().setEnvelope(envelope(run)).setReason("because").build();
  }

  static RollbackStarted rollback(int run) {
    return new RollbackStarted(envelope(run), "because", "COMMAND", "", "");
  }

  static RehearsalFailed failed(int run) {
    return new RehearsalFailed(envelope(run), List.of("because"));
  }

  static RehearsalPassed passed(int run) {
    return new RehearsalPassed(envelope(run), List.of(), "source", "target");
  }

  static StageFailed stageFailed(int run) {
    return StageFailed.newBuilder()
        .setEnvelope(envelope(run))
        .setStage(dev.godwit.common.v1.Stage.LOAD)
        .setSubject("purge")
        .setError("found rows")
        .setAction("mend")
        .build();
  }

  static MigrationCommitted committed(int run) {
    return new MigrationCommitted(envelope(run), 1);
  }

  static MigrationCancelled cancelled(String customer, int run) {
    return new MigrationCancelled(
        new Envelope("e", customer, 1L, "c", "c", Instant.EPOCH, "by", run, Route.UNKNOWN, -1L),
        "because");
  }

  static CutWritten cut(int cut, boolean closes, long offset) {
    return new CutWritten(envelope(1), Entity.LIVE.symbol(), cut, List.of(offset), closes, null);
  }

  static Envelope envelope(int run) {
    return new Envelope("e", "c", 1L, "c", "c", Instant.EPOCH, "by", run, Route.UNKNOWN, -1L);
  }
}
