package dev.godwit.validator.differences;

import dev.godwit.canonical.RowDigest;
import dev.godwit.pack.TargetTable;
import dev.godwit.validator.differences.DifferenceSink.Kind;
import dev.godwit.validator.readback.ActualRows;
import java.sql.SQLException;
import java.util.BitSet;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds every key of a table in which the new system differs from what it should hold. Each pass
 * holds the hashes of at most about {@code keysPerPass} keys, and the cells of at most {@code
 * rowsHeld} changed rows; how much differs costs time, not memory.
 *
 * <p>An engagement may have been expected several times under one key, live and in the snapshot, in
 * other words: the row is right if it is any of these. Any other key is expected once.
 *
 * <p>Not thread-safe.
 */
public final class DifferenceFinder {
  /** Hashes of keys held at once: about 15 MB. */
  public static final int KEYS_PER_PASS = 500_000;

  /** Changed rows held at once with all their cells. */
  public static final int ROWS_HELD = 1_000;

  private final ExpectedRows expected;
  private final ActualRows actual;
  private final DifferenceSink sink;
  private final int keysPerPass;
  private final int rowsHeld;
  private final RowDigest digest = new RowDigest();

  /**
   * A finder between two sides.
   *
   * @param keysPerPass keys of which hashes are held at once, at least 1
   * @param rowsHeld changed rows held at once, at least 1
   */
  public DifferenceFinder(
      ExpectedRows expected,
      ActualRows actual,
      DifferenceSink sink,
      int keysPerPass,
      int rowsHeld) {
    this.expected = expected;
    this.actual = actual;
    this.sink = sink;
    this.keysPerPass = keysPerPass;
    this.rowsHeld = rowsHeld;
  }

  /**
   * Gives every differing key of the buckets to the sink, once.
   *
   * @param table whose rows
   * @param expectedRows rows that it should hold in all buckets; only sets the number of passes
   * @param buckets the buckets that differ
   * @throws SQLException retriable where the database went away
   * @throws ExpectedRowsLostException fatal
   */
  public void find(TargetTable table, long expectedRows, Collection<Integer> buckets)
      throws SQLException {
    BitSet opened = OpenedBuckets.of(buckets);
    int passes = OpenedBuckets.passesFor(expectedRows, opened.cardinality(), keysPerPass);
    for (int pass = 0; pass < passes; pass++) {
      new Pass(table, new OpenedBuckets(opened, pass, passes)).run();
    }
  }

  /** A row that is not what was expected first of its key. */
  private static final class Changed {
    private final List<Object> found;
    private String key;
    private List<String> fields;
    private boolean right;

    private Changed(List<Object> found) {
      this.found = found;
    }
  }

  private final class Pass {
    private final TargetTable table;
    private final OpenedBuckets keys;
    private final int[] key;
    private final EventRows events;
    private final KeyHashes unmatched = new KeyHashes();
    private final Map<Long, Changed> changed = new LinkedHashMap<>();

    Pass(TargetTable table, OpenedBuckets keys) {
      this.table = table;
      this.keys = keys;
      this.key = table.keyPositions().stream().mapToInt(Integer::intValue).toArray();
      this.events = EventRows.of(table);
    }

    void run() throws SQLException {
      expected.forEach(table, this::remember);
      actual.forEach(table, this::hold);
      if (unmatched.size() > 0 || !changed.isEmpty()) {
        expected.forEach(table, this::settle);
        tellChanged();
      }
    }

    private void remember(List<?> cells) {
      long keyHash = digest.keyHash(cells, key);
      if (keys.contains(keyHash) && (events == null || !unmatched.contains(keyHash))) {
        unmatched.add(keyHash, digest.hash(cells));
      }
    }

    private void hold(long keyHash, long rowHash, java.util.function.Supplier<List<Object>> cells) {
      if (!keys.contains(keyHash)) {
        return;
      }
      if (!unmatched.contains(keyHash)) {
        sink.difference(table, KeyText.of(table, cells.get()), Kind.UNEXPECTED, List.of());
        return;
      }
      long sum = unmatched.sum(keyHash);
      unmatched.remove(keyHash);
      if (sum != rowHash && (events == null || sum != events.hashWithoutEmail(cells.get()))) {
        changed.put(keyHash, new Changed(cells.get()));
        if (changed.size() == rowsHeld) {
          expected.forEach(table, this::settleChanged);
          tellChanged();
        }
      }
    }

    private void settle(List<?> cells) {
      long keyHash = digest.keyHash(cells, key);
      if (unmatched.contains(keyHash)) {
        unmatched.remove(keyHash);
        sink.difference(table, KeyText.of(table, cells), Kind.MISSING, List.of());
      } else {
        settleChanged(keyHash, cells);
      }
    }

    private void settleChanged(List<?> cells) {
      settleChanged(digest.keyHash(cells, key), cells);
    }

    private void settleChanged(long keyHash, List<?> cells) {
      Changed row = changed.get(keyHash);
      if (row == null || row.right) {
        return;
      }
      List<?> wanted = events == null ? cells : events.withEmailOf(row.found, cells);
      if (events != null && digest.hash(wanted) == digest.hash(row.found)) {
        row.right = true;
      } else if (row.fields == null) {
        row.key = KeyText.of(table, cells);
        row.fields = ChangedFields.between(table, wanted, row.found);
      }
    }

    private void tellChanged() {
      for (Changed row : changed.values()) {
        if (!row.right && row.fields != null) {
          sink.difference(table, row.key, Kind.CHANGED, row.fields);
        }
      }
      changed.clear();
    }
  }
}
