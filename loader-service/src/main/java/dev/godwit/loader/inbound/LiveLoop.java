package dev.godwit.loader.inbound;

import dev.godwit.common.v1.Entity;
import dev.godwit.loader.load.BatchTransaction.Counts;
import dev.godwit.loader.load.LiveInput;
import dev.godwit.loader.load.LiveRange;
import dev.godwit.loader.load.LiveTransaction;
import dev.godwit.loader.load.LiveTransaction.Loaded;
import dev.godwit.loader.load.LiveTransaction.NotOpen;
import dev.godwit.loader.load.LiveTransaction.Outcome;
import dev.godwit.loader.load.LiveTransaction.Overtaken;
import dev.godwit.loader.load.LoadRun;
import dev.godwit.loader.load.LoadRuns;
import dev.godwit.loader.load.LoadRuns.Committed;
import dev.godwit.loader.load.LoadRuns.Ended;
import dev.godwit.loader.load.LoadRuns.Standing;
import dev.godwit.loader.load.LoadRuns.Unknown;
import dev.godwit.loader.load.LoadRuns.Writing;
import dev.godwit.loader.outbound.OutboxSender;
import dev.godwit.loader.progress.FencedRun;
import dev.godwit.loader.progress.OffsetStore.Step;
import dev.godwit.loader.progress.RunFence;
import dev.godwit.loader.reference.PauseReason;
import dev.godwit.loader.targetdb.TargetConnection;
import dev.godwit.worker.RunSpec;
import dev.godwit.worker.RunStoppedException;
import dev.godwit.worker.SqlFailure;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jboss.logging.Logger;

/**
 * Loads the live events that were polled, those of all customers in one transaction: they stand
 * mixed in the partitions, and a transaction for each change of customer would be slower than they
 * come. A run's events wait until all its emails are there. Runs on the lane's thread.
 */
final class LiveLoop {
  private static final Logger LOG = Logger.getLogger(LiveLoop.class);

  private final TransformedInput input;
  private final TargetConnection target;
  private final LoadRuns runs;
  private final LiveTransaction transaction;
  private final OutboxSender sender;
  private final FatalRuns fatalRuns;
  private final StageSide stage;
  private final int batchRecords;
  private final Duration retryAfter;

  LiveLoop(
      TransformedInput input,
      TargetConnection target,
      LoadRuns runs,
      LiveTransaction transaction,
      OutboxSender sender,
      FatalRuns fatalRuns,
      StageSide stage,
      int batchRecords,
      Duration retryAfter) {
    this.input = input;
    this.target = target;
    this.runs = runs;
    this.transaction = transaction;
    this.sender = sender;
    this.fatalRuns = fatalRuns;
    this.stage = stage;
    this.batchRecords = batchRecords;
    this.retryAfter = retryAfter;
  }

  /** Loads what stands in the feeds of live engagement, until all is loaded or waits. */
  void load(List<PartitionFeed> feeds) throws SQLException, InterruptedException {
    while (!input.mustRestore()) {
      Taken taken = new Taken(feeds);
      for (PartitionFeed feed : feeds) {
        take(feed, taken);
      }
      if (taken.steps.isEmpty()) {
        return;
      }
      load(taken);
    }
  }

  /** What was taken from the feeds for one transaction. */
  private static final class Taken {
    private final List<PartitionFeed> feeds;
    private final List<LiveRange> ranges = new ArrayList<>();
    private final List<LiveInput> ofNoRun = new ArrayList<>();
    private final List<ConsumerRecord<byte[], byte[]>> passedOver = new ArrayList<>();
    private final List<Step> steps = new ArrayList<>();
    private int records;

    private Taken(List<PartitionFeed> feeds) {
      this.feeds = feeds;
    }
  }

  /** What is to be done with the next event of a feed. */
  private sealed interface Turn {
    /** It is loaded for a run. */
    record Take(LoadRun run) implements Turn {}

    /** It belongs to no run that still writes. */
    record PassOver() implements Turn {}

    /** It waits, and all behind it in its partition. */
    record Hold(PauseReason why) implements Turn {}
  }

