package dev.godwit.loader.inbound;

import dev.godwit.common.v1.Entity;
import dev.godwit.loader.load.BatchInput;
import dev.godwit.loader.load.BatchTransaction;
import dev.godwit.loader.load.BatchTransaction.Counts;
import dev.godwit.loader.load.BatchTransaction.Loaded;
import dev.godwit.loader.load.BatchTransaction.NotOpen;
import dev.godwit.loader.load.BatchTransaction.Outcome;
import dev.godwit.loader.load.BatchTransaction.Overtaken;
import dev.godwit.loader.load.InputRange;
import dev.godwit.loader.load.LoadRun;
import dev.godwit.loader.load.LoadRuns;
import dev.godwit.loader.load.LoadRuns.Committed;
import dev.godwit.loader.load.LoadRuns.Ended;
import dev.godwit.loader.load.LoadRuns.Standing;
import dev.godwit.loader.load.LoadRuns.Unknown;
import dev.godwit.loader.load.LoadRuns.Writing;
import dev.godwit.loader.outbound.OutboxSender;
import dev.godwit.loader.progress.Outbox;
import dev.godwit.loader.reference.PassedCuts;
import dev.godwit.loader.reference.PauseReason;
import dev.godwit.loader.reference.ReferenceOrder;
import dev.godwit.loader.targetdb.TargetConnection;
import dev.godwit.worker.RunContext;
import dev.godwit.worker.RunSpec;
import dev.godwit.worker.RunStoppedException;
import dev.godwit.worker.SqlFailure;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.jboss.logging.Logger;

/**
 * Loads what is polled: takes batches of one run each from the partitions and brings each into the
 * target in one transaction, until nothing is left that may be loaded now. Runs on the lane's
 * thread.
 */
final class LoadLoop {
  private static final Logger LOG = Logger.getLogger(LoadLoop.class);
  private static final Duration POLL = Duration.ofMillis(200);

  private static final Duration BEFORE_REVOKED = Duration.ofSeconds(2);

  private final TransformedInput input;
  private final TargetConnection target;
  private final LoadRuns runs;
  private final Batcher batcher;
  private final BatchTransaction transaction;
  private final OutboxSender sender;
  private final Passing passing;
  private final LiveLoop live;
  private final FatalRuns fatalRuns;
  private final StageSide stage;
  private final Duration lookAgain;

  /** A run that cannot be looked at costs a connection and a check of its pack each time. */
  private final Duration retryAfter;

  private final Map<String, Long> unfitUntilNanos = new HashMap<>();
  private long lookedAtNanos;

  LoadLoop(
      TransformedInput input,
      TargetConnection target,
      LoadRuns runs,
      Batcher batcher,
      BatchTransaction transaction,
      OutboxSender sender,
      Passing passing,
      LiveLoop live,
      FatalRuns fatalRuns,
      StageSide stage,
      Duration lookAgain,
      Duration retryAfter) {
    this.retryAfter = retryAfter;
    this.input = input;
    this.target = target;
    this.runs = runs;
    this.batcher = batcher;
    this.transaction = transaction;
    this.sender = sender;
    this.passing = passing;
    this.fatalRuns = fatalRuns;
    this.live = live;
    this.stage = stage;
    this.lookAgain = lookAgain;
  }

  /**
   * One turn: what is polled once is loaded, passed over or paused.
   *
   * @throws SQLException fatal, and no run's fault
   * @throws InterruptedException where the process is about to end
   */
  void turn() throws SQLException, InterruptedException {
    if (input.mustRestore() || sender.hasFailed()) {
      restore();
    }
    lookAtWaits();
    List<PartitionFeed> polled = input.poll(POLL);
    List<PartitionFeed> feeds = polled.stream().filter(feed -> !isLive(feed)).toList();
    if (polled.isEmpty()) {
      deleteAcknowledged();
      target.lookNowAndThen();
    }
    PartitionFeed first;
    while (!input.mustRestore() && (first = firstOf(feeds)) != null) {
      load(passing.runIdOf(first), first, feeds);
    }
    live.load(polled.stream().filter(LoadLoop::isLive).toList());
    if (!input.mustRestore()) {
      input.publish();
    }
  }

