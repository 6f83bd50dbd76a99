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
import dev.godwit.loader.order.Wait;
import dev.godwit.loader.outbound.OutboxSender;
import dev.godwit.loader.progress.FencedRun;
import dev.godwit.loader.progress.OffsetStore.Step;
import dev.godwit.loader.progress.RunFence;
import dev.godwit.loader.target.TargetConnection;
import dev.godwit.stage.RunSpec;
import dev.godwit.stage.RunStoppedException;
import dev.godwit.stage.SqlFailure;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jboss.logging.Logger;

/**
 * Loads the live events that were polled, those of all customers in one transaction: they stand
 * mixed in the partitions, and a transaction for each change of customer would be slower than they
 * come. A run's events wait until all its emails are there. Runs on the lane's thread.
 */
final class LiveLoop {
  private static final Logger LOG = Logger.getLogger(LiveLoop.class);
  private static final Duration PAUSE_AFTER_FAILURE = Duration.ofSeconds(2);

  private final TransformedInput input;
  private final TargetConnection target;
  private final LoadRuns runs;
  private final LiveTransaction transaction;
  private final OutboxSender sender;
  private final FatalRuns fatalRuns;
  private final StageSide stage;
  private final int batchRecords;

  LiveLoop(
      TransformedInput input,
      TargetConnection target,
      LoadRuns runs,
      LiveTransaction transaction,
      OutboxSender sender,
      FatalRuns fatalRuns,
      StageSide stage,
      int batchRecords) {
    this.input = input;
    this.target = target;
    this.runs = runs;
    this.transaction = transaction;
    this.sender = sender;
    this.fatalRuns = fatalRuns;
    this.stage = stage;
    this.batchRecords = batchRecords;
  }

  /** Loads what stands in the feeds of live engagement, until all is loaded or waits. */
  void load(List<PartitionFeed> feeds) throws SQLException, InterruptedException {
    while (!input.mustRestore()) {
      Taken taken = new Taken();
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
    private final List<LiveRange> ranges = new ArrayList<>();
    private final List<Step> steps = new ArrayList<>();
    private int records;
    private long passedOver;
  }

  private void take(PartitionFeed feed, Taken taken) throws SQLException, InterruptedException {
    Map<String, LiveRange> open = new HashMap<>();
    long next = -1;
    while (feed.peek() != null && taken.records < batchRecords) {
      Input event = feed.peek();
      String runId = event.runId() == null ? runIdOf(event.source()) : event.runId();
      Optional<LoadRun> run = Optional.empty();
      if (!runId.isEmpty()) {
        Standing standing = standing(runId);
        switch (standing) {
          case Writing writing -> {
            if (event instanceof Input.Live && !writing.run().passed().everywhere(Entity.EMAILS)) {
              waitFor(feed, new Wait.ForEntity(runId, Entity.EMAILS));
              continue;
            }
            run = Optional.of(writing.run());
          }
          case Committed committed -> run = Optional.of(committed.run());
          case Ended ended -> {}
          case Unknown unknown -> {
            if (!stage.isOver(runId)) {
              fatalRuns.unknown(specOf(runId));
              waitFor(feed, new Wait.ForEnd(runId));
              continue;
            }
          }
        }
      }
      if (run.isPresent()) {
        add(event, run.get(), feed, open, taken);
      } else {
        taken.passedOver++;
      }
      next = event.source().offset() + 1;
      taken.records++;
      feed.move();
    }
    if (next >= 0) {
      taken.steps.add(new Step(feed.partition(), input.next(feed.partition()), next));
    }
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
                          transaction.load(connection, taken.ranges, taken.steps, acknowledged)));
      settle(taken, outcome, acknowledged);
    } catch (InterruptedException e) {
      throw e;
    } catch (RunStoppedException e) {
      input.giveUp();
    } catch (Exception e) {
      blame(taken, e);
      input.giveUp();
      LockSupport.parkNanos(PAUSE_AFTER_FAILURE.toNanos());
    }
  }

  /** Reports the runs whose events fail on their own; all that were in it where none does. */
  private void blame(Taken taken, Exception error) {
    Map<String, List<LiveRange>> byRun = new TreeMap<>();
    taken.ranges.forEach(
        range -> byRun.computeIfAbsent(range.run().runId(), r -> new ArrayList<>()).add(range));
    boolean found = false;
    for (List<LiveRange> ofRun : byRun.values()) {
      try {
        target.once(
            connection -> {
              transaction.probe(connection, ofRun);
              return null;
            });
      } catch (SQLException | RuntimeException e) {
        found = true;
        fatalRuns.liveFailed(ofRun.get(0).run().spec(), e);
      }
    }
    if (!found) {
      LOG.warnf(
          "Live events could not be loaded and are tried again: %s",
          error instanceof SQLException sql ? SqlFailure.describe(sql) : error.toString());
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
        stage.count(Entity.LIVE, "skipped", taken.passedOver);
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

  private Standing standing(String runId) throws SQLException, InterruptedException {
    return target.patiently(connection -> runs.standing(connection, runId));
  }

  private void waitFor(PartitionFeed feed, Wait wait) {
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