  private void take(PartitionFeed feed, Taken taken) throws SQLException, InterruptedException {
    Map<String, LiveRange> open = new HashMap<>();
    long next = -1;
    while (feed.peek() != null && taken.records < batchRecords) {
      Input event = feed.peek();
      switch (turnOf(event)) {
        case Turn.Hold hold -> {
          waitFor(feed, hold.why());
          continue;
        }
        case Turn.Take take -> add(event, take.run(), feed, open, taken);
        case Turn.PassOver over -> {
          if (event instanceof Input.Unreadable poison) {
            taken.ofNoRun.add(new LiveInput(poison.source(), null, poison.detail()));
          } else {
            taken.passedOver.add(event.source());
          }
        }
      }
      next = event.source().offset() + 1;
      taken.records++;
      feed.move();
    }
    if (next >= 0) {
      taken.steps.add(new Step(feed.partition(), input.next(feed.partition()), next));
    }
  }

  private Turn turnOf(Input event) throws SQLException, InterruptedException {
    String runId = event.runId() == null ? runIdOf(event.source()) : event.runId();
    if (runId.isEmpty()) {
      return new Turn.PassOver();
    }
    Standing standing;
    try {
      standing = target.patiently(connection -> runs.standing(connection, runId));
    } catch (SQLException | RuntimeException e) {
      // What is wrong with one customer's pack or tables is no reason to hold the others.
      fatalRuns.targetUnfit(specOf(runId), e);
      return new Turn.Hold(PauseReason.RetryTime.in(runId, retryAfter));
    }
    return switch (standing) {
      case Writing writing ->
          event instanceof Input.Live && !writing.run().passed().everywhere(Entity.EMAILS)
              ? new Turn.Hold(new PauseReason.CutOfEntity(runId, Entity.EMAILS))
              : new Turn.Take(writing.run());
      case Committed committed -> new Turn.Take(committed.run());
      case Ended ended -> new Turn.PassOver();
      case Unknown unknown -> {
        if (stage.isOver(runId)) {
          yield new Turn.PassOver();
        }
        fatalRuns.unknown(specOf(runId));
        yield new Turn.Hold(new PauseReason.RunEnd(runId));
      }
    };
  }

  private static void add(
      Input event, LoadRun run, PartitionFeed feed, Map<String, LiveRange> open, Taken taken) {
    LiveRange range =
        open.computeIfAbsent(
            run.runId(),
            r -> {
              LiveRange begun = new LiveRange(run, feed.partition());
              taken.ranges.add(begun);
              return begun;
            });
    switch (event) {
      case Input.Live live -> range.add(new LiveInput(live.source(), live.event(), null));
      case Input.Marker marker -> {
        range.end(marker.cut(), marker.source());
        open.remove(run.runId());
      }
      case Input.Unreadable poison ->
          range.add(new LiveInput(poison.source(), null, poison.detail()));
      case Input.Data data ->
          throw new IllegalStateException(
              "Expected a live event in " + feed.partition() + ", found a row of a snapshot");
    }
  }

  private void load(Taken taken) throws InterruptedException {
    RunSpec spec = taken.ranges.isEmpty() ? Passing.specOf("") : taken.ranges.get(0).run().spec();
    List<Long> acknowledged = sender.acknowledged();
    try {
      Outcome outcome =
          stage.whileTargetIsDown(
              spec,
              () ->
                  target.once(
                      connection ->
                          transaction.load(
                              connection, taken.ranges, taken.steps, taken.ofNoRun, acknowledged)));
      settle(taken, outcome, acknowledged);
    } catch (InterruptedException e) {
      throw e;
    } catch (RunStoppedException e) {
      input.giveUp();
    } catch (Exception e) {
      List<LiveRange> guilty = guilty(taken, e);
      if (guilty.isEmpty()) {
        input.giveUp();
        LockSupport.parkNanos(retryAfter.toNanos());
      } else {
        loadWithout(guilty, taken);
      }
    }
  }

