package dev.godwit.orchestrator.view.fold;

import dev.godwit.api.Phase;
import dev.godwit.api.ReportAnswer;
import dev.godwit.api.text.Figures;
import dev.godwit.common.v1.RunKind;
import dev.godwit.common.v1.Waiver;
import dev.godwit.event.v1.CommandRejected;
import dev.godwit.event.v1.CommitHeld;
import dev.godwit.event.v1.Envelope;
import dev.godwit.event.v1.FindingsWaived;
import dev.godwit.event.v1.MigrationApproved;
import dev.godwit.event.v1.MigrationCancelled;
import dev.godwit.event.v1.MigrationCommitted;
import dev.godwit.event.v1.MigrationPaused;
import dev.godwit.event.v1.MigrationRequested;
import dev.godwit.event.v1.MigrationResumed;
import dev.godwit.event.v1.MigrationRolledBack;
import dev.godwit.event.v1.ProgrammePaused;
import dev.godwit.event.v1.ProgrammeResumed;
import dev.godwit.event.v1.RehearsalFailed;
import dev.godwit.event.v1.RehearsalPassed;
import dev.godwit.event.v1.ReportRejected;
import dev.godwit.event.v1.RunRefused;
import dev.godwit.event.v1.RunStarted;
import dev.godwit.event.v1.StageRecovered;
import dev.godwit.event.v1.StageWaiting;
import dev.godwit.event.v1.VerdictReached;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;

/** Folds an event into what is known of its migration. */
public final class MigrationFold {
  private MigrationFold() {}

  /** True where an event says nothing of a migration's state: a migration is not made by it. */
  public static boolean isRejection(SpecificRecord event) {
    return event instanceof CommandRejected || event instanceof ReportRejected;
  }

  /**
   * Folds one event.
   *
   * @param m what is known; changed
   * @param run its run after the same event was folded into it; null where the event is about no
   *     run
   * @param event the event
   */
  public static void apply(MigrationDocument m, RunDocument run, SpecificRecord event) {
    Envelope envelope = Envelopes.of(event);
    m.sequence = Math.max(m.sequence, envelope.getSequence());
    if (isRejection(event)) {
      return;
    }
    if (run != null && run.run >= m.run) {
      m.lastCut = run.live == null ? null : run.live.cut;
      m.alarm = run.live == null ? null : run.live.alarm;
      m.stuck = run.stuck;
    }
    Phase before = m.phase;
    waits(m, event);
    if (isRoutine(m, run, envelope)) {
      return;
    }
    m.changedAt = envelope.getOccurredAt();
    if (m.requestedAt == null) {
      m.requestedAt = envelope.getOccurredAt();
    }
    if (run != null && run.run >= m.run && leads(run, envelope)) {
      m.phase = run.phase;
    }
    switch (event) {
      case MigrationRequested e -> {
        m.phase = Phase.REQUESTED;
        m.requestedBy = envelope.getBy();
        m.rehearsedBy = "";
        packs(m, e.getSourcePack(), e.getTargetPack());
      }
      case RunStarted e -> {
        m.run = envelope.getRun();
        m.kind = e.getKind().name();
        if (e.getKind() == RunKind.REHEARSAL && before.atRest()) {
          m.rehearsedBy = envelope.getBy();
        }
        packs(m, e.getSourcePack(), e.getTargetPack());
        m.waiting.clear();
        m.advice = "";
      }
      case MigrationApproved e -> {
        m.phase = Phase.APPROVED;
        m.waivers.clear();
        waive(m, envelope, e.getWaivers(), e.getWhy());
      }
      case FindingsWaived e -> waive(m, envelope, e.getWaivers(), e.getWhy());
      case CommitHeld e -> m.gate = List.copyOf(e.getReasons());
      case MigrationPaused e -> m.paused = true;
      case MigrationResumed e -> m.paused = false;
      case ProgrammePaused e -> m.paused = true;
      case ProgrammeResumed e -> m.paused = false;
      case RunRefused e -> {
        m.advice = e.getNextStep();
        m.phase = Phase.APPROVED;
        over(m);
      }
      case MigrationRolledBack e -> {
        m.advice = e.getNextStep();
        over(m);
      }
      case RehearsalPassed e -> over(m);
      case RehearsalFailed e -> over(m);
      case MigrationCommitted e -> over(m);
      case MigrationCancelled e -> {
        m.phase = Phase.CANCELLED;
        over(m);
      }
      default -> {
        // What happens inside a run is in the run.
      }
    }
    if (m.phase != Phase.HELD) {
      m.gate = List.of();
    }
  }

  /** What stages wait for; after the commit a verdict says that all have worked. */
  private static void waits(MigrationDocument m, SpecificRecord event) {
    switch (event) {
      case StageWaiting e ->
          m.waiting.put(
              key(e.getStage().name(), e.getWaitingFor()),
              "%s waits for %s (%s); it goes on by itself"
                  .formatted(Figures.word(e.getStage().name()), e.getWaitingFor(), e.getError()));
      case StageRecovered e -> m.waiting.remove(key(e.getStage().name(), e.getWaitedFor()));
      case VerdictReached e when m.phase == Phase.COMMITTED -> m.waiting.clear();
      default -> {
        // Says nothing of what a stage waits for.
      }
    }
  }

  /** No run is on any more: with it a pause ends, and whatever its stages waited for. */
  private static void over(MigrationDocument m) {
    m.paused = false;
    m.waiting.clear();
  }

  /**
   * An open run says where its migration is, and so does the event that ends it; one long over does
   * not.
   */
  private static boolean leads(RunDocument run, Envelope envelope) {
    return run.endedAt == null || run.endedAt.equals(envelope.getOccurredAt());
  }

  /** A cut after the commit; a migration is not changed by it. */
  private static boolean isRoutine(MigrationDocument m, RunDocument run, Envelope envelope) {
    return run != null && m.phase == Phase.COMMITTED && !leads(run, envelope);
  }

  private static String key(String stage, String what) {
    return stage + " " + what;
  }

  private static void packs(MigrationDocument m, String source, String target) {
    m.sourcePack = source;
    m.targetPack = target;
  }

  private static void waive(
      MigrationDocument m, Envelope envelope, List<Waiver> waivers, String why) {
    for (Waiver w : waivers) {
      m.waivers.add(
          new ReportAnswer.Waiver(
              w.getEntity().name(),
              w.getReason(),
              w.getUpTo(),
              envelope.getBy(),
              envelope.getOccurredAt(),
              w.getWhy().isBlank() ? why : w.getWhy()));
    }
  }
}
