package dev.godwit.loader.batch;

import dev.godwit.loader.LoaderSettings;
import dev.godwit.loader.inbound.InboundRecord;
import dev.godwit.loader.inbound.LoadRecord;
import dev.godwit.loader.inbound.LoadRecord.Problem;
import dev.godwit.loader.inbound.PartitionFeed;
import dev.godwit.loader.inbound.RecordRange;
import dev.godwit.loader.inbound.TransformedInput;
import dev.godwit.loader.progress.FenceState;
import dev.godwit.loader.progress.OffsetStore.Step;
import dev.godwit.loader.reference.PauseReason;
import dev.godwit.loader.reference.ReferenceOrder;
import dev.godwit.loader.rows.BatchRanges;
import dev.godwit.loader.rows.EncodedBatch;
import dev.godwit.loader.rows.SetwiseKeys;
import dev.godwit.pgcopy.CellMismatchException;
import dev.godwit.records.Entity;
import dev.godwit.records.QuarantineReason;
import dev.godwit.worker.run.RunStoppedException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Makes batches of a snapshot's rows: records of one run, from every partition where that run's
 * records are next, encoded as they are taken, up to the size of a batch. Entities are taken in the
 * order of reference. A batch that fails stops its run: the run's partitions are paused until it is
 * resumed, which continues at the same records, or ends. Keeps the buffers of the last run. Not
 * thread-safe.
 */
public final class SnapshotStrategy implements LoadStrategy {
  private final TransformedInput input;
  private final RunGate gate;
  private final RunFailures failures;
  private final OrderedReplays replays;
  private final LoaderSettings settings;
  private final SetwiseKeys keys = new SetwiseKeys();
  private EncodedBatch batch;

  /** Begin of the keys of the batch's customer. */
  private byte[] keyBegin;

  /** Run and kind of records that are taken together. */
  private record Kind(String runId, Traffic traffic) {}

  public SnapshotStrategy(
      TransformedInput input,
      RunGate gate,
      RunFailures failures,
      StagePort stage,
      LoaderSettings settings) {
    this.replays = new OrderedReplays(stage);
    this.input = input;
    this.gate = gate;
    this.failures = failures;
    this.settings = settings;
  }

  @Override
  public Traffic traffic() {
    return Traffic.SNAPSHOT;
  }

  @Override
  public String heldOutcome() {
    return "already_loaded";
  }

  @Override
  public Optional<Batch> next(List<PartitionFeed> feeds)
      throws SQLException, RunStoppedException, InterruptedException {
    replays.beginBatch();
    Optional<Batch> next = Optional.empty();
    while (next.isEmpty()) {
      Optional<PartitionFeed> first =
          feeds.stream().filter(feed -> feed.peek() != null).findFirst();
      if (first.isEmpty()) {
        return next;
      }
      Kind kind = new Kind(runIdOf(first.get()), replays.of(first.get().peek()));
      switch (gate.decide(kind.runId(), kind.traffic())) {
        case RunGate.Decision.Load load ->
            next = take(load.run(), load.resumes(), kind.traffic(), feeds);
        case RunGate.Decision.Skip skip -> next = Optional.of(skip(kind, skip.elsewhere(), feeds));
        case RunGate.Decision.Pause pause -> pause(kind, pause.reason(), feeds);
      }
    }
    return next;
  }

  /**
   * Run of the feed's next record; the feed keeps the one that is found for an unreadable record.
   */
  private String runIdOf(PartitionFeed feed) throws SQLException, InterruptedException {
    InboundRecord next = feed.peek();
    if (next.runId() == null) {
      feed.nextBelongsTo(gate.runOfUnreadable(next.source(), Traffic.SNAPSHOT));
    }
    return feed.peek().runId();
  }

  /**
   * Takes records of the run from each feed, until the batch is full, or a cut or a record of
   * another run is reached; pauses feeds whose entity must wait for another one.
   */
  private Optional<Batch> take(LoadRun run, int resumes, Traffic traffic, List<PartitionFeed> feeds)
      throws InterruptedException {
    Kind kind = new Kind(run.runId(), traffic);
    if (batch == null || batch.target() != run.target()) {
      batch = new EncodedBatch(run.target());
      keyBegin = (run.target().customer() + "/").getBytes(StandardCharsets.UTF_8);
    }
    batch.clear();
    List<RecordRange> ranges = new ArrayList<>();
    List<Step> steps = new ArrayList<>();
    for (PartitionFeed feed : feeds) {
      if (isFull()) {
        break;
      }
      if (!isNext(kind, feed)) {
        continue;
      }
      if (!run.passed().mayLoad(feed.entity(), feed.partition().partition())) {
        pauseForOrder(run.runId(), feed);
        continue;
      }
      RecordRange range = new RecordRange(feed.partition(), feed.entity());
      while (!isFull() && range.cut() == null && isNext(kind, feed)) {
        takeOne(feed.peek(), range);
        feed.move();
      }
      ranges.add(range);
      steps.add(new Step(feed.partition(), input.next(feed.partition()), range.to()));
    }
    if (ranges.isEmpty()) {
      return Optional.empty();
    }
    RunPart part = new SnapshotPart(run, resumes, new BatchRanges(batch, ranges), traffic, keys);
    return Optional.of(new Batch(List.of(part), steps, List.of(), Map.of(), Map.of()));
  }

