package dev.godwit.local.chaos.check;

import java.util.ArrayList;
import java.util.List;

/**
 * The state of a customer in the source at one moment: status, and number and digest of the rows of
 * each table. Engagement that arrived by live routes is left out by its key. Immutable.
 *
 * @param status the customer's
 * @param tables {@code table: rows, digest}
 * @param lastEngagement highest key of engagement that is counted
 */
public record SourceState(String status, List<String> tables, long lastEngagement) {
  private static final String DIGEST =
      "select count(*) || ' rows, digest ' || coalesce(sum(hashtextextended(t::text, 0)), 0)"
          + " from %s t where customer_id = ?";

  public SourceState {
    tables = List.copyOf(tables);
  }

  /** The state before a run. */
  public static SourceState before(Database source, String customer) {
    return of(
        source,
        customer,
        source.count(
            "select coalesce(max(id), 0) from engagement where customer_id = ?", customer));
  }

  /** The state now, with the engagement that was there before. */
  SourceState now(Database source, String customer) {
    return of(source, customer, lastEngagement);
  }

  private static SourceState of(Database source, String customer, long lastEngagement) {
    List<String> tables = new ArrayList<>();
    for (String table : List.of("team", "contact", "email")) {
      tables.add(
          table + ": " + source.rows(DIGEST.formatted(table), customer).getFirst().getFirst());
    }
    tables.add(
        "engagement: "
            + source
                .rows(DIGEST.formatted("engagement") + " and id <= ?", customer, lastEngagement)
                .getFirst()
                .getFirst());
    return new SourceState(
        source.rows("select status from customer where id = ?", customer).getFirst().getFirst(),
        tables,
        lastEngagement);
  }
}
