package dev.godwit.linkage.block;

import dev.godwit.linkage.BlockReport;
import dev.godwit.linkage.LinkageException;
import dev.godwit.linkage.store.RowStore;
import it.unimi.dsi.fastutil.longs.LongOpenHashSet;
import java.util.ArrayList;
import java.util.List;

/**
 * The blocks of a store. A block with too many rows is divided by the key of each other pass that
 * has such blocks; a part that is too large again is left out and counted. Each pair comes once, in
 * the first block that both rows share. Not thread-safe.
 */
public final class Blocks {
  private final RowStore store;
  private final BlockPasses passes;
  private final int blockRows;
  private final LongOpenHashSet large = new LongOpenHashSet();
  private final LongOpenHashSet skipped = new LongOpenHashSet();
  private final long[] blocks;
  private final long[] blockPairs;
  private final long[] pairs;
  private final long[] largeBlocks;
  private final long[] largest;
  private final long[] skippedRows;

  /** Takes pairs. */
  @FunctionalInterface
  public interface PairVisitor {
    /**
     * Takes a pair of a block.
     *
     * @param pass whose block it is
     * @param rows of the block; the same array for all pairs of a block
     * @param left index in {@code rows}
     * @param right index in {@code rows}, greater than {@code left}
     */
    void pair(int pass, int[] rows, int left, int right);
  }

  /** Takes blocks. */
  @FunctionalInterface
  public interface BlockVisitor {
    /** Takes a block of a pass. */
    void block(int pass, int[] rows);
  }

  /**
   * Finds the large blocks.
   *
   * @throws LinkageException when two rows have the same id, or there are too many rows
   */
  public Blocks(RowStore store, BlockPasses passes, int blockRows) {
    this.store = store;
    this.passes = passes;
    this.blockRows = blockRows;
    int count = passes.count();
    blocks = new long[count];
    blockPairs = new long[count];
    pairs = new long[count];
    largeBlocks = new long[count];
    largest = new long[count];
    skippedRows = new long[count];
    requireRows();
    for (int pass = 0; pass < count; pass++) {
      int p = pass;
      KeyRuns.forEach(store.rows(), row -> store.key(row, p), rows -> size(p, rows));
    }
    forEachPart(
        (pass, other, rows) -> {},
        (pass, other, rows) -> {
          skippedRows[pass] += rows.length;
          for (int row : rows) {
            skipped.add(combined(row, pass, other));
          }
        });
  }

  private void requireRows() {
    if (store.rows() >= KeyRuns.MAX_ROWS) {
      throw new LinkageException(
          "Expected fewer than %d rows, but found %d; compare them in several parts"
              .formatted(KeyRuns.MAX_ROWS, store.rows()));
    }
    KeyRuns.forEach(
        store.rows(),
        store::idHash,
        rows -> {
          for (int i = 1; i < rows.length; i++) {
            for (int j = 0; j < i; j++) {
              if (store.idHash(rows[i]) == store.idHash(rows[j])) {
                requireDifferent(store.id(rows[i]), store.id(rows[j]));
              }
            }
          }
        });
  }

  private static void requireDifferent(String id, String other) {
    if (id.equals(other)) {
      throw new LinkageException(
          "Expected each id once, but found %s twice; choose the key of the entity as the id"
              .formatted(id));
    }
  }

  private void size(int pass, int[] rows) {
    largest[pass] = Math.max(largest[pass], rows.length);
    if (rows.length > blockRows) {
      largeBlocks[pass]++;
      for (int row : rows) {
        large.add(store.key(row, pass));
      }
    } else {
      blocks[pass]++;
      blockPairs[pass] += (long) rows.length * (rows.length - 1) / 2;
    }
  }

  /** Number of pairs in the blocks of a pass that are not large; those of other passes included. */
  public long pairsIn(int pass) {
    return blockPairs[pass];
  }

  /** Gives all blocks of a pass that are not large, in an order that depends on keys alone. */
  public void forEachBlock(int pass, BlockVisitor visitor) {
    KeyRuns.forEach(
        store.rows(),
        row -> store.key(row, pass),
        rows -> {
          if (rows.length <= blockRows) {
            visitor.block(pass, rows);
          }
        });
  }

