package dev.godwit.orchestrator.view.fold;

import dev.godwit.api.Phase;
import dev.godwit.api.ProbesAnswer;
import dev.godwit.api.RunOutcome;
import dev.godwit.orchestrator.domain.common.CostlyNode;
import dev.godwit.orchestrator.domain.common.ProbeOutcome;
import dev.godwit.orchestrator.domain.common.ProbeResult;
import dev.godwit.orchestrator.domain.common.ProbeTimes;
import dev.godwit.orchestrator.domain.common.QuarantineCount;
import dev.godwit.orchestrator.domain.event.ProbeEvent;
import dev.godwit.orchestrator.domain.event.ProbeEvent.ProbesMeasured;
import dev.godwit.orchestrator.domain.event.ProbeEvent.ProbesStarted;
import java.time.Instant;

/** Folds the measurement of the target's pages into the document of the run. */
final class ProbeFold {
  private ProbeFold() {}

  static void apply(RunDocument run, ProbeEvent event, Instant at) {
    switch (event) {
      case ProbesStarted e -> {
        HoldFold.released(run);
        run.outcome = RunOutcome.RUNNING;
        RunFold.enter(run, Phase.PROBING, at);
      }
      // The event that follows in the same decision says what comes next.
      case ProbesMeasured e ->
          run.probes =
              new ProbesAnswer(
                  at,
                  e.measure(),
                  e.amount(),
                  e.problem(),
                  e.probes().stream().map(ProbeFold::probe).toList());
    }
  }

  private static ProbesAnswer.Probe probe(ProbeResult one) {
    return new ProbesAnswer.Probe(
        one.probe(),
        outcome(one.outcome()),
        one.problem(),
        one.limitMillis(),
        one.timeoutMillis(),
        one.draws(),
        times(one.cold()),
        times(one.warm()),
        one.rows(),
        one.costly() == null ? null : node(one.costly()),
        one.finding().map(QuarantineCount::reason).orElse(null),
        0,
        null);
  }

  /** An outcome of a later version counts as a failure, as it does for the gate. */
  private static ProbesAnswer.Outcome outcome(ProbeOutcome outcome) {
    return switch (outcome) {
      case MEASURED -> ProbesAnswer.Outcome.MEASURED;
      case TIMED_OUT -> ProbesAnswer.Outcome.TIMED_OUT;
      case FAILED, UNKNOWN -> ProbesAnswer.Outcome.FAILED;
      case NOTHING_TO_DRAW -> ProbesAnswer.Outcome.NOTHING_TO_DRAW;
    };
  }

  private static ProbesAnswer.Times times(ProbeTimes one) {
    return new ProbesAnswer.Times(one.runs(), one.p50Micros(), one.p95Micros());
  }

  private static ProbesAnswer.Node node(CostlyNode one) {
    return new ProbesAnswer.Node(
        one.node(),
        one.relation(),
        one.index(),
        one.sharePercent(),
        one.selfMicros(),
        one.rows(),
        one.blocks());
  }
}