  /** Finds and reports the runs whose events fail on their own; gives all ranges of these. */
  private List<LiveRange> guilty(Taken taken, Exception error) {
    Map<String, List<LiveRange>> byRun = new TreeMap<>();
    taken.ranges.forEach(
        range -> byRun.computeIfAbsent(range.run().runId(), r -> new ArrayList<>()).add(range));
    List<LiveRange> guilty = new ArrayList<>();
    for (List<LiveRange> ofRun : byRun.values()) {
      try {
        target.once(
            connection -> {
              transaction.probe(connection, ofRun);
              return null;
            });
      } catch (SQLException e) {
        if (SqlFailure.classify(e) == SqlFailure.RETRIABLE) {
          return List.of();
        }
        fatalRuns.liveFailed(ofRun.get(0).run().spec(), e);
        guilty.addAll(ofRun);
      } catch (RuntimeException e) {
        fatalRuns.liveFailed(ofRun.get(0).run().spec(), e);
        guilty.addAll(ofRun);
      }
    }
    if (guilty.isEmpty()) {
      LOG.warnf(
          "Live events could not be loaded and are tried again: %s",
          error instanceof SQLException sql ? SqlFailure.describe(sql) : error.toString());
    }
    return guilty;
  }

  /**
   * Loads what stands before the first event of a run that cannot be loaded, in each partition. The
   * partitions where there is such an event wait there; the others go on.
   */
  private void loadWithout(List<LiveRange> guilty, Taken taken) throws InterruptedException {
    Map<TopicPartition, LiveRange> first = new HashMap<>();
    for (LiveRange range : guilty) {
      first.merge(range.partition(), range, (a, b) -> a.firstOffset() <= b.firstOffset() ? a : b);
    }
    Taken rest = new Taken(taken.feeds);
    ToLongFunction<TopicPartition> end =
        partition ->
            first.containsKey(partition) ? first.get(partition).firstOffset() : Long.MAX_VALUE;
    taken.ranges.forEach(
        range -> range.before(end.applyAsLong(range.partition())).ifPresent(rest.ranges::add));
    Predicate<ConsumerRecord<byte[], byte[]>> before =
        source ->
            source.offset()
                < end.applyAsLong(new TopicPartition(source.topic(), source.partition()));
    taken.ofNoRun.stream()
        .filter(poison -> before.test(poison.source()))
        .forEach(rest.ofNoRun::add);
    taken.passedOver.stream().filter(before).forEach(rest.passedOver::add);
    for (Step step : taken.steps) {
      long to = Math.min(step.next(), end.applyAsLong(step.partition()));
      if (to > step.expected()) {
        rest.steps.add(new Step(step.partition(), step.expected(), to));
      }
    }
    first.forEach(
        (partition, range) ->
            input.pause(
                partition,
                range.firstOffset(),
                PauseReason.RetryTime.in(range.run().runId(), retryAfter)));
    taken.feeds.stream()
        .filter(feed -> first.containsKey(feed.partition()))
        .forEach(PartitionFeed::stop);
    if (!rest.steps.isEmpty()) {
      load(rest);
    }
  }

  private void settle(Taken taken, Outcome outcome, List<Long> acknowledged) {
    switch (outcome) {
      case Loaded loaded -> {
        sender.deleted(acknowledged);
        sender.send(loaded.entries());
        input.advance(taken.steps);
        Counts counts = loaded.counts();
        stage.count(Entity.LIVE, "loaded", counts.loaded());
        stage.count(Entity.LIVE, "duplicate", counts.already());
        stage.count(Entity.LIVE, "quarantined", counts.quarantined());
        stage.count(Entity.LIVE, "skipped", taken.passedOver.size());
        taken.ranges.forEach(range -> fatalRuns.ended(range.run().runId()));
      }
      case NotOpen notOpen -> {
        runs.forget(notOpen.runId());
        input.giveUp();
      }
      case Overtaken overtaken -> {
        LOG.infof("Another instance has loaded from the same partitions; reading where to go on.");
        input.giveUp();
      }
    }
  }

  private void waitFor(PartitionFeed feed, PauseReason wait) {
    input.pause(feed.partition(), feed.peek().source().offset(), wait);
    feed.stop();
  }

  /** Run of a record that cannot be read, by the customer in its key; empty where there is none. */
  private String runIdOf(ConsumerRecord<byte[], byte[]> source)
      throws SQLException, InterruptedException {
    String customer = Passing.customerOf(source);
    return target
        .patiently(
            connection -> {
              Optional<FencedRun> found = RunFence.liveRunOf(connection, customer);
              connection.rollback();
              return found;
            })
        .map(FencedRun::runId)
        .orElse("");
  }

  private RunSpec specOf(String runId) {
    return stage.find(runId).orElseGet(() -> Passing.specOf(runId));
  }
}
