package dev.godwit.extractor.snapshot;

import dev.godwit.extractor.merge.Evidence;
import dev.godwit.extractor.merge.FoundGroup;
import dev.godwit.extractor.merge.GroupSink;
import dev.godwit.extractor.merge.Link;
import dev.godwit.extractor.merge.RowGroup;
import dev.godwit.pack.SourceEntity;
import dev.godwit.pack.Survival;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * Passes groups on with their rows' values and their evidence, some hundred rows at a time. Not
 * thread-safe.
 */
final class FoundGroups {
  private static final int ROWS_AT_ONCE = 500;

  /** Rows of a group whose values are read. */
  private static final int SHOWN = 200;

  private final SourceEntity source;
  private final Map<String, Survival> survives = new HashMap<>();
  private final MemberValues values;
  private final UnaryOperator<String> survivors;
  private final CandidatePairs candidates;
  private final Map<String, List<Link>> linksOfRow = new HashMap<>();

  /**
   * For one entity.
   *
   * @param survivors the row that a row becomes part of
   * @param candidates evidence between rows
   */
  FoundGroups(
      SourceEntity source,
      MemberValues values,
      UnaryOperator<String> survivors,
      CandidatePairs candidates) {
    this.source = source;
    for (String field : source.fields().keySet()) {
      if (source.survival(field) != null) {
        survives.put(field, source.survival(field));
      }
    }
    this.values = values;
    this.survivors = survivors;
    this.candidates = candidates;
    for (Link link : candidates.links()) {
      linksOfRow.computeIfAbsent(link.left(), row -> new ArrayList<>(2)).add(link);
    }
  }

  /** Passes the groups on, in their order. */
  void pass(List<RowGroup> groups, GroupSink sink) throws SQLException {
    List<RowGroup> batch = new ArrayList<>();
    int rows = 0;
    for (RowGroup group : groups) {
      batch.add(group);
      rows += Math.min(SHOWN, group.members().size());
      if (rows >= ROWS_AT_ONCE) {
        passBatch(batch, sink);
        batch = new ArrayList<>();
        rows = 0;
      }
    }
    if (!batch.isEmpty()) {
      passBatch(batch, sink);
    }
  }

  private void passBatch(List<RowGroup> groups, GroupSink sink) throws SQLException {
    Set<String> rows = new LinkedHashSet<>();
    groups.forEach(group -> group.members().stream().limit(SHOWN).forEach(rows::add));
    Map<String, Map<String, String>> read = values.of(rows);
    for (RowGroup group : groups) {
      Map<String, String> parts = new HashMap<>();
      Map<String, Map<String, String>> ofGroup = new HashMap<>();
      for (String row : group.members()) {
        parts.put(row, survivors.apply(row));
        if (read.containsKey(row)) {
          ofGroup.put(row, read.get(row));
        }
      }
      sink.found(source.entity(), new FoundGroup(group, parts, ofGroup, evidence(group), survives));
    }
  }

  private List<Evidence> evidence(RowGroup group) {
    Set<String> rows = new HashSet<>(group.members());
    List<Link> links = new ArrayList<>();
    for (String row : group.members()) {
      for (Link link : linksOfRow.getOrDefault(row, List.of())) {
        if (rows.contains(link.right())) {
          links.add(link);
        }
      }
    }
    return links.stream()
        .sorted(Comparator.comparingDouble(Link::weight).reversed())
        .limit(FoundGroup.EVIDENCE)
        .map(link -> new Evidence(link, candidates.fields(link)))
        .toList();
  }
}
