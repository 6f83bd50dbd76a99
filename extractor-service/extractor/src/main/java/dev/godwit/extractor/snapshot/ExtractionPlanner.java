package dev.godwit.extractor.snapshot;

import dev.godwit.common.v1.EntityPlan;
import dev.godwit.extractor.ExtractorSettings;
import dev.godwit.extractor.source.SourceLayout;
import dev.godwit.pack.Merge;
import dev.godwit.pack.SourceEntity;
import dev.godwit.pack.SourcePack;
import dev.godwit.worker.failure.SqlFailure;
import dev.godwit.worker.failure.StageFailedException;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * Plans the extraction of a customer: counts rows, refuses ids that rows share, cuts entities into
 * chunks and finds merge groups, all through one snapshot. Thread-safe.
 */
@ApplicationScoped
public class ExtractionPlanner {
  /**
   * A plan.
   *
   * @param entities plan of each entity, in the pack's order
   * @param groups merge groups of the contacts
   */
  public record Plan(List<EntityPlan> entities, List<MergeGroup> groups) {}

  private final ExtractorSettings settings;

  ExtractionPlanner(ExtractorSettings settings) {
    this.settings = settings;
  }

  /**
   * Plans the extraction of a customer through the connection's snapshot; the connection must not
   * commit by itself.
   *
   * @throws StageFailedException where the pack does not fit the data
   * @throws SQLException from the source; see {@link SqlFailure}
   */
  public Plan plan(Connection connection, SourcePack pack, String customer)
      throws SQLException, StageFailedException {
    List<EntityPlan> plans = new ArrayList<>();
    List<MergeGroup> groups = List.of();
    for (SourceEntity entity : pack.entities().values()) {
      SourceLayout layout = SourceLayout.of(connection, entity, customer);
      long rows = ChunkBoundaries.count(connection, layout);
      UniqueIds.require(connection, layout, rows, settings);
      RowSizes.require(connection, layout);
      boolean merges = entity.merge() == Merge.ADDRESS;
      if (merges) {
        groups = new MergeSearch(connection, layout, settings).find(rows);
      }
      plans.add(plan(connection, layout, rows, merges && !groups.isEmpty()));
    }
    return new Plan(plans, groups);
  }

  private EntityPlan plan(Connection connection, SourceLayout layout, long rows, boolean merged)
      throws SQLException, StageFailedException {
    List<String> boundaries = ChunkBoundaries.find(connection, layout, rows, settings.chunkRows());
    int ranges = boundaries.size() + 1;
    return EntityPlan.newBuilder()
        .setEntity(layout.entity().symbol())
        .setEntityName(layout.entity().declaredName())
        .setRows(rows)
        .setChunks(merged ? ranges + 1 : ranges)
        .setBoundaries(boundaries)
        .setMergedChunk(merged)
        .build();
  }
}
