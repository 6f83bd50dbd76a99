package dev.godwit.local.trace;

import java.time.Instant;
import java.util.List;

/**
 * A record's route, place by place. Immutable.
 *
 * @param customer the customer
 * @param entity entity of the record, in small letters
 * @param id id in the source; null where several records fit
 * @param run number of the run
 * @param kind REHEARSAL or LIVE
 * @param startedAt when the run began
 * @param candidates ids in the source of the records that fit; empty unless there are several
 * @param steps places in the order of the data's flow; empty where several records fit
 */
public record Trace(
    String customer,
    String entity,
    String id,
    int run,
    String kind,
    Instant startedAt,
    List<String> candidates,
    List<TraceStep> steps) {
  private static final String RUN = "run";

  public Trace {
    candidates = List.copyOf(candidates);
    steps = List.copyOf(steps);
  }

  /** Whether any place holds the record, or held it. */
  public boolean isFound() {
    return steps.stream()
        .filter(step -> !step.name().equals(RUN))
        .anyMatch(
            step ->
                switch (step.outcome()) {
                  case FOUND, QUARANTINED, RELEASED -> true;
                  case NONE, GONE, LIMIT, UNREACHABLE -> false;
                });
  }

  /** Whether a place could not be read, or not as far as the record may be. */
  public boolean isIncomplete() {
    return steps.stream()
        .anyMatch(
            step ->
                step.outcome() == TraceStep.Outcome.UNREACHABLE
                    || step.outcome() == TraceStep.Outcome.LIMIT);
  }
}
