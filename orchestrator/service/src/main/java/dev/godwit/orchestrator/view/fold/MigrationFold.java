package dev.godwit.orchestrator.view.fold;

import dev.godwit.api.Phase;
import dev.godwit.api.ReportAnswer;
import dev.godwit.api.text.Figures;
import dev.godwit.orchestrator.domain.common.QuarantineCount;
import dev.godwit.orchestrator.domain.common.RunKind;
import dev.godwit.orchestrator.domain.common.Stage;
import dev.godwit.orchestrator.domain.common.Waiver;
import dev.godwit.orchestrator.domain.event.DecisionEvent;
import dev.godwit.orchestrator.domain.event.EndingEvent;
import dev.godwit.orchestrator.domain.event.Event;
import dev.godwit.orchestrator.domain.event.HoldEvent;
import dev.godwit.orchestrator.domain.event.ProbeEvent;
import dev.godwit.orchestrator.domain.event.Recorded;
import dev.godwit.orchestrator.domain.event.Recorded.Envelope;
import dev.godwit.orchestrator.domain.event.ReplayEvent;
import dev.godwit.orchestrator.domain.event.RequestEvent;
import dev.godwit.orchestrator.domain.event.RunEvent;
import dev.godwit.orchestrator.domain.event.StatementEvent;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;

/** Folds an event into the document of its migration. */
public final class MigrationFold {
  private MigrationFold() {}

  /** True where an event changes no migration, and so does not begin one either. */
  public static boolean isRejection(Event event) {
    return event instanceof RequestEvent.CommandRejected
        || event instanceof RequestEvent.ReportRejected;
  }

  /**
   * Folds one event.
   *
   * @param m the migration; changed
   * @param run its run, into which the same event was folded before; null where the event belongs
   *     to no run
   * @param recorded the event
   */
  public static void apply(MigrationDocument m, RunDocument run, Recorded recorded) {
    Envelope envelope = recorded.envelope();
    Event event = recorded.event();
    m.sequence = Math.max(m.sequence, envelope.sequence());
    if (isRejection(event)) {
      return;
    }
    if (run != null && run.run >= m.run) {
      m.lastCut = run.live == null ? null : run.live.cut;
      m.alarm = run.live == null ? null : run.live.alarm;
      m.stuckSince = stuckSince(m, run, envelope.occurredAt());
      m.stuck = run.stuck;
      m.hold = run.hold;
    }
    waiting(m, event, envelope.occurredAt());
    Needed.fold(m, event, envelope.occurredAt());
    if (event instanceof EndingEvent.CustomerForgotten) {
      return;
    }
    if (run != null && m.phase == Phase.COMMITTED && !leads(run, envelope)) {
      // A cut after the commit does not change the migration.
      return;
    }
    Phase before = m.phase;
    m.changedAt = envelope.occurredAt();
    if (m.requestedAt == null) {
      m.requestedAt = envelope.occurredAt();
    }
    if (run != null && run.run >= m.run && leads(run, envelope)) {
      m.phase = run.phase;
    }
    change(m, before, event, envelope);
    if (m.phase != Phase.HELD || m.hold != null) {
      m.gate = List.of();
      m.gateSince = null;
    }
  }

  private static Instant stuckSince(MigrationDocument m, RunDocument run, Instant at) {
    if (run.stuck == null) {
      return null;
    }
    return m.stuckSince == null ? at : m.stuckSince;
  }

