package dev.godwit.validator.pages;

import dev.godwit.common.v1.RunKind;
import dev.godwit.pack.Sql;
import dev.godwit.pack.TargetPack;
import dev.godwit.worker.failure.SqlFailure;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * The number of a customer by which the speed of pages is compared, such as that of its languages.
 * Immutable.
 *
 * @param number the number; -1 where it is not known
 * @param problem why it is not known; empty where it is, or where the pack counts none
 */
record CustomerAmount(long number, String problem) {
  private static final Duration TIMEOUT = Duration.ofSeconds(30);
  private static final String QUERY_CANCELED = "57014";
  private static final String READ_ONLY = "25006";

  /**
   * Counts it.
   *
   * @throws SQLException where the database is away
   */
  static CustomerAmount of(TargetPack pack, RunKind kind, String customer) throws SQLException {
    Sql query = pack.probes().amount();
    if (query == null) {
      return new CustomerAmount(-1, "");
    }
    try (PageSession session = new PageSession(pack, kind, customer, TIMEOUT)) {
      List<Map<String, String>> rows = session.draw(query, 1);
      String value = rows.isEmpty() ? null : rows.getFirst().values().iterator().next();
      return value == null
          ? unknown(
              "Expected a number as the result of 'measure', found none; count with count(…).")
          : new CustomerAmount(new BigDecimal(value).longValueExact(), "");
    } catch (ArithmeticException e) {
      return unknown(
          "Expected a whole number as the result of 'measure', found another; count with count(…).");
    } catch (SQLException e) {
      boolean ofTheQuery =
          QUERY_CANCELED.equals(e.getSQLState()) || READ_ONLY.equals(e.getSQLState());
      if (SqlFailure.classify(e) == SqlFailure.RETRIABLE && !ofTheQuery) {
        throw e;
      }
      return unknown(
          "Expected the database to answer 'measure' within %d s, found %s; the customer is not compared by it. Mend it in the pack %s."
              .formatted(TIMEOUT.toSeconds(), SqlFailure.describe(e), pack.name()));
    }
  }

  private static CustomerAmount unknown(String problem) {
    return new CustomerAmount(-1, problem);
  }
}
