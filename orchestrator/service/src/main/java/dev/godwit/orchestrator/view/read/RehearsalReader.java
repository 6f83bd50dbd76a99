package dev.godwit.orchestrator.view.read;

import dev.godwit.api.MergeCountAnswer;
import dev.godwit.api.RehearsalAnswer;
import dev.godwit.api.RehearsalAnswer.Estimate;
import dev.godwit.api.RehearsalAnswer.Finding;
import dev.godwit.api.RehearsalAnswer.Merges;
import dev.godwit.api.RehearsalAnswer.StagingDifference;
import dev.godwit.api.RehearsalAnswer.State;
import dev.godwit.api.RehearsalAnswer.Step;
import dev.godwit.api.VerdictAnswer;
import dev.godwit.orchestrator.view.fold.MigrationDocument;
import dev.godwit.orchestrator.view.fold.RunDocument;
import dev.godwit.orchestrator.view.merges.MergeQuery;
import dev.godwit.orchestrator.view.merges.MergeReader;
import dev.godwit.orchestrator.view.rehearsal.ChangedFindings;
import dev.godwit.orchestrator.view.rehearsal.Findings;
import dev.godwit.orchestrator.view.rehearsal.FreezeEstimate;
import dev.godwit.orchestrator.view.rehearsal.MeasuredRun;
import dev.godwit.orchestrator.view.rehearsal.RemainingSteps;
import dev.godwit.orchestrator.view.rehearsal.StaleReasons;
import dev.godwit.orchestrator.view.store.CloseLimitRow;
import dev.godwit.orchestrator.view.store.DecisionRow;
import dev.godwit.orchestrator.view.store.QuarantineExampleRow;
import dev.godwit.orchestrator.view.store.RunRow;
import dev.godwit.orchestrator.view.store.StageProgressRow;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** Reads the answer of a rehearsal, all of it from the read model. Thread-safe. */
@ApplicationScoped
public class RehearsalReader {
  private static final String REHEARSAL = "REHEARSAL";
  private static final String REVIEW = "REVIEW";

  /** Check of a verdict that names what staging and live demand differently. */
  private static final String STAGING_LIKE_LIVE = "staging-like-live";

  private static final int HEAVIEST = 5;

  private static final int LATER_RUNS = 200;
  private static final int MEASURED_RUNS = 20;

  private final MergeReader merges;

  RehearsalReader(MergeReader merges) {
    this.merges = merges;
  }

  /**
   * The answer of a rehearsal.
   *
   * @param number number of the run; 0 for the customer's newest rehearsal
   * @return empty where there is no such migration, or no rehearsal of that number
   */
  @Transactional
  public Optional<RehearsalAnswer> rehearsal(String customer, int number) {
    return MigrationReader.document(customer).flatMap(m -> rehearsal(m, number));
  }

  private Optional<RehearsalAnswer> rehearsal(MigrationDocument m, int number) {
    List<RunDocument> runs = RunRow.of(m.customer).stream().map(RunRow::read).toList();
    RunDocument newest = rehearsal(runs, 0);
    if (newest == null) {
      return number == 0 ? Optional.of(none(m)) : Optional.empty();
    }
    return Optional.ofNullable(rehearsal(runs, number)).map(run -> answer(m, run, newest, runs));
  }

  private static RunDocument rehearsal(List<RunDocument> runs, int number) {
    return runs.stream()
        .filter(run -> REHEARSAL.equals(run.kind) && (number == 0 || run.run == number))
        .reduce((first, later) -> later)
        .orElse(null);
  }

  private static RehearsalAnswer none(MigrationDocument m) {
    return new RehearsalAnswer(
        Instant.now(),
        m.customer,
        m.sourcePack,
        m.targetPack,
        State.NONE,
        m.phase,
        null,
        0,
        List.of(),
        null,
        List.of(),
        null,
        List.of(),
        List.of(),
        null,
        null,
        null,
        null,
        null,
        RemainingSteps.of(m, State.NONE, false, Set.of(), List.of()));
  }