  private static boolean isLive(PartitionFeed feed) {
    return feed.entity() == Entity.LIVE;
  }

  /**
   * Finishes with the outbox as far as can be, so that whoever has the partitions next finds little
   * of this lane's there to send again. Called by the poll on the lane's thread.
   */
  void beforeRevoked() {
    try {
      sender.settle(BEFORE_REVOKED);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return;
    }
    deleteAcknowledged();
  }

  /** Reads where to go on, and sends what the outbox holds of this lane's own partitions. */
  private void restore() throws SQLException, InterruptedException {
    runs.clear();
    input.restore(target);
    Set<TopicPartition> mine = input.assigned();
    long last = -1;
    while (true) {
      long after = last;
      List<Outbox.Entry> entries =
          target.patiently(
              connection -> {
                List<Outbox.Entry> read = Outbox.readAfter(connection, after, mine);
                connection.rollback();
                return read;
              });
      if (entries.isEmpty()) {
        return;
      }
      sender.acknowledged();
      sender.send(entries);
      last = entries.get(entries.size() - 1).seq();
    }
  }

  private void load(String runId, PartitionFeed first, List<PartitionFeed> feeds)
      throws SQLException, InterruptedException {
    Standing standing;
    try {
      standing =
          runId.isEmpty()
              ? new Unknown()
              : stage.whileTargetIsDown(
                  specOf(runId), () -> target.once(connection -> runs.standing(connection, runId)));
    } catch (InterruptedException e) {
      throw e;
    } catch (RunStoppedException e) {
      input.giveUp();
      return;
    } catch (Exception e) {
      fatalRuns.targetUnfit(specOf(runId), e);
      hold(runId, feeds);
      return;
    }
    switch (standing) {
      case Writing writing -> load(writing.run(), feeds);
      case Ended ended -> passing.over(runId, feeds);
      case Committed committed -> passing.over(runId, feeds);
      case Unknown unknown -> {
        if (runId.isEmpty() || stage.isOver(runId)) {
          passing.over(runId, feeds);
        } else {
          fatalRuns.unknown(specOf(runId));
          hold(runId, feeds);
        }
      }
    }
  }

  private void load(LoadRun run, List<PartitionFeed> feeds) throws InterruptedException {
    try (RunContext context = RunContext.of(run.spec())) {
      BatchInput batch = batcher.take(run, feeds, feed -> waitForOrder(run, feed));
      if (batch.ranges().isEmpty()) {
        return;
      }
      List<Long> acknowledged = sender.acknowledged();
      try {
        Outcome outcome =
            stage.whileTargetIsDown(
                run.spec(),
                () ->
                    target.once(
                        connection ->
                            transaction.load(
                                connection,
                                run.runId(),
                                batch,
                                run.passed(),
                                input::next,
                                acknowledged)));
        settle(run, outcome, acknowledged, feeds);
      } catch (InterruptedException e) {
        throw e;
      } catch (RunStoppedException e) {
        input.giveUp();
      } catch (Exception e) {
        fatalRuns.batchFailed(run.spec(), batch, e);
        for (InputRange range : batch.ranges()) {
          input.pause(range.partition(), range.from(), new PauseReason.RunEnd(run.runId()));
          stop(feeds, range);
        }
        hold(run.runId(), feeds);
      }
    }
  }

