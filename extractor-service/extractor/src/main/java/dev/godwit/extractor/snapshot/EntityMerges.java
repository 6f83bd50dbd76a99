package dev.godwit.extractor.snapshot;

import dev.godwit.extractor.ExtractorSettings;
import dev.godwit.extractor.merge.Decided;
import dev.godwit.extractor.merge.GroupSink;
import dev.godwit.extractor.merge.Link;
import dev.godwit.extractor.merge.Resolution;
import dev.godwit.extractor.merge.RowGroup;
import dev.godwit.pack.Merge;
import dev.godwit.pack.SourceEntity;
import dev.godwit.records.Entity;
import dev.godwit.worker.failure.StageFailedException;
import dev.godwit.worker.merge.MergeGroup;
import dev.godwit.worker.merge.RunMerges;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jboss.logging.Logger;

/**
 * Finds which rows of one entity are one, in the run's snapshot: by the pack's rule, by the
 * evidence of candidates, and by the decisions of people. The connection must not commit by itself.
 * Not thread-safe.
 */
final class EntityMerges {
  private static final Logger LOG = Logger.getLogger(EntityMerges.class);

  private final Connection connection;
  private final SourceEntity source;
  private final List<CountedQuery> queries;
  private final ExtractorSettings settings;

  EntityMerges(
      Connection connection,
      SourceEntity source,
      List<CountedQuery> queries,
      ExtractorSettings settings) {
    this.connection = connection;
    this.source = source;
    this.queries = List.copyOf(queries);
    this.settings = settings;
  }

  /**
   * Finds the groups and passes them on.
   *
   * @param before groups of the entities that it refers to
   * @param decided decisions about its rows
   * @param sink takes the groups of entities whose rows people decide about
   */
  MergedEntity find(RunMerges before, Decided decided, GroupSink sink)
      throws SQLException, StageFailedException {
    List<MergeGroup> byRule =
        source.merge() == Merge.NONE
            ? List.of()
            : new MergeSearch(connection, queries, before, settings).find();
    try (CandidatePairs candidates =
        source.candidates() == null
            ? CandidatePairs.none()
            : new CandidateSearch(connection, source, queries, settings).find()) {
      return find(byRule, candidates, decided, sink);
    }
  }

  private MergedEntity find(
      List<MergeGroup> byRule, CandidatePairs candidates, Decided decided, GroupSink sink)
      throws SQLException, StageFailedException {
    List<Link> links = candidates.links();
    if (candidates.dropped() > 0) {
      LOG.warnf(
          "%s: %d pairs of rows may be one, %d are kept for review, those of the greatest weight. Raise 'review' in the source pack, or GODWIT_MERGE_PAIRS.",
          source.entity().text(), links.size() + candidates.dropped(), links.size());
    }
    Resolution resolution = new Resolution(order(byRule, links, decided), decided);
    List<RowGroup> groups = resolution.resolve(byRule, links);
    if (isDecided(source)) {
      new FoundGroups(
              source, new MemberValues(connection, queries), resolution::survivor, candidates)
          .pass(groups, sink);
    }
    return new MergedEntity(
        source.entity(),
        groups.stream()
            .filter(RowGroup::isMerged)
            .map(group -> new MergeGroup(group.members(), group.rule()))
            .toList(),
        groups.stream().filter(group -> group.state() == RowGroup.State.REVIEW).toList());
  }

  /** Rows of a relation that merge by their key can be many, and there is nothing to decide. */
  private static boolean isDecided(SourceEntity source) {
    return source.entity().equals(Entity.CONTACTS) || source.candidates() != null;
  }

  /** Places of the rows; where only the rule groups them, their order in each group is enough. */
  private Map<String, Long> order(List<MergeGroup> byRule, List<Link> links, Decided decided)
      throws SQLException, StageFailedException {
    if (links.isEmpty() && decided.rows().isEmpty()) {
      Map<String, Long> order = new HashMap<>();
      for (MergeGroup group : byRule) {
        for (String member : group.members()) {
          order.put(member, (long) order.size());
        }
      }
      return order;
    }
    Set<String> rows = new HashSet<>(decided.rows());
    byRule.forEach(group -> rows.addAll(group.members()));
    for (Link link : links) {
      rows.add(link.left());
      rows.add(link.right());
    }
    return RowOrder.of(connection, queries, rows, settings);
  }
}