  private RehearsalAnswer answer(
      MigrationDocument m, RunDocument run, RunDocument newest, List<RunDocument> runs) {
    List<DecisionRow> decisions = DecisionRow.of(m.customer);
    List<String> stale =
        run.endedAt == null ? List.of() : StaleReasons.of(m, run, decisions, later(run));
    List<Finding> findings = Findings.of(run, QuarantineExampleRow.ofRun(run.id()));
    State state = state(run, findings);
    boolean isPlanned = run.plannedAt != null;
    return new RehearsalAnswer(
        Instant.now(),
        m.customer,
        run.sourcePack == null ? m.sourcePack : run.sourcePack,
        run.targetPack == null ? m.targetPack : run.targetPack,
        state,
        m.phase,
        MigrationReader.run(run),
        newest.run,
        stale,
        run.failure,
        findings,
        isPlanned && merges.lastRun(m.customer) == run.run ? merges(m.customer) : null,
        CloseLimitRow.ofRun(run.id()).stream().map(CloseLimitRow::answer).toList(),
        staging(run.verdict),
        MeasuredPages.of(m, run),
        ChangedFindings.of(run, runs),
        isPlanned ? RehearsalAnswer.Size.of(rows(run)) : null,
        estimate(run),
        run.purge,
        run == newest
            ? RemainingSteps.of(
                m, state, !stale.isEmpty(), StaleReasons.decidedSince(m, run, decisions), findings)
            : List.of(
                new Step(
                    "see the newest rehearsal, run %d".formatted(newest.run),
                    "./godwit rehearsal " + m.customer)));
  }

  private static long rows(RunDocument run) {
    return run.planned.values().stream().mapToLong(Long::longValue).sum();
  }

  private static State state(RunDocument run, List<Finding> findings) {
    return switch (run.outcome) {
      case RUNNING, HELD -> State.RUNNING;
      case PASSED, UNDECIDED -> findings.isEmpty() ? State.PASSED : State.FINDINGS;
      case CANCELLED, ABANDONED -> State.ENDED;
      case FAILED, COMMITTED, ROLLED_BACK, REFUSED -> State.FAILED;
    };
  }

  private static List<RunDocument> later(RunDocument run) {
    return run.assessedAt == null
        ? List.of()
        : RunRow.begunAfter(run.assessedAt, LATER_RUNS).stream()
            .map(RunRow::read)
            .filter(one -> one.assessedAt != null && !one.id().equals(run.id()))
            .toList();
  }

  private Merges merges(String customer) {
    List<MergeCountAnswer> waiting =
        merges.counts(customer).orElse(List.of()).stream()
            .filter(count -> count.state().equals(REVIEW))
            .toList();
    return new Merges(
        waiting.stream().mapToLong(MergeCountAnswer::groups).sum(),
        waiting.stream().mapToLong(MergeCountAnswer::rows).sum(),
        waiting,
        waiting.isEmpty()
            ? List.of()
            : merges
                .groups(customer, new MergeQuery(REVIEW, null, null, null, null, HEAVIEST))
                .orElse(List.of()));
  }

  private static List<StagingDifference> staging(VerdictAnswer verdict) {
    return verdict == null
        ? List.of()
        : verdict.checks().stream()
            .filter(check -> check.name().equals(STAGING_LIKE_LIVE))
            .map(check -> new StagingDifference(check.subject(), check.found()))
            .toList();
  }

  private static Estimate estimate(RunDocument run) {
    MeasuredRun here = measured(run);
    if (here == null) {
      return null;
    }
    List<MeasuredRun> others =
        RunRow.lastGood(MEASURED_RUNS).stream()
            .map(RunRow::read)
            .filter(one -> !one.id().equals(run.id()) && isLike(run, one))
            .map(RehearsalReader::measured)
            .filter(Objects::nonNull)
            .filter(one -> FreezeEstimate.isComparable(here.rows(), one.rows()))
            .toList();
    return FreezeEstimate.of(here, others);
  }

  private static boolean isLike(RunDocument run, RunDocument other) {
    return run.sourcePack != null
        && run.sourcePack.equals(other.sourcePack)
        && run.targetPack.equals(other.targetPack);
  }

  private static MeasuredRun measured(RunDocument run) {
    return MeasuredRun.of(run, StageProgressRow.ofRun(run.id()));
  }
}
