package dev.godwit.extractor.snapshot;

import dev.godwit.canonical.ByteDigest;
import dev.godwit.extractor.ExtractorSettings;
import dev.godwit.pack.Merge;
import dev.godwit.pack.SourceEntity;
import dev.godwit.pgcopy.CopyReader;
import dev.godwit.pgcopy.CopyTuple;
import dev.godwit.worker.failure.StageFailedException;
import dev.godwit.worker.merge.MergeGroup;
import dev.godwit.worker.merge.RunMerges;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds rows of an entity with the same {@link MergeKey}, over all its queries. The first pass
 * keeps 64-bit hashes and finds those that occur twice. The second pass, query by query and in key
 * order, keeps the rows with such a hash and compares their keys; the first of a group survives.
 * Where there are more rows than hashes may be held, both passes are repeated for one range of
 * hashes after another, so memory grows with the merge groups and not with the rows. A row that the
 * source cannot give is in no group. The connection must not commit by itself. Not thread-safe.
 */
final class MergeSearch {
  private final MergeKey key;
  private final String rule;
  private final EntitySearch search;
  private final int heldHashes;

  /**
   * A search with settings of the extractor.
   *
   * @param queries those of the entity, at least one
   * @param merges groups of the entities that it refers to
   */
  MergeSearch(
      Connection connection,
      List<CountedQuery> queries,
      RunMerges merges,
      ExtractorSettings settings) {
    SourceEntity source = queries.getFirst().layout().source();
    this.key = new MergeKey(source, merges);
    this.rule = source.merge() == Merge.ADDRESS ? MergeGroup.SAME_ADDRESS : MergeGroup.SAME_KEY;
    this.heldHashes = settings.mergeHashes();
    this.search =
        new EntitySearch(
            connection,
            queries.stream()
                .filter(query -> key.isIn(query.layout()))
                .map(
                    query ->
                        new SearchedQuery(
                            connection, query, key.columns(query.layout()), key.width(), settings))
                .toList());
  }

  /** All merge groups. */
  List<MergeGroup> find() throws SQLException, StageFailedException {
    return search.run(this::groups);
  }

  private List<MergeGroup> groups() throws SQLException {
    List<MergeGroup> groups = new ArrayList<>();
    long rows = search.rows();
    int passes = Math.toIntExact(Math.max(1, (rows + heldHashes - 1) / heldHashes));
    for (int pass = 0; pass < passes; pass++) {
      long[] repeated = repeatedHashes(pass, passes, Math.min(rows, heldHashes));
      if (repeated.length > 0) {
        collect(repeated, groups);
      }
    }
    return groups;
  }

  private long[] repeatedHashes(int pass, int passes, long expected) throws SQLException {
    long[] hashes = new long[(int) Math.max(16, expected)];
    int count = 0;
    for (SearchedQuery query : search.queries()) {
      try (CopyReader rows = query.open()) {
        for (CopyTuple row = rows.next(); row != null; row = rows.next()) {
          String text = key.of(row, SearchedQuery.COLUMNS);
          if (text == null) {
            continue;
          }
          long hash = hash(text);
          if (Long.remainderUnsigned(hash, passes) == pass) {
            if (count == hashes.length) {
              hashes = Arrays.copyOf(hashes, count + count / 2);
            }
            hashes[count++] = hash;
          }
        }
      }
    }
    return repeated(hashes, count);
  }

  /** Values that occur at least twice, sorted; sorts the first {@code count} elements in place. */
  static long[] repeated(long[] values, int count) {
    Arrays.sort(values, 0, count);
    int found = 0;
    for (int i = 1; i < count; i++) {
      if (values[i] == values[i - 1] && (found == 0 || values[found - 1] != values[i])) {
        values[found++] = values[i];
      }
    }
    return Arrays.copyOf(values, found);
  }

  private void collect(long[] repeated, List<MergeGroup> groups) throws SQLException {
    Map<String, List<String>> byKey = new LinkedHashMap<>();
    for (SearchedQuery query : search.queries()) {
      try (CopyReader rows = query.openInOrder()) {
        for (CopyTuple row = rows.next(); row != null; row = rows.next()) {
          String text = key.of(row, SearchedQuery.COLUMNS);
          String id = row.text(SearchedQuery.ID);
          // A row without an id fails its own chunk, with a remedy.
          if (text != null && id != null && Arrays.binarySearch(repeated, hash(text)) >= 0) {
            byKey.computeIfAbsent(text, t -> new ArrayList<>(2)).add(id);
          }
        }
      }
    }
    for (List<String> members : byKey.values()) {
      if (members.size() > 1) {
        groups.add(new MergeGroup(members, rule));
      }
    }
  }

  private static long hash(String key) {
    byte[] bytes = key.getBytes(StandardCharsets.UTF_8);
    return ByteDigest.hash(bytes, 0, bytes.length);
  }
}
