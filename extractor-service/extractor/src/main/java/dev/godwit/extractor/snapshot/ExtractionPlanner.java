package dev.godwit.extractor.snapshot;

import dev.godwit.common.v1.EntityPlan;
import dev.godwit.common.v1.QueryPlan;
import dev.godwit.extractor.ExtractorSettings;
import dev.godwit.extractor.merge.Decided;
import dev.godwit.extractor.merge.GroupSink;
import dev.godwit.extractor.source.SourceLayout;
import dev.godwit.pack.SourceEntity;
import dev.godwit.pack.SourcePack;
import dev.godwit.records.Entity;
import dev.godwit.worker.failure.SqlFailure;
import dev.godwit.worker.failure.StageFailedException;
import dev.godwit.worker.merge.MergeGroup;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

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
   * @param merged merge groups of each entity that merges, in the same order
   */
  public record Plan(List<EntityPlan> entities, List<MergedEntity> merged) {
    public Plan {
      entities = List.copyOf(entities);
      merged = List.copyOf(merged);
    }

    /** The merge groups of an entity; empty where it merges nothing. */
    public List<MergeGroup> groups(Entity entity) {
      return merged.stream()
          .filter(one -> one.entity().equals(entity))
          .flatMap(one -> one.groups().stream())
          .toList();
    }
  }

  private final ExtractorSettings settings;

  ExtractionPlanner(ExtractorSettings settings) {
    this.settings = settings;
  }

  /**
   * Plans the extraction of a customer about whom nothing was decided; the groups are not passed
   * on.
   */
  public Plan plan(Connection connection, SourcePack pack, String customer)
      throws SQLException, StageFailedException {
    return plan(connection, pack, customer, Map.of(), GroupSink.NONE);
  }

  /**
   * Plans the extraction of a customer through the connection's snapshot; the connection must not
   * commit by itself.
   *
   * @param decided decisions about the rows of each entity; one that is missing has none
   * @param sink takes the groups that people decide about
   * @throws StageFailedException where the pack does not fit the data
   * @throws SQLException from the source; see {@link SqlFailure}
   */
  public Plan plan(
      Connection connection,
      SourcePack pack,
      String customer,
      Map<Entity, Decided> decided,
      GroupSink sink)
      throws SQLException, StageFailedException {
    List<EntityPlan> plans = new ArrayList<>();
    List<MergedEntity> merged = new ArrayList<>();
    for (SourceEntity entity : pack.entities().values()) {
      List<CountedQuery> queries = new ArrayList<>();
      for (SourceLayout layout : SourceLayout.all(connection, entity, customer)) {
        queries.add(new CountedQuery(layout, ChunkBoundaries.count(connection, layout)));
      }
      UniqueIds.require(connection, queries, settings);
      MergedEntity groups = new MergedEntity(entity.entity(), List.of(), List.of());
      if (entity.merges()) {
        // The entities that it refers to come before it, so their survivors are known.
        groups =
            new EntityMerges(connection, entity, queries, settings)
                .find(
                    MergedEntity.merges(merged),
                    decided.getOrDefault(entity.entity(), Decided.NONE),
                    sink);
        merged.add(groups);
      }
      plans.add(plan(connection, entity.entity(), queries, groups));
    }
    return new Plan(plans, merged);
  }

  private EntityPlan plan(
      Connection connection, Entity entity, List<CountedQuery> queries, MergedEntity merged)
      throws SQLException, StageFailedException {
    List<QueryPlan> plans = new ArrayList<>();
    boolean isTree = queries.getFirst().layout().source().parentField() != null;
    // Parents are read before their children, which several chunks at once would not keep to.
    int chunkRows = isTree ? Integer.MAX_VALUE : settings.chunkRows();
    for (CountedQuery query : queries) {
      plans.add(
          new QueryPlan(
              query.layout().query(),
              query.rows(),
              ChunkBoundaries.find(connection, query.layout(), query.rows(), chunkRows)));
    }
    int ranges = plans.stream().mapToInt(plan -> plan.getBoundaries().size() + 1).sum();
    boolean isNamed = queries.getFirst().layout().query() != null;
    return EntityPlan.newBuilder()
        .setEntity(entity.symbol())
        .setEntityName(entity.declaredName())
        .setRows(queries.stream().mapToLong(CountedQuery::rows).sum())
        .setChunks(merged.groups().isEmpty() ? ranges : ranges + 1)
        .setBoundaries(isNamed ? List.of() : plans.getFirst().getBoundaries())
        .setMergedChunk(!merged.groups().isEmpty())
        .setQueries(isNamed ? plans : List.of())
        .setMergeGroups(merged.groups().size())
        .setMergedMembers(merged.members())
        .setReviewGroups(merged.review().size())
        .setReviewMembers(merged.reviewMembers())
        .build();
  }
}
