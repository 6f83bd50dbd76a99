package dev.godwit.linkage;

import dev.godwit.linkage.block.BlockPasses;
import dev.godwit.linkage.block.Blocks;
import dev.godwit.linkage.model.MatchModel;
import dev.godwit.linkage.model.PairScore;
import dev.godwit.linkage.store.Column;
import dev.godwit.linkage.store.NormalRow;
import dev.godwit.linkage.store.RowStore;
import dev.godwit.linkage.store.RowWriter;
import dev.godwit.linkage.store.SpillFolder;
import java.nio.file.Path;

/**
 * Finds rows that are, or may be, one. It normalises all rows into spill files, puts them into
 * blocks, learns match weights from them, and weighs each pair that shares a block. The result does
 * not depend on the order of the rows. The heap that it needs does not grow with their number, but
 * for the proposed pairs. One search uses one thread; several may run at once.
 */
public final class Linkage {
  private final LinkageSchema schema;
  private final LinkageSettings settings;

  /** A search by fields, with thresholds and bounds. */
  public Linkage(LinkageSchema schema, LinkageSettings settings) {
    this.schema = schema;
    this.settings = settings;
  }

  /**
   * Searches rows.
   *
   * @param rows read once
   * @param spillParent folder for spill files, with room for about 400 bytes a row; they hold
   *     personal data, are readable by their owner only, and go away with the result or a failure
   * @return a result that the caller closes
   * @throws E when the rows cannot be read
   * @throws LinkageException when the rows break the contract, or the spill files cannot be written
   */
  public <E extends Exception> Linked search(LinkageRows<E> rows, Path spillParent) throws E {
    SpillFolder folder = SpillFolder.in(spillParent);
    boolean done = false;
    try {
      Linked linked = search(rows, folder);
      done = true;
      return linked;
    } finally {
      if (!done) {
        folder.close();
      }
    }
  }

  private <E extends Exception> Linked search(LinkageRows<E> rows, SpillFolder folder) throws E {
    BlockPasses passes = BlockPasses.of(Column.of(schema));
    RowStore store;
    try (RowWriter writer = new RowWriter(schema, passes, folder)) {
      rows.forEach(writer);
      store = writer.done();
    }
    Blocks blocks = new Blocks(store, passes, settings.blockRows());
    MatchModel model = MatchModel.learn(store, blocks, passes, settings);
    FoundPairs found = new FoundPairs(settings.maxPairs(), settings.reviewWeight());
    PairCollector collector = new PairCollector(store, model, found);
    blocks.forEachPair(collector);
    return new Linked(schema, settings, store, blocks, model, found);
  }

  /** Weighs pairs, with the rows of the block at hand read once. */
  private static final class PairCollector implements Blocks.PairVisitor {
    private final RowStore store;
    private final MatchModel model;
    private final FoundPairs found;
    private int[] block;
    private NormalRow[] read;

    PairCollector(RowStore store, MatchModel model, FoundPairs found) {
      this.store = store;
      this.model = model;
      this.found = found;
    }

    @Override
    public void pair(int pass, int[] rows, int left, int right) {
      if (rows != block) {
        block = rows;
        read = new NormalRow[rows.length];
      }
      PairScore score = model.score(row(left), row(right));
      if (score.state() != PairState.REJECTED) {
        found.add(rows[left], rows[right], score);
      }
    }

    private NormalRow row(int index) {
      if (read[index] == null) {
        read[index] = store.row(block[index]);
      }
      return read[index];
    }
  }
}
