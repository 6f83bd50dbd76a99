package dev.godwit.orchestrator.view.read;

import dev.godwit.api.FreezeAnswer;
import dev.godwit.api.Phase;
import dev.godwit.api.ProgressAnswer;
import dev.godwit.api.WhyAnswer;
import dev.godwit.api.WhyAnswer.Kind;
import dev.godwit.api.WhyAnswer.Reason;
import dev.godwit.api.text.PackPhrase;
import dev.godwit.orchestrator.view.fold.HoldFold;
import dev.godwit.orchestrator.view.fold.MigrationDocument;
import dev.godwit.orchestrator.view.fold.RunDocument;
import dev.godwit.orchestrator.view.progress.StagePositions;
import dev.godwit.orchestrator.view.store.CommandAnswerRow;
import dev.godwit.orchestrator.view.store.MigrationRow;
import dev.godwit.orchestrator.view.store.RunRow;
import dev.godwit.orchestrator.view.store.StageRangeRow;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads what a migration waits for, since when, and what a person can do. */
@ApplicationScoped
public class WhyReader {
  private static final Set<Kind> OF_A_PERSON =
      EnumSet.of(
          Kind.STUCK,
          Kind.HELD,
          Kind.GATE,
          Kind.PROGRAMME_PAUSED,
          Kind.PAUSED,
          Kind.ALARM,
          Kind.REPLAY_FAILED,
          Kind.PERSON);

  private final ProgressReader progress;
  private final StagePositions positions;

  WhyReader(ProgressReader progress, StagePositions positions) {
    this.progress = progress;
    this.positions = positions;
  }

  /** Of a migration; empty where there is none. */
  @Transactional
  public Optional<WhyAnswer> why(String customer) {
    return MigrationReader.document(customer).map(m -> why(m, Instant.now()));
  }

  private WhyAnswer why(MigrationDocument m, Instant now) {
    RunDocument run = RunRow.document(m.customer, m.run);
    MigrationDocument programme = MigrationReader.document(MigrationRow.PROGRAMME).orElse(null);
    List<ProgressAnswer.Stage> stages =
        run == null ? List.of() : progress.arithmetic(run, now).all();
    List<MigrationDocument> held =
        MigrationRow.heldBut(m.customer).stream().map(MigrationRow::read).toList();
    Phase phase = ProgressReader.phase(m, run, stages);
    List<Reason> reasons =
        WaitingReasons.of(
            m,
            run,
            phase,
            programme,
            held,
            stages,
            run == null ? Map.of() : lastWork(run),
            positions.look().openInLive());
    FreezeAnswer freeze = run == null ? null : HoldFold.freeze(run, now);
    return new WhyAnswer(
        m.customer,
        now,
        phase,
        m.run,
        m.kind,
        run == null || run.endedAt != null ? m.changedAt : WaitingReasons.phaseSince(run),
        headline(m, reasons),
        !reasons.isEmpty() && OF_A_PERSON.contains(reasons.getFirst().kind()),
        reasons,
        PossibleCommands.of(m, run, reasons),
        freeze != null && run.endedAt == null ? freeze : null,
        rejected(m, run),
        run == null
            ? ""
            : PackPhrase.of(
                m.sourcePack, run.sourceFingerprint, m.targetPack, run.targetFingerprint));
  }

  private static Map<String, Instant> lastWork(RunDocument run) {
    Map<String, Instant> last = new HashMap<>();
    for (StageRangeRow row : StageRangeRow.ofRun(run.id())) {
      if (row.lastMillis > 0) {
        last.merge(
            row.stage + "/" + row.entity,
            Instant.ofEpochMilli(row.lastMillis),
            (a, b) -> a.isAfter(b) ? a : b);
      }
    }
    return last;
  }

  private static String headline(MigrationDocument m, List<Reason> reasons) {
    if (reasons.isEmpty()) {
      return "It waits for nothing.";
    }
    return switch (reasons.getFirst().kind()) {
      case STUCK -> "A step of the rollback failed; it is repeated only when a person says so.";
      case HELD ->
          m.hold.judged()
              ? "A verdict holds the run; the customer stays frozen meanwhile."
              : "A failure holds the run; the customer stays frozen meanwhile.";
      case GATE -> "The verdict is reconciled, but a gate before the commit is closed.";
      case PROGRAMME_PAUSED -> "The whole programme is paused.";
      case PAUSED -> "The migration is paused.";
      case ALARM -> "The customer is committed, and an alarm needs a look.";
      case REPLAY -> "A replay is under way.";
      case REPLAY_FAILED -> "The last replay failed; what it did stays.";
      case STAGE_WAITS ->
          "A stage waits for something outside; it continues by itself when that is back.";
      case NO_PROGRESS -> "A stage has records to process and makes no progress.";
      case LAG -> "It moves: the stages process their records.";
      case CUT -> "A cut waits for its verdict.";
      case STEP -> "It moves: a step is under way.";
      case PERSON -> "The next step is a person's.";
    };
  }

  /** The last rejected command since the latest run began; null where there is none. */
  private static WhyAnswer.Rejected rejected(MigrationDocument m, RunDocument run) {
    CommandAnswerRow row = CommandAnswerRow.lastRejected(m.customer);
    if (row == null || (run != null && row.answeredAt.isBefore(run.startedAt))) {
      return null;
    }
    return new WhyAnswer.Rejected(row.answeredAt, row.command, row.answer().problem());
  }
}
