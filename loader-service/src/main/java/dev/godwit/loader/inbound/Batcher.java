package dev.godwit.loader.inbound;

import dev.godwit.loader.LoaderSettings;
import dev.godwit.loader.load.BatchInput;
import dev.godwit.loader.load.InputRange;
import dev.godwit.loader.load.InputRecord;
import dev.godwit.loader.load.InputRecord.Problem;
import dev.godwit.loader.load.LoadRun;
import dev.godwit.loader.load.RunBatch;
import dev.godwit.pgcopy.CellMismatchException;
import java.util.ArrayList;
import java.util.List;

/**
 * Takes what may be loaded of one run from the feeds, up to a batch, and encodes it. The buffers of
 * the last run are kept. Not thread-safe.
 */
final class Batcher {
  private static final String UNREADABLE = "UNREADABLE";

  private final LoaderSettings settings;
  private LoadRun lastRun;
  private RunBatch batch;

  /** Is told of a partition whose next record must wait for another entity. */
  interface OutOfOrder {
    void found(PartitionFeed feed);
  }

  Batcher(LoaderSettings settings) {
    this.settings = settings;
  }

  /**
   * Takes records of the run from each feed, until the batch is full, or a cut, another run's
   * record or one that is out of order stands first.
   *
   * @return the ranges taken, none of them empty
   */
  BatchInput take(LoadRun run, List<PartitionFeed> feeds, OutOfOrder outOfOrder) {
    if (lastRun != run) {
      batch = new RunBatch(run.target());
      lastRun = run;
    }
    batch.clear();
    List<InputRange> ranges = new ArrayList<>();
    for (PartitionFeed feed : feeds) {
      if (isFull()) {
        break;
      }
      if (!isNext(run.runId(), feed)) {
        continue;
      }
      if (!run.passed().mayLoad(feed.entity(), feed.partition().partition())) {
        outOfOrder.found(feed);
        continue;
      }
      InputRange range = new InputRange(feed.partition(), feed.entity());
      while (!isFull() && range.cut() == null && isNext(run.runId(), feed)) {
        takeOne(feed.peek(), range);
        feed.move();
      }
      ranges.add(range);
    }
    return new BatchInput(batch, ranges);
  }

  private boolean isFull() {
    return batch.size() >= settings.batchRecords() || batch.bytes() >= settings.batchBytes();
  }

  private static boolean isNext(String runId, PartitionFeed feed) {
    return feed.peek() != null && runId.equals(feed.peek().runId());
  }

  private void takeOne(Input input, InputRange range) {
    switch (input) {
      case Input.Marker marker -> range.end(marker.cut(), marker.source());
      case Input.Unreadable poison ->
          range.add(
              new InputRecord(
                  poison.source(), -1, "", new Problem(UNREADABLE, null, poison.detail())));
      case Input.Data data -> range.add(encoded(data, range));
      case Input.Live live ->
          throw new IllegalStateException(
              "Expected no live event in " + range.partition() + ", found one");
    }
  }

  private InputRecord encoded(Input.Data data, InputRange range) {
    String legacyId = data.record().getLegacyId();
    try {
      int position = batch.add(range.entity(), data.record());
      return new InputRecord(data.source(), position, legacyId, null);
    } catch (CellMismatchException e) {
      return new InputRecord(
          data.source(), -1, legacyId, new Problem(UNREADABLE, e.column(), e.getMessage()));
    }
  }
}