  private static void change(MigrationDocument m, Phase before, Event event, Envelope envelope) {
    switch (event) {
      case RequestEvent.MigrationRequested e -> {
        m.phase = Phase.REQUESTED;
        m.requestedBy = envelope.by();
        m.rehearsedBy = "";
        packs(m, e.sourcePack(), e.targetPack());
      }
      case RunEvent.RunStarted e -> {
        m.run = envelope.run();
        m.kind = e.kind().name();
        if (e.kind() == RunKind.REHEARSAL && before.atRest()) {
          m.rehearsedBy = envelope.by();
        }
        packs(m, e.sourcePack(), e.targetPack());
        noLongerWaiting(m);
        m.advice = "";
        m.decidedAtRun = List.copyOf(e.decisions());
      }
      case RequestEvent.MigrationApproved e -> {
        m.phase = Phase.APPROVED;
        m.advice = "";
        m.waivers.clear();
        waive(m, envelope, e.waivers(), e.why());
      }
      case RequestEvent.FindingsWaived e -> waive(m, envelope, e.waivers(), e.why());
      case DecisionEvent.MergesDecided e -> m.holding.put(e.number(), e.position());
      case DecisionEvent.FixDecided e -> m.holding.put(e.number(), e.position());
      case DecisionEvent.DecisionUndone e -> m.holding.remove(e.number());
      case RunEvent.CommitHeld e -> {
        m.gateSince = m.gate.isEmpty() ? envelope.occurredAt() : m.gateSince;
        m.gate = e.reasons();
      }
      case RequestEvent.MigrationPaused e -> pause(m, envelope, e.why());
      case RequestEvent.ProgrammePaused e -> pause(m, envelope, e.why());
      case RequestEvent.MigrationResumed e -> unpause(m);
      case RequestEvent.ProgrammeResumed e -> unpause(m);
      case EndingEvent.RunRefused e -> {
        m.advice = e.nextStep();
        m.phase = Phase.APPROVED;
        end(m);
      }
      case EndingEvent.MigrationRolledBack e -> {
        m.advice = e.nextStep();
        end(m);
      }
      case RequestEvent.MigrationCancelled e -> {
        m.phase = Phase.CANCELLED;
        end(m);
      }
      case EndingEvent.RehearsalPassed e -> {
        m.advice = toDecide(m, e.findings()) + toAccept(e.findings());
        end(m);
      }
      case EndingEvent.RehearsalFailed e -> end(m);
      case RunEvent.MigrationCommitted e -> end(m);

      // Rejections change no migration; waiting stages are folded before.
      case RequestEvent.CommandRejected e -> {}
      case RequestEvent.ReportRejected e -> {}
      case EndingEvent.CustomerForgotten e -> {}
      case RunEvent.StageWaiting e -> {}
      case RunEvent.StageRecovered e -> {}

      // Steps of a run show in its document alone.
      case RunEvent.SourceAssessed e -> {}
      case RunEvent.TargetAssessed e -> {}
      case RunEvent.MigrationAssessed e -> {}
      case RunEvent.PrepareStarted e -> {}
      case RunEvent.TargetPrepared e -> {}
      case RunEvent.FreezeStarted e -> {}
      case RunEvent.SourceFrozen e -> {}
      case RunEvent.ExtractionPlanned e -> {}
      case RunEvent.ChunkExtracted e -> {}
      case RunEvent.CutStarted e -> {}
      case RunEvent.CutWritten e -> {}
      case RunEvent.ReconciliationStarted e -> {}
      case RunEvent.VerdictReached e -> {}
      case RunEvent.LiveRehearsalStarted e -> {}
      case RunEvent.LiveEventsSent e -> {}
      case RunEvent.LiveRehearsed e -> {}
      case RunEvent.RecheckStarted e -> {}
      case RunEvent.SourceRechecked e -> {}
      case RunEvent.CommitStarted e -> {}
      case RunEvent.AlarmRaised e -> {}
      case RunEvent.StageFailed e -> {}
      case StatementEvent e -> {}
      case ProbeEvent e -> {}
      case HoldEvent e -> {}
      case ReplayEvent e -> {}
      case EndingEvent.RunAbandoned e -> {}
      case EndingEvent.RollbackStarted e -> {}
      case EndingEvent.PurgeStarted e -> {}
      case EndingEvent.TargetPurged e -> {}
      case EndingEvent.ReturnStarted e -> {}
      case EndingEvent.LiveReturned e -> {}
      case EndingEvent.ThawStarted e -> {}
      case EndingEvent.SourceThawed e -> {}
    }
  }

