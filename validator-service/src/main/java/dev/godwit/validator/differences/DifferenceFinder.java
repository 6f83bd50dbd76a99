package dev.godwit.validator.differences;

import dev.godwit.canonical.RowDigest;
import dev.godwit.pack.KeyText;
import dev.godwit.pack.TargetTable;
import dev.godwit.validator.differences.DifferenceSink.Kind;
import dev.godwit.validator.readback.ActualRows;
import it.unimi.dsi.fastutil.longs.Long2LongOpenHashMap;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Finds every key of a table in which the target differs from the expected rows. Each pass holds
 * the hashes of at most about {@code keysPerPass} keys, and the cells of at most {@code rowsHeld}
 * changed rows; many differences cost time, not memory.
 *
 * <p>An engagement may be expected several times under one key with different cells, live and in
 * the snapshot: the row is right if it equals any of these. Any other key is expected once.
 *
 * <p>Cells of columns that the pack leaves out of the comparison are equal, whatever they hold. Not
 * thread-safe.
 */
public final class DifferenceFinder {
  /** Reported where no column differs: the key was written more than once. */
  static final String WRITTEN_MORE_THAN_ONCE = "(written more than once)";

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
   * Passes every differing key of the buckets to the sink, once.
   *
   * @param expectedRows expected rows of all buckets; decides the number of passes only
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

  /** Names of the columns that differ, in the pack's order; never empty. */
  private List<String> changedFields(TargetTable table, List<?> wanted, List<?> found) {
    List<String> fields = new ArrayList<>();
    for (int i = 0; i < table.columns().size(); i++) {
      if (!table.columns().get(i).compared()) {
        continue;
      }
      long a = digest.hash(Collections.singletonList(wanted.get(i)));
      long b = digest.hash(Collections.singletonList(found.get(i)));
      if (a != b) {
        fields.add(table.columns().get(i).name());
      }
    }
    return fields.isEmpty() ? List.of(WRITTEN_MORE_THAN_ONCE) : fields;
  }

  /** A row that differs from the first expected row of its key. */
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
    private final int[] uncompared;
    private final EventRows events;

    /** Sum of the hashes of the expected rows by hash of their key. */
    private final Long2LongOpenHashMap unmatched = new Long2LongOpenHashMap();

    private final Map<Long, Changed> changed = new LinkedHashMap<>();

    Pass(TargetTable table, OpenedBuckets keys) {
      this.table = table;
      this.keys = keys;
      this.key = table.keyPositions().stream().mapToInt(Integer::intValue).toArray();
      this.uncompared = table.uncomparedPositions();
      this.events = EventRows.of(table);
    }

    void run() throws SQLException {
      expected.forEach(table, this::remember);
      actual.forEach(table, this::compare);
      if (!unmatched.isEmpty() || !changed.isEmpty()) {
        expected.forEach(table, this::settle);
        reportChanged();
      }
    }

    private void remember(List<?> cells) {
      long keyHash = digest.keyHash(cells, key);
      if (keys.contains(keyHash) && (events == null || !unmatched.containsKey(keyHash))) {
        unmatched.addTo(keyHash, digest.hash(cells, uncompared));
      }
    }

    private void compare(long keyHash, long rowHash, Supplier<List<Object>> cells) {
      if (!keys.contains(keyHash)) {
        return;
      }
      if (!unmatched.containsKey(keyHash)) {
        sink.difference(table, KeyText.of(table, cells.get()), Kind.UNEXPECTED, List.of());
        return;
      }
      long sum = unmatched.remove(keyHash);
      if (sum != rowHash && (events == null || sum != events.hashWithoutEmail(cells.get()))) {
        changed.put(keyHash, new Changed(cells.get()));
        if (changed.size() == rowsHeld) {
          expected.forEach(table, this::settleChanged);
          reportChanged();
        }
      }
    }

    private void settle(List<?> cells) {
      long keyHash = digest.keyHash(cells, key);
      if (unmatched.containsKey(keyHash)) {
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
      if (events != null && digest.hash(wanted, uncompared) == digest.hash(row.found, uncompared)) {
        row.right = true;
      } else if (row.fields == null) {
        row.key = KeyText.of(table, cells);
        row.fields = changedFields(table, wanted, row.found);
      }
    }

    private void reportChanged() {
      for (Changed row : changed.values()) {
        if (!row.right && row.fields != null) {
          sink.difference(table, row.key, Kind.CHANGED, row.fields);
        }
      }
      changed.clear();
    }
  }
}