  private void settle(
      LoadRun run, Outcome outcome, List<Long> acknowledged, List<PartitionFeed> feeds) {
    switch (outcome) {
      case Loaded loaded -> {
        sender.deleted(acknowledged);
        sender.send(loaded.entries());
        input.advance(loaded.steps());
        run.passed().add(loaded.cuts());
        loaded.counts().forEach(this::count);
        loaded
            .waiting()
            .forEach(
                (range, parent) -> {
                  input.pause(
                      range.partition(),
                      range.to(),
                      new PauseReason.CutOfEntity(run.runId(), parent));
                  stop(feeds, range);
                });
        if (!loaded.cuts().isEmpty()) {
          input.release(wait -> wait.runId().equals(run.runId()) && wait.isOver(run.passed()));
        }
      }
      case NotOpen notOpen -> {
        runs.forget(run.runId());
        input.giveUp();
      }
      case Overtaken overtaken -> {
        LOG.infof("Another instance has loaded from the same partitions; reading where to go on.");
        input.giveUp();
      }
    }
  }

  private void count(Entity entity, Counts counts) {
    stage.count(entity, "loaded", counts.loaded());
    stage.count(entity, "already_loaded", counts.already());
    stage.count(entity, "quarantined", counts.quarantined());
  }

  private void waitForOrder(LoadRun run, PartitionFeed feed) {
    Entity before = ReferenceOrder.before(feed.entity()).orElseThrow();
    input.pause(
        feed.partition(),
        feed.peek().source().offset(),
        new PauseReason.CutOfPartition(run.runId(), before, feed.partition().partition()));
    feed.stop();
  }

  private void hold(String runId, List<PartitionFeed> feeds) {
    for (PartitionFeed feed : feeds) {
      if (feed.peek() != null && runId.equals(feed.peek().runId())) {
        input.pause(feed.partition(), feed.peek().source().offset(), new PauseReason.RunEnd(runId));
        feed.stop();
      }
    }
  }

  /** Looks whether runs that partitions wait for have passed more, or have ended. */
  private void lookAtWaits() {
    long now = System.nanoTime();
    if (input.paused().isEmpty() || now - lookedAtNanos < lookAgain.toNanos()) {
      return;
    }
    lookedAtNanos = now;
    unfitUntilNanos.values().removeIf(until -> until - now <= 0);
    for (String runId : input.paused().runs()) {
      if (unfitUntilNanos.containsKey(runId)) {
        continue;
      }
      try {
        Standing standing = target.once(connection -> runs.refresh(connection, runId));
        if (standing instanceof Writing writing) {
          input.release(wait -> wait.runId().equals(runId) && wait.isOver(writing.run().passed()));
        } else if (standing instanceof Committed committed) {
          PassedCuts passed = committed.run().passed();
          input.release(
              wait -> wait.runId().equals(runId) && (wait.endsWithCommit() || wait.isOver(passed)));
        } else if (standing instanceof Ended || stage.isOver(runId)) {
          fatalRuns.ended(runId);
          input.release(wait -> wait.runId().equals(runId));
        }
      } catch (SQLException | RuntimeException e) {
        LOG.debugf("Run %s could not be looked at: %s", runId, e.getClass().getName());
        unfitUntilNanos.put(runId, System.nanoTime() + retryAfter.toNanos());
      }
    }
  }

  private void deleteAcknowledged() {
    List<Long> acknowledged = sender.acknowledged();
    if (acknowledged.isEmpty()) {
      return;
    }
    try {
      target.once(
          connection -> {
            Outbox.delete(connection, acknowledged);
            connection.commit();
            return null;
          });
      sender.deleted(acknowledged);
    } catch (SQLException e) {
      LOG.debugf("The outbox is cleared later: %s", SqlFailure.describe(e));
    }
  }

  private PartitionFeed firstOf(List<PartitionFeed> feeds) {
    for (PartitionFeed feed : feeds) {
      if (feed.peek() != null) {
        return feed;
      }
    }
    return null;
  }

  private static void stop(List<PartitionFeed> feeds, InputRange range) {
    feeds.stream()
        .filter(feed -> feed.partition().equals(range.partition()))
        .forEach(PartitionFeed::stop);
  }

  private RunSpec specOf(String runId) {
    return stage.find(runId).orElseGet(() -> Passing.specOf(runId));
  }
}
