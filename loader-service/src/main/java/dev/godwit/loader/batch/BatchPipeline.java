package dev.godwit.loader.batch;

import dev.godwit.loader.LoaderSettings;
import dev.godwit.loader.batch.BatchTransaction.Loaded;
import dev.godwit.loader.batch.BatchTransaction.NotOpen;
import dev.godwit.loader.batch.BatchTransaction.Outcome;
import dev.godwit.loader.batch.BatchTransaction.Overtaken;
import dev.godwit.loader.batch.RunPart.Written;
import dev.godwit.loader.inbound.LostRows;
import dev.godwit.loader.inbound.PartitionFeed;
import dev.godwit.loader.inbound.TransformedInput;
import dev.godwit.loader.outbound.OutboxSender;
import dev.godwit.loader.progress.Outbox;
import dev.godwit.loader.reference.PauseReason;
import dev.godwit.loader.rows.RangeOutcome;
import dev.godwit.loader.targetdb.TargetConnection;
import dev.godwit.records.Entity;
import dev.godwit.wire.crash.CrashPoint;
import dev.godwit.worker.failure.SqlFailure;
import dev.godwit.worker.run.RunContext;
import dev.godwit.worker.run.RunStoppedException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jboss.logging.Logger;

/**
 * The route of every record through the loader: poll, assign to runs, load in one transaction, send
 * the outbox. A {@link LoadStrategy} supplies what differs between a snapshot and live engagement.
 * Runs on one worker thread.
 *
 * <p>Contract:
 *
 * <ul>
 *   <li>Rows, source offsets and outgoing messages change in one transaction. After any doubt about
 *       what was committed, the pipeline reads from the target database where to continue.
 *   <li>The snapshot's partitions come first, contacts before emails before engagements.
 *   <li>A partition is read in order. Where its next record must wait, the partition is paused; no
 *       other partition waits for it.
 *   <li>Nothing is loaded before the run statuses are as new as the partitions that were taken
 *       over, so that a restart never loads the rows of a run that has ended.
 * </ul>
 */
public final class BatchPipeline {
  private static final Logger LOG = Logger.getLogger(BatchPipeline.class);
  private static final Duration POLL = Duration.ofMillis(200);
  private static final Duration BEFORE_REVOKED = Duration.ofSeconds(2);

  private final TransformedInput input;
  private final TargetConnection target;
  private final RunGate gate;
  private final BatchTransaction transaction;
  private final OutboxSender sender;
  private final List<LoadStrategy> strategies;
  private final StagePort stage;
  private final LoaderSettings settings;
  private long pausesCheckedAtNanos;

  /**
   * @param strategies one for each kind of traffic, in the order in which they take their turn
   */
  public BatchPipeline(
      TransformedInput input,
      TargetConnection target,
      RunGate gate,
      BatchTransaction transaction,
      OutboxSender sender,
      List<LoadStrategy> strategies,
      StagePort stage,
      LoaderSettings settings) {
    this.input = input;
    this.target = target;
    this.gate = gate;
    this.transaction = transaction;
    this.sender = sender;
    this.strategies = strategies;
    this.stage = stage;
    this.settings = settings;
  }

  /**
   * One turn: the records of one poll are loaded, skipped or paused.
   *
   * @throws SQLException fatal, and no run's fault
   * @throws InterruptedException where the process is about to end
   */
  public void turn() throws SQLException, InterruptedException {
    if (input.mustRestore() || sender.hasFailed()) {
      restore();
    }
    releasePauses();
    List<PartitionFeed> polled = input.poll(POLL);
    if (polled.isEmpty()) {
      deleteAcknowledged();
      target.checkNowAndThen();
    }
    for (LoadStrategy strategy : strategies) {
      boolean live = strategy.traffic() == Traffic.LIVE;
      load(
          strategy,
          polled.stream().filter(feed -> live == feed.entity().equals(Entity.LIVE)).toList());
    }
    if (!input.mustRestore()) {
      input.publish();
    }
  }

  /**
   * Waits a little for outstanding acknowledgements and clears the outbox, so that the next owner
   * of the partitions finds little to send again. Called by the poll on the worker thread.
   */
  public void beforeRevoked() {
    try {
      sender.settle(BEFORE_REVOKED);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return;
    }
    deleteAcknowledged();
  }