  private boolean isFull() {
    return batch.size() >= settings.batchRecords() || batch.bytes() >= settings.batchBytes();
  }

  private boolean isNext(Kind kind, PartitionFeed feed) throws InterruptedException {
    return feed.peek() != null
        && kind.runId().equals(feed.peek().runId())
        && kind.traffic() == replays.of(feed.peek());
  }

  private void takeOne(InboundRecord next, RecordRange range) {
    switch (next) {
      case InboundRecord.Marker marker -> range.end(marker.cut(), marker.source());
      case InboundRecord.Unreadable poison ->
          range.add(LoadRecord.unreadable(poison.source(), poison.detail()));
      case InboundRecord.Row row when !isOfCustomer(row) ->
          range.add(
              LoadRecord.unreadable(
                  row.source(),
                  "Expected a key of customer %s, whose run the record names, found another. Find the program that wrote it; only the transformer may."
                      .formatted(batch.target().customer())));
      case InboundRecord.Row row -> range.add(encoded(row, range));
      case InboundRecord.Live live ->
          throw new IllegalStateException(
              "Expected rows of a snapshot in " + range.partition() + ", found a live event.");
    }
  }

  /** The extractor begins the key of every record with its customer, and no stage changes it. */
  private boolean isOfCustomer(InboundRecord.Row row) {
    byte[] key = row.source().key();
    return key != null
        && key.length >= keyBegin.length
        && Arrays.equals(key, 0, keyBegin.length, keyBegin, 0, keyBegin.length);
  }

  private LoadRecord encoded(InboundRecord.Row row, RecordRange range) {
    String legacyId = row.record().getLegacyId();
    try {
      int position = batch.add(range.entity(), row.record().getRows());
      return new LoadRecord(row.source(), position, legacyId, null);
    } catch (CellMismatchException e) {
      return LoadRecord.unencoded(
          row.source(),
          legacyId,
          new Problem(QuarantineReason.UNREADABLE, e.column(), e.getMessage()));
    }
  }

  /** Takes the run's records that are next in the feeds, without loading them. */
  private Batch skip(Kind kind, boolean elsewhere, List<PartitionFeed> feeds)
      throws InterruptedException {
    List<Step> steps = new ArrayList<>();
    List<Batch.Orphan> orphans = new ArrayList<>();
    Map<Entity, Long> skipped = new TreeMap<>();
    for (PartitionFeed feed : feeds) {
      long next = -1;
      long count = 0;
      while (isNext(kind, feed)) {
        if (kind.runId().isEmpty()
            && !elsewhere
            && feed.peek() instanceof InboundRecord.Unreadable poison) {
          orphans.add(
              new Batch.Orphan(
                  feed.entity(), LoadRecord.unreadable(poison.source(), poison.detail())));
        } else {
          count++;
        }
        next = feed.peek().source().offset() + 1;
        feed.move();
      }
      if (next >= 0) {
        steps.add(new Step(feed.partition(), input.next(feed.partition()), next));
        skipped.merge(feed.entity(), count, Long::sum);
      }
    }
    return elsewhere
        ? new Batch(List.of(), steps, orphans, Map.of(), skipped)
        : new Batch(List.of(), steps, orphans, skipped, Map.of());
  }

  private void pauseForOrder(String runId, PartitionFeed feed) {
    Entity before = ReferenceOrder.before(feed.entity()).orElseThrow();
    int partition = feed.partition().partition();
    input.pause(feed, new PauseReason.CutOfPartition(runId, before, partition));
  }

  private void pause(Kind kind, PauseReason reason, List<PartitionFeed> feeds)
      throws InterruptedException {
    for (PartitionFeed feed : feeds) {
      if (isNext(kind, feed)) {
        input.pause(feed, reason);
      }
    }
  }

  @Override
  public void loaded(Batch batch) {
    // A run that failed stays paused until it is resumed or ends: nothing of it is loaded before.
  }

  @Override
  public Optional<Batch> failed(Batch failed, Exception error, List<PartitionFeed> feeds)
      throws InterruptedException {
    SnapshotPart part = (SnapshotPart) failed.parts().get(0);
    failures.batchFailed(part.run().spec(), part.resumes(), part.input(), error);
    Kind kind = new Kind(part.run().runId(), part.traffic());
    // A committed run is not resumed any more; it is tried again after a while.
    PauseReason untilMended =
        part.run().fenced().state() == FenceState.ENABLED
            ? part.traffic().unfit(kind.runId(), part.resumes(), settings.retryAfter())
            : new PauseReason.RunResume(kind.runId(), part.resumes());
    for (RecordRange range : part.input().ranges()) {
      input.pause(range.partition(), range.from(), untilMended, feeds);
    }
    pause(kind, untilMended, feeds);
    return Optional.empty();
  }
}
