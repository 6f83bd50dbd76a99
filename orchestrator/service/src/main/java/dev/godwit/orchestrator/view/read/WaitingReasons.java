package dev.godwit.orchestrator.view.read;

import dev.godwit.api.Phase;
import dev.godwit.api.ProgressAnswer;
import dev.godwit.api.ReplayAnswer;
import dev.godwit.api.RunOutcome;
import dev.godwit.api.WhyAnswer.Kind;
import dev.godwit.api.WhyAnswer.Reason;
import dev.godwit.api.text.Figures;
import dev.godwit.api.text.HoldPresenter;
import dev.godwit.api.text.ReplayPresenter;
import dev.godwit.orchestrator.view.fold.MigrationDocument;
import dev.godwit.orchestrator.view.fold.ReplayDocument;
import dev.godwit.orchestrator.view.fold.RunDocument;
import dev.godwit.wire.topics.OpenTransaction;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Everything that a migration waits for, the weightiest first. Pure; used by one thread. */
final class WaitingReasons {
  private final MigrationDocument m;
  private final RunDocument run;
  private final Phase phase;
  private final List<Reason> reasons = new ArrayList<>();

  private WaitingReasons(MigrationDocument m, RunDocument run, Phase phase) {
    this.m = m;
    this.run = run;
    this.phase = phase;
  }

  /**
   * The reasons.
   *
   * @param m the migration
   * @param run its latest run; null before the first
   * @param phase its phase as it is seen now
   * @param programme the programme; null where nobody has paused it yet
   * @param held other migrations whose run is held: where a stage failed, their records stay before
   *     all that follow in the same partitions
   * @param stages progress and lag of the run
   * @param lastWork when each stage processed its last records, by stage and entity, joined by a
   *     slash; a stage that has processed none is left out
   * @param openInLive transactions that have been open in the live topic for longer than usual
   */
  static List<Reason> of(
      MigrationDocument m,
      RunDocument run,
      Phase phase,
      MigrationDocument programme,
      List<MigrationDocument> held,
      List<ProgressAnswer.Stage> stages,
      Map<String, Instant> lastWork,
      List<OpenTransaction> openInLive) {
    WaitingReasons of = new WaitingReasons(m, run, phase);
    of.persons(programme);
    if (run != null) {
      of.replay();
    }
    m.waiting.forEach((key, text) -> of.add(Kind.STAGE_WAITS, m.waitingSince.get(key), text));
    of.openTransactions(openInLive);
    if (run != null && of.moves()) {
      of.stages(stages, held, lastWork);
    }
    of.cut();
    of.step();
    return List.copyOf(of.reasons);
  }

  /** Things that only a person can change. */
  private void persons(MigrationDocument programme) {
    if (m.stuck != null) {
      add(Kind.STUCK, m.stuckSince, m.stuck);
    }
    if (m.hold != null) {
      add(Kind.HELD, m.hold.since(), HoldPresenter.sentence(m.hold));
    }
    m.gate.forEach(reason -> add(Kind.GATE, m.gateSince, reason));
    if (programme != null && programme.paused && !m.customer.equals(programme.customer)) {
      add(Kind.PROGRAMME_PAUSED, programme.pausedAt, paused(programme));
    }
    if (m.paused) {
      add(Kind.PAUSED, m.pausedAt, paused(m));
    }
    if (m.alarm != null) {
      boolean known = run != null && run.live != null && !run.live.alarms.isEmpty();
      add(Kind.ALARM, known ? run.live.alarms.getFirst().at() : null, m.alarm);
    }
  }

  private static String paused(MigrationDocument of) {
    String by = of.pausedBy.isBlank() ? "paused" : "paused by " + of.pausedBy;
    return of.pausedWhy.isBlank() ? by : by + ": " + of.pausedWhy.strip();
  }

  private void replay() {
    ReplayDocument last = run.lastReplay();
    if (last != null && last.state.open()) {
      add(Kind.REPLAY, last.startedAt, ReplayPresenter.sentence(last.answer(run.run)));
    } else if (last != null && last.state == ReplayAnswer.State.FAILED) {
      add(Kind.REPLAY_FAILED, last.endedAt, ReplayPresenter.sentence(last.answer(run.run)));
    }
  }

