package dev.godwit.linkage;

import it.unimi.dsi.fastutil.ints.Int2IntOpenHashMap;
import it.unimi.dsi.fastutil.ints.Int2ObjectOpenHashMap;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import java.util.function.IntConsumer;

/** Disjoint sets of those rows that a pair names. Not thread-safe. */
final class RowSets {
  private final Int2IntOpenHashMap roots = new Int2IntOpenHashMap();
  private final Int2ObjectOpenHashMap<IntArrayList> members = new Int2ObjectOpenHashMap<>();

  RowSets() {
    roots.defaultReturnValue(-1);
  }

  /** Root of a row's set. */
  int root(int row) {
    int root = roots.get(row);
    return root < 0 ? row : root;
  }

  /** Rows of a root's set. */
  IntArrayList members(int root) {
    IntArrayList rows = members.get(root);
    return rows == null ? IntArrayList.of(root) : rows;
  }

  /** Makes one set of two; the greater root goes away. */
  void unite(int root, int other) {
    int kept = Math.min(root, other);
    int gone = Math.max(root, other);
    IntArrayList rows = new IntArrayList(members(kept));
    rows.addAll(members(gone));
    members.remove(gone);
    members.put(kept, rows);
    rows.forEach((IntConsumer) row -> roots.put(row, kept));
  }

  /** Roots of the sets of two rows and more, in ascending order. */
  int[] roots() {
    return members.keySet().intStream().sorted().toArray();
  }
}
