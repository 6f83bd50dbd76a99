package dev.godwit.api;

import java.time.Instant;
import java.util.List;

/**
 * The speed of the target's pages, as a run measured it last, beside customers that moved before.
 * Immutable.
 *
 * @param at when the validator reported it
 * @param measure name of the number by which customers are compared, e.g. languages; empty where
 *     the pack counts none
 * @param amount the number of this customer; -1 where it is not known
 * @param problem why the number is not known, and what to do; empty where it is, or where the pack
 *     counts none
 * @param probes results in the order of the pack
 */
public record ProbesAnswer(
    Instant at, String measure, long amount, String problem, List<Probe> probes) {
  public ProbesAnswer {
    probes = List.copyOf(probes);
  }

  /** The end of a probe. */
  public enum Outcome {
    /** All runs were measured. */
    MEASURED,
    /** A run took longer than the timeout. */
    TIMED_OUT,
    /** The database refused it. */
    FAILED,
    /** The customer has no row to draw parameters from. */
    NOTHING_TO_DRAW
  }

  /**
   * The result of a probe.
   *
   * @param problem expected, found and what to do; empty where it was measured
   * @param limitMillis limit of the pack on p95 of the warm runs, milliseconds
   * @param timeoutMillis time after which the database ends a run, milliseconds
   * @param draws draws of parameters that were measured
   * @param cold first runs, each on a connection of its own
   * @param warm further runs on the same connections
   * @param rows most rows that a run returned
   * @param costly costly node of the slowest draw's plan; null where no plan is known
   * @param finding reason by which a waiver accepts it; null where it is within its limit
   * @param acceptedUpTo the largest waiver: milliseconds for a slow page; 0 for none
   * @param others customers that moved before; null where none of them was measured
   */
  public record Probe(
      String probe,
      Outcome outcome,
      String problem,
      long limitMillis,
      long timeoutMillis,
      int draws,
      Times cold,
      Times warm,
      long rows,
      Node costly,
      String finding,
      long acceptedUpTo,
      Others others) {
    /** The same result with the largest waiver and with customers that moved before. */
    public Probe with(long accepted, Others moved) {
      return new Probe(
          probe,
          outcome,
          problem,
          limitMillis,
          timeoutMillis,
          draws,
          cold,
          warm,
          rows,
          costly,
          finding,
          accepted,
          moved);
    }
  }

  /**
   * Times of runs.
   *
   * @param runs runs that were measured; 0 where none was
   * @param p50Micros time that half of them did not exceed, microseconds
   * @param p95Micros time that 95 of 100 did not exceed, microseconds
   */
  public record Times(int runs, long p50Micros, long p95Micros) {}

  /**
   * The node of a plan that took most of its time by itself.
   *
   * @param node type of the node as PostgreSQL names it
   * @param relation table that it reads; empty for none
   * @param index index that it uses; empty for none
   * @param sharePercent its share of the time, or of the estimated cost where the plan was not
   *     executed
   * @param selfMicros its own time, microseconds; -1 where the plan was not executed
   * @param rows rows that it gave; an estimate where the plan was not executed
   * @param blocks blocks of 8 kB that it read by itself; -1 where the plan was not executed
   */
  public record Node(
      String node,
      String relation,
      String index,
      int sharePercent,
      long selfMicros,
      long rows,
      long blocks) {}

  /**
   * The same probe in the committed live runs of other customers. Times are p95 of the warm runs,
   * microseconds; of one that timed out, its timeout.
   *
   * @param customers customers that moved before and were measured
   * @param alike those of them whose number is about the same
   * @param alikeMedianMicros the median of these; -1 where there are none
   * @param worst the slowest of all
   * @param worstMicros its time
   * @param worstAmount its number; -1 where it is not known
   */
  public record Others(
      int customers,
      int alike,
      long alikeMedianMicros,
      String worst,
      long worstMicros,
      long worstAmount) {}
}
