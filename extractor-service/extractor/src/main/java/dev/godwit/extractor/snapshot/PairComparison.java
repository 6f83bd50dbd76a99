package dev.godwit.extractor.snapshot;

import dev.godwit.extractor.ExtractorSettings;
import dev.godwit.extractor.source.SourceLayout;
import dev.godwit.linkage.Explanation;
import dev.godwit.linkage.LinkageException;
import dev.godwit.pack.SourceEntity;
import dev.godwit.worker.failure.StageFailedException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * Compares two rows of a customer as the plan of a run does, with weights learned from all rows of
 * the entity as they are now. Stateless.
 */
public final class PairComparison {
  private PairComparison() {}

  /**
   * Compares two rows.
   *
   * @param connection one that writes nothing and does not commit by itself
   * @param source an entity with candidates
   * @param left legacy id of one row
   * @param right legacy id of the other
   * @throws LinkageException where there is no row with one of the ids, or both are the same
   * @throws StageFailedException where the pack does not fit the data
   * @throws SQLException from the source
   */
  public static Explanation of(
      Connection connection,
      SourceEntity source,
      String customer,
      ExtractorSettings settings,
      String left,
      String right)
      throws SQLException, StageFailedException {
    List<CountedQuery> queries = new ArrayList<>();
    for (SourceLayout layout : SourceLayout.all(connection, source, customer)) {
      queries.add(new CountedQuery(layout, ChunkBoundaries.count(connection, layout)));
    }
    return new CandidateSearch(connection, source, queries, settings).explain(left, right);
  }
}
