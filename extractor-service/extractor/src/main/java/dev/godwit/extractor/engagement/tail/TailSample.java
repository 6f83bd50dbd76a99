package dev.godwit.extractor.engagement.tail;

import dev.godwit.extractor.engagement.tail.TailRows.Row;
import dev.godwit.extractor.source.InTurn;
import dev.godwit.pack.FollowedQuery;
import dev.godwit.pack.SourcePack;
import dev.godwit.row.v1.LiveEngagement;
import dev.godwit.worker.failure.StageFailedException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads some rows of a customer as a tail would read them, for a rehearsal of the route. Stateless.
 */
public final class TailSample {
  private TailSample() {}

  /**
   * The rows with the lowest keys of each query that is followed, one of each in turn, as events of
   * way TAIL; rows on which the query fails are left out.
   *
   * @param connection on which every statement is a transaction
   * @param pack pack with a tail
   * @param limit number of rows read at most of each query
   * @throws StageFailedException where a column of the pack is not in its query; fatal
   * @throws SQLException from the source
   */
  public static List<LiveEngagement> read(
      Connection connection, SourcePack pack, String customer, int limit)
      throws SQLException, StageFailedException {
    List<List<LiveEngagement>> queries = new ArrayList<>();
    for (FollowedQuery followed : pack.followed()) {
      queries.add(
          new TailRows(connection, pack, followed.query(), customer)
              .above(Long.MIN_VALUE, limit).stream()
                  .filter(row -> row.problem() == null)
                  .map(Row::event)
                  .toList());
    }
    return InTurn.of(queries);
  }
}