  /** Gives each pair that shares a block, once. */
  public void forEachPair(PairVisitor visitor) {
    for (int pass = 0; pass < passes.count(); pass++) {
      forEachBlock(pass, (p, rows) -> pairs(p, -1, rows, visitor));
    }
    forEachPart(
        (pass, other, rows) -> pairs(pass, other, rows, visitor), (pass, other, rows) -> {});
  }

  private void pairs(int pass, int other, int[] rows, PairVisitor visitor) {
    int stage = stage(pass, other);
    for (int right = 1; right < rows.length; right++) {
      for (int left = 0; left < right; left++) {
        if (firstStage(rows[left], rows[right]) == stage) {
          pairs[pass]++;
          visitor.pair(pass, rows, left, right);
        }
      }
    }
  }

  /** Whether the search compares two rows. */
  public boolean compares(int left, int right) {
    return firstStage(left, right) >= 0;
  }

  /** The passes in which two rows share a key, those of large blocks in brackets. */
  public List<String> shared(int left, int right) {
    List<String> names = new ArrayList<>();
    for (int pass = 0; pass < passes.count(); pass++) {
      long key = store.key(left, pass);
      if (key != 0 && key == store.key(right, pass)) {
        String name = passes.name(pass);
        names.add(large.contains(key) ? "(" + name + ")" : name);
      }
    }
    return names;
  }

  /** Report of each pass; the pairs are those that {@link #forEachPair} gave. */
  public List<BlockReport> report() {
    List<BlockReport> reports = new ArrayList<>();
    for (int pass = 0; pass < passes.count(); pass++) {
      reports.add(
          new BlockReport(
              passes.name(pass),
              blocks[pass],
              pairs[pass],
              largeBlocks[pass],
              largest[pass],
              skippedRows[pass]));
    }
    return reports;
  }

  private int stage(int pass, int other) {
    return other < 0 ? pass : passes.count() * (1 + pass) + other;
  }

  private int firstStage(int left, int right) {
    int count = passes.count();
    long sharedLarge = 0;
    for (int pass = 0; pass < count; pass++) {
      long key = store.key(left, pass);
      if (key != 0 && key == store.key(right, pass)) {
        if (!large.contains(key)) {
          return stage(pass, -1);
        }
        sharedLarge |= 1L << pass;
      }
    }
    for (int pass = 0; pass < count; pass++) {
      for (int other = pass + 1; other < count; other++) {
        if (((sharedLarge >>> pass) & (sharedLarge >>> other) & 1) == 1
            && !skipped.contains(combined(left, pass, other))) {
          return stage(pass, other);
        }
      }
    }
    return -1;
  }

  /** Key of a part of a large block; 0 where the row is in no large block of one of both passes. */
  private long combined(int row, int pass, int other) {
    long key = store.key(row, pass);
    long second = store.key(row, other);
    if (!large.contains(key) || !large.contains(second)) {
      return 0;
    }
    long mixed = (key * 0x9E3779B97F4A7C15L) ^ (Long.rotateLeft(second, 31) * 0xBF58476D1CE4E5B9L);
    return mixed == 0 ? 1 : mixed;
  }

  private interface PartVisitor {
    void part(int pass, int other, int[] rows);
  }

  private void forEachPart(PartVisitor small, PartVisitor tooLarge) {
    for (int pass = 0; pass < passes.count(); pass++) {
      int p = pass;
      if (largeBlocks[p] == 0) {
        continue;
      }
      KeyRuns.forEach(
          store.rows(),
          row -> store.key(row, p),
          rows -> {
            if (rows.length > blockRows) {
              parts(p, rows, small, tooLarge);
            }
          });
    }
  }

  private void parts(int pass, int[] rows, PartVisitor small, PartVisitor tooLarge) {
    for (int other = pass + 1; other < passes.count(); other++) {
      if (largeBlocks[other] > 0) {
        int q = other;
        KeyRuns.forEach(
            rows,
            row -> combined(row, pass, q),
            part -> (part.length > blockRows ? tooLarge : small).part(pass, q, part));
      }
    }
  }
}