  /** Reads where to continue, and sends what the outbox holds of this worker's own partitions. */
  private void restore() throws SQLException, InterruptedException {
    gate.clear();
    stage.awaitStatuses();
    List<LostRows> lost = input.restore(target);
    if (!lost.isEmpty()) {
      gate.reportLost(lost);
    }
    Set<TopicPartition> mine = input.assigned();
    long last = -1;
    while (true) {
      long after = last;
      List<Outbox.Entry> entries =
          target.retrying(
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

  private void load(LoadStrategy strategy, List<PartitionFeed> feeds)
      throws SQLException, InterruptedException {
    while (!input.mustRestore()) {
      try {
        Optional<Batch> next = strategy.next(feeds);
        if (next.isEmpty()) {
          return;
        }
        while (next.isPresent()) {
          next = load(strategy, next.get(), feeds);
        }
      } catch (RunStoppedException e) {
        // The taken records are polled again, and skipped by the run's new status.
        input.giveUp();
      }
    }
  }

  /** Loads a batch; gives the rest of it that is to be loaded where it failed. */
  private Optional<Batch> load(LoadStrategy strategy, Batch batch, List<PartitionFeed> feeds)
      throws RunStoppedException, InterruptedException {
    List<Long> acknowledged = sender.acknowledged();
    try (RunContext context = context(batch)) {
      Outcome outcome;
      try {
        outcome = commit(batch, acknowledged);
      } catch (RunStoppedException | InterruptedException | KafkaException e) {
        throw e;
      } catch (Exception e) {
        return failed(strategy, batch, e, feeds);
      }
      settle(strategy, batch, outcome, acknowledged, feeds);
      return Optional.empty();
    }
  }

  /** The log's context of a batch of one run; null, which is closed by doing nothing, otherwise. */
  private static RunContext context(Batch batch) {
    return batch.parts().size() == 1 ? RunContext.of(batch.parts().get(0).run().spec()) : null;
  }

  private Outcome commit(Batch batch, List<Long> acknowledged) throws Exception {
    TargetConnection.Work<Outcome> work =
        connection -> transaction.load(connection, batch, acknowledged);
    if (batch.parts().isEmpty()) {
      return target.retrying(work);
    }
    Callable<Outcome> attempt = () -> target.once(work);
    return stage.whileTargetIsDown(batch.parts().get(0).run().spec(), attempt);
  }

  private Optional<Batch> failed(
      LoadStrategy strategy, Batch batch, Exception error, List<PartitionFeed> feeds)
      throws InterruptedException {
    if (!batch.parts().isEmpty()) {
      return strategy.failed(batch, error, feeds);
    }
    LOG.errorf(
        "Skipping records failed, and is retried after %s: %s",
        settings.retryAfter(),
        error instanceof SQLException sql ? SqlFailure.describe(sql) : error.toString());
    input.giveUp();
    LockSupport.parkNanos(settings.retryAfter().toNanos());
    return Optional.empty();
  }

  private void settle(
      LoadStrategy strategy,
      Batch batch,
      Outcome outcome,
      List<Long> acknowledged,
      List<PartitionFeed> feeds) {
    switch (outcome) {
      case Loaded loaded -> {
        sender.deleted(acknowledged);
        sender.send(loaded.entries());
        CrashPoint.LOADER_OUTBOX_AFTER_SEND.reach();
        input.advance(loaded.steps());
        loaded.parts().forEach(part -> settle(strategy, part, feeds));
        countUnloaded(batch);
        strategy.loaded(batch);
      }
      case NotOpen notOpen -> {
        gate.forget(notOpen.runId());
        input.giveUp();
      }
      case Overtaken overtaken -> {
        LOG.infof(
            "Another instance has loaded from the same partitions; reading from the target database"
                + " where to continue.");
        input.giveUp();
      }
    }
  }

  private void settle(LoadStrategy strategy, Written part, List<PartitionFeed> feeds) {
    String runId = part.run().runId();
    part.run().passed().add(part.cuts());
    for (RangeOutcome outcome : part.outcomes()) {
      Entity entity = outcome.range().entity();
      stage.count(entity, "loaded", outcome.loaded());
      stage.count(entity, strategy.heldOutcome(), outcome.held());
      stage.count(entity, "quarantined", outcome.quarantined());
    }
    part.waiting()
        .forEach(
            (range, parent) ->
                input.pause(
                    range.partition(),
                    range.to(),
                    new PauseReason.CutOfEntity(runId, parent),
                    feeds));
    if (!part.cuts().isEmpty()) {
      input.release(reason -> reason.runId().equals(runId) && reason.isOver(part.run().passed()));
    }
  }

  /** Counts the records that the committed batch took without loading them. */
  private void countUnloaded(Batch batch) {
    Map<Entity, Long> orphans = new TreeMap<>();
    batch.orphans().forEach(orphan -> orphans.merge(orphan.entity(), 1L, Long::sum));
    orphans.forEach((entity, records) -> stage.count(entity, "quarantined", records));
    batch.skipped().forEach((entity, records) -> stage.count(entity, "skipped", records));
    batch.elsewhere().forEach((entity, records) -> stage.count(entity, "other_target", records));
  }

  /** Continues with the partitions whose pause is over. */
  private void releasePauses() {
    long now = System.nanoTime();
    if (input.paused().isEmpty()
        || now - pausesCheckedAtNanos < settings.checkPausesEvery().toNanos()) {
      return;
    }
    pausesCheckedAtNanos = now;
    for (String runId : input.paused().runs()) {
      Predicate<PauseReason> over = gate.pausesOver(runId);
      List<PauseReason> ended =
          input.release(reason -> reason.runId().equals(runId) && over.test(reason));
      if (ended.stream().anyMatch(PauseReason.RunResume.class::isInstance)) {
        gate.resumed(runId);
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
            CrashPoint.LOADER_OUTBOX_BEFORE_DELETE.reach();
            connection.commit();
            CrashPoint.LOADER_OUTBOX_AFTER_DELETE.reach();
            return null;
          });
      sender.deleted(acknowledged);
    } catch (SQLException e) {
      LOG.debugf("The outbox is cleared later: %s", SqlFailure.describe(e));
    }
  }
}