  /** Merge groups that wait for a person as a sentence; empty where there are none. */
  private static String toDecide(MigrationDocument m, List<QuarantineCount> findings) {
    return findings.stream().anyMatch(MigrationFold::isUndecided)
        ? "Merge groups wait for a decision: godwit merges list %1$s; decide, then rehearse again with godwit rehearse %1$s. "
            .formatted(m.customer)
        : "";
  }

  private static boolean isUndecided(QuarantineCount finding) {
    return finding.reason().equals(QuarantineCount.UNDECIDED_MERGE);
  }

  /** Findings about whole entities as a sentence; empty where there are none. */
  private static String toAccept(List<QuarantineCount> findings) {
    String waivers =
        findings.stream()
            .filter(QuarantineCount::isOfEntity)
            .map(MigrationFold::waiver)
            .collect(Collectors.joining(" "));
    boolean ofPages =
        findings.stream().filter(QuarantineCount::isOfEntity).allMatch(QuarantineCount::isOfProbe);
    return waivers.isEmpty()
        ? ""
        : "%s; the approval has to accept that by name: %s. "
            .formatted(
                ofPages
                    ? "Pages of the target are slow or fail"
                    : "The rehearsal proved too little",
                waivers);
  }

  /** The option of a waiver; that of a slow page has the milliseconds which it takes. */
  private static String waiver(QuarantineCount f) {
    return "--waive %s:%s%s"
        .formatted(
            Figures.word(f.entity().name()), f.reason(), f.isOfProbe() ? ":" + f.count() : "");
  }

  /** Waiting stages; a verdict after the commit proves that all stages have worked. */
  private static void waiting(MigrationDocument m, Event event, Instant at) {
    if (event instanceof RunEvent.StageWaiting e) {
      m.waitingSince.putIfAbsent(key(e.stage(), e.waitingFor()), at);
      m.waiting.put(
          key(e.stage(), e.waitingFor()),
          "%s waits for %s (%s); it continues by itself"
              .formatted(Figures.word(e.stage().name()), e.waitingFor(), e.error()));
    } else if (event instanceof RunEvent.StageRecovered e) {
      m.waiting.remove(key(e.stage(), e.waitedFor()));
      m.waitingSince.remove(key(e.stage(), e.waitedFor()));
    } else if (event instanceof RunEvent.VerdictReached && m.phase == Phase.COMMITTED) {
      noLongerWaiting(m);
    }
  }

  private static String key(Stage stage, String waitsFor) {
    return stage.name() + " " + waitsFor;
  }

  /** No run is open any more: its pause ends with it, and its stages wait for nothing. */
  private static void end(MigrationDocument m) {
    unpause(m);
    noLongerWaiting(m);
  }

  private static void noLongerWaiting(MigrationDocument m) {
    m.waiting.clear();
    m.waitingSince.clear();
  }

  private static void pause(MigrationDocument m, Envelope envelope, String why) {
    m.paused = true;
    m.pausedAt = envelope.occurredAt();
    m.pausedBy = envelope.by();
    m.pausedWhy = why;
  }

  private static void unpause(MigrationDocument m) {
    m.paused = false;
    m.pausedAt = null;
    m.pausedBy = "";
    m.pausedWhy = "";
  }

  /** An open run gives its migration the phase, and so does the event that ends the run. */
  private static boolean leads(RunDocument run, Envelope envelope) {
    return run.endedAt == null || run.endedAt.equals(envelope.occurredAt());
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
              w.entity().name(),
              w.reason(),
              w.upTo(),
              envelope.by(),
              envelope.occurredAt(),
              w.why().isBlank() ? why : w.why()));
    }
  }
}
