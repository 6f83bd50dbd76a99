package dev.godwit.extractor.snapshot;

import dev.godwit.worker.failure.StageFailedException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.List;

/**
 * Reads all rows of an entity once or several times, and again without the rows on which a query
 * fails. The connection must not commit by itself. Not thread-safe.
 */
final class EntitySearch {
  /** Work on the rows; it may be done twice, from the beginning. */
  @FunctionalInterface
  interface Work<T> {
    T run() throws SQLException, StageFailedException;
  }

  private final Connection connection;
  private final List<SearchedQuery> queries;

  EntitySearch(Connection connection, List<SearchedQuery> queries) {
    this.connection = connection;
    this.queries = List.copyOf(queries);
  }

  /** The queries of the entity, in the order of the pack. */
  List<SearchedQuery> queries() {
    return queries;
  }

  /** Rows of all queries. */
  long rows() {
    return queries.stream().mapToLong(SearchedQuery::rows).sum();
  }

  /** Does the work; where a query fails on a row, does it again without such rows. */
  <T> T run(Work<T> work) throws SQLException, StageFailedException {
    Savepoint before = connection.setSavepoint();
    try {
      return work.run();
    } catch (SQLException e) {
      if (!FailingRows.isOfRow(e)) {
        throw e;
      }
      connection.rollback(before);
    }
    for (SearchedQuery query : queries) {
      query.leaveOutFailing();
    }
    return work.run();
  }
}
