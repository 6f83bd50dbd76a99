package dev.godwit.orchestrator.domain.common;

import java.util.Locale;
import java.util.Optional;

/**
 * The measurement of a probe, which is a query of a page of the target, run with parameters drawn
 * from the customer's rows. Immutable and thread-safe.
 *
 * @param probe name of the probe in the target pack
 * @param outcome its end
 * @param problem expected, found and what to do; empty where it was measured
 * @param limitMillis limit of the pack on p95 of the warm runs, milliseconds
 * @param timeoutMillis time after which the database ends a run, milliseconds
 * @param draws draws of parameters that were measured
 * @param cold first runs, each on a connection of its own
 * @param warm further runs on the same connections
 * @param rows most rows that a run returned
 * @param costly costly node of the slowest draw's plan; null where no plan is known
 */
public record ProbeResult(
    String probe,
    ProbeOutcome outcome,
    String problem,
    long limitMillis,
    long timeoutMillis,
    int draws,
    ProbeTimes cold,
    ProbeTimes warm,
    long rows,
    CostlyNode costly) {
  private static final long MICROS = 1_000;
  private static final String NO_LETTER_OR_DIGIT = "[^A-Z0-9]+";

  /** Whether its warm runs took longer than the limit. */
  public boolean isOverLimit() {
    return warm.p95Micros() > limitMillis * MICROS;
  }

  /**
   * The finding, which a waiver accepts by name: {@link QuarantineCount#SLOW_PROBE} with the
   * milliseconds that it takes, or {@link QuarantineCount#FAILED_PROBE}. A probe that times out
   * takes at least its timeout. Empty where it is within its limit, and where the customer has no
   * row to draw parameters from.
   */
  public Optional<QuarantineCount> finding() {
    return switch (outcome) {
      case MEASURED ->
          isOverLimit()
              ? Optional.of(
                  finding(QuarantineCount.SLOW_PROBE, Math.ceilDiv(warm.p95Micros(), MICROS)))
              : Optional.empty();
      case TIMED_OUT -> Optional.of(finding(QuarantineCount.SLOW_PROBE, timeoutMillis));
      case FAILED, UNKNOWN -> Optional.of(finding(QuarantineCount.FAILED_PROBE, 1));
      case NOTHING_TO_DRAW -> Optional.empty();
    };
  }

  private QuarantineCount finding(String reason, long count) {
    return new QuarantineCount(
        Entity.CONTACTS,
        Stage.VALIDATE,
        reason + probe.toUpperCase(Locale.ROOT).replaceAll(NO_LETTER_OR_DIGIT, "_"),
        Math.max(1, count));
  }
}
