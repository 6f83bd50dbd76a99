package dev.godwit.pack;

import java.util.List;

/**
 * A query of a page of the target, by which its speed is measured. Immutable.
 *
 * @param name its name in events and reports: small letters, digits and hyphens
 * @param query one query that only reads; its parameters are {@code :customer}, {@code :account}
 *     where the pack has accounts, and the columns of {@code draw}
 * @param draw query of the customer's rows, whose columns are parameters of the page, a row for
 *     each draw; null where the page needs none
 * @param limitMillis limit on p95 of the warm runs, milliseconds
 * @param timeoutMillis time after which the database ends a run, milliseconds; above the limit
 * @param draws most draws that are made, each on a connection of its own
 * @param runs warm runs of each draw
 */
public record Probe(
    String name, Sql query, Sql draw, int limitMillis, int timeoutMillis, int draws, int runs) {
  /** The queries of the probe, in the order in which they are run. */
  public List<Sql> queries() {
    return draw == null ? List.of(query) : List.of(draw, query);
  }
}
