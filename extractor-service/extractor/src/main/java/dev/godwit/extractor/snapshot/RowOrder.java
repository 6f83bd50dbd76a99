package dev.godwit.extractor.snapshot;

import dev.godwit.extractor.ExtractorSettings;
import dev.godwit.pgcopy.CopyReader;
import dev.godwit.pgcopy.CopyTuple;
import dev.godwit.worker.failure.StageFailedException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Finds the places of some rows of an entity in the order of its queries and keys, in which the
 * first row of a merge group survives. Stateless.
 */
final class RowOrder {
  private RowOrder() {}

  /**
   * The places of rows, from 0. One that the snapshot does not have is missing.
   *
   * @param ids legacy ids of the rows
   */
  static Map<String, Long> of(
      Connection connection,
      List<CountedQuery> queries,
      Set<String> ids,
      ExtractorSettings settings)
      throws SQLException, StageFailedException {
    if (ids.isEmpty()) {
      return Map.of();
    }
    List<SearchedQuery> searched =
        queries.stream()
            .map(query -> new SearchedQuery(connection, query, "", 0, settings))
            .toList();
    return new EntitySearch(connection, searched).run(() -> places(searched, ids));
  }

  private static Map<String, Long> places(List<SearchedQuery> queries, Set<String> ids)
      throws SQLException {
    Map<String, Long> places = new HashMap<>();
    long place = 0;
    for (SearchedQuery query : queries) {
      try (CopyReader rows = query.openInOrder()) {
        for (CopyTuple row = rows.next(); row != null; row = rows.next()) {
          String id = row.text(SearchedQuery.ID);
          if (id != null && ids.contains(id)) {
            places.putIfAbsent(id, place);
          }
          place++;
        }
      }
    }
    return places;
  }
}