  /** Live events and cuts behind a foreign producer's open transaction cannot be read. */
  private void openTransactions(List<OpenTransaction> openInLive) {
    if (run != null && run.live != null && run.live.closedAt == null && run.live.returned == null) {
      openInLive.forEach(
          open -> add(Kind.STAGE_WAITS, open.since(), "live engagement waits: " + open.text()));
    }
  }

  private boolean moves() {
    return !m.phase.atRest();
  }

  /** Stages with lag: those without progress first. */
  private void stages(
      List<ProgressAnswer.Stage> stages,
      List<MigrationDocument> held,
      Map<String, Instant> lastWork) {
    for (ProgressAnswer.Stage s : stages) {
      if (s.lagRecords() > 0 && s.rowsPerSecond() <= 0) {
        Instant last = lastWork.get(s.stage() + "/" + s.entity());
        add(
            Kind.NO_PROGRESS,
            last,
            "%s %s has %s to process, the oldest for %s, and processes none%s"
                .formatted(
                    Figures.word(s.stage()),
                    Figures.word(s.entity()),
                    records(s.lagRecords()),
                    Figures.duration(s.lagSeconds()),
                    before(held, s.stage())));
      }
    }
    for (ProgressAnswer.Stage s : stages) {
      if (s.lagRecords() > 0 && s.rowsPerSecond() > 0) {
        add(
            Kind.LAG,
            null,
            "%s %s has %s to process, at %s%s"
                .formatted(
                    Figures.word(s.stage()),
                    Figures.word(s.entity()),
                    records(s.lagRecords()),
                    Figures.perSecond(s.rowsPerSecond()),
                    s.etaSeconds() == null
                        ? ""
                        : ", about %s left".formatted(Figures.duration(s.etaSeconds()))));
      }
    }
  }

  /** The held run whose records stand before these; the first where there are several. */
  private static String before(List<MigrationDocument> held, String stage) {
    return held.stream()
        .filter(one -> one.hold != null && stage.equals(one.hold.stage()))
        .findFirst()
        .map(
            one ->
                "; run %d of customer %s is held in this stage, and its records stand before these in shared partitions: mend that first, see godwit why %s"
                    .formatted(one.run, one.customer, one.customer))
        .orElse("");
  }

  private static String records(long n) {
    return Figures.number(n, "record", "records");
  }

  private void cut() {
    if (run == null) {
      return;
    }
    if (run.live != null && run.live.underWay != null) {
      add(
          Kind.CUT,
          run.live.underWaySince,
          "cut %d of live engagement has no verdict yet".formatted(run.live.underWay));
    } else if (m.phase == Phase.RECONCILING) {
      add(Kind.CUT, phaseSince(run), "the verdict of the validator is awaited");
    }
  }

  /** A step of the run that no receipt counts, or the next step of a person. */
  private void step() {
    if (!reasons.isEmpty()) {
      return;
    }
    if (moves()) {
      add(Kind.STEP, run == null ? m.changedAt : phaseSince(run), stepText());
      return;
    }
    String person =
        switch (m.phase) {
          case REQUESTED, CANCELLED -> "a person asks for a rehearsal";
          case REHEARSED -> "another person than the requester approves the live run";
          case APPROVED -> refusal() + "a person begins the live run";
          case REHEARSAL_FAILED -> "a person mends what the rehearsal found: " + failure();
          case ROLLED_BACK -> "a person mends why the run was rolled back: " + failure();
          default -> "";
        };
    if (!person.isEmpty()) {
      add(Kind.PERSON, m.changedAt, person);
    }
  }

  private String stepText() {
    return phase == Phase.RUNNING_SQL && run != null && run.point != null
        ? "%s: %s".formatted(phase.label(), run.point)
        : phase.label();
  }

  /** Why the last live run never began; empty where it was not refused. */
  private String refusal() {
    return run == null || run.outcome != RunOutcome.REFUSED || run.failure == null
        ? ""
        : "run %d was refused before anything was touched: %s %s Then "
            .formatted(run.run, run.failure.what(), run.failure.next());
  }

  private String failure() {
    return run == null || run.failure == null
        ? "see the report"
        : run.failure.where() + ": " + run.failure.what();
  }

  /** When the run entered its phase; null where that is not known. */
  static Instant phaseSince(RunDocument run) {
    return run.phases.isEmpty() ? null : run.phases.getLast().startedAt();
  }

  private void add(Kind kind, Instant since, String text) {
    reasons.add(Reason.of(kind, since, text.strip()));
  }
}
