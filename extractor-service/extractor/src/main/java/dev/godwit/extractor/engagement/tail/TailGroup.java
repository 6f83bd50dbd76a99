package dev.godwit.extractor.engagement.tail;

import dev.godwit.extractor.ExtractorSettings;
import dev.godwit.extractor.engagement.ContinuousWorker;
import dev.godwit.extractor.outbound.DataPartitions;
import dev.godwit.extractor.source.PackConnections;
import dev.godwit.extractor.source.SourcePacks;
import dev.godwit.pack.FollowedQuery;
import dev.godwit.pack.SourcePack;
import dev.godwit.records.Counted;
import dev.godwit.records.Entity;
import dev.godwit.records.Topics;
import dev.godwit.row.v1.TailPosition;
import dev.godwit.wire.KafkaSettings;
import dev.godwit.wire.WireEncoder;
import dev.godwit.wire.live.TailMark;
import dev.godwit.worker.failure.SqlFailure;
import dev.godwit.worker.failure.StageFailedException;
import dev.godwit.worker.run.LiveWindows;
import dev.godwit.worker.run.LiveWindows.Window;
import dev.godwit.worker.run.RunContext;
import dev.godwit.worker.run.RunRegistry;
import dev.godwit.worker.run.RunSpec;
import dev.godwit.worker.stage.StageIdentity;
import dev.godwit.worker.stage.StageMetrics;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.jboss.logging.Logger;

/**
 * Runs the tails of this instance: those of customers with an open window whose partition of {@code
 * crm.tails.v1} the consumer group assigned to it. Tails of a pack whose files were changed resume
 * with the newest ones without findings. One thread, with one connection for each source.
 */
@ApplicationScoped
public class TailGroup {
  private static final Logger LOG = Logger.getLogger(TailGroup.class);
  private static final Duration LONGEST_POLL = Duration.ofMillis(200);
  private static final Duration PAUSE = Duration.ofSeconds(1);
  private static final int OPENING = 0;
  private static final Duration LONG_PAUSE = Duration.ofSeconds(30);

  private final KafkaSettings kafka;
  private final Map<Integer, TailFeed> feeds = new HashMap<>();
  private final Map<Integer, Long> readFirst = new HashMap<>();
  private final RetryPauses<Integer> partitionPauses = new RetryPauses<>(System::nanoTime);
  private final RetryPauses<String> runPauses = new RetryPauses<>(System::nanoTime);
  private final Set<Integer> mine = new HashSet<>();
  private final RunningTails running = new RunningTails();
  private final LiveWindows windows;
  private final SourcePacks packs;
  private final PackConnections connections;
  private final StageIdentity identity;
  private final StageMetrics metrics;
  private final TailMetrics tailMetrics;
  private final int dataPartitions;
  private final int limit;
  private final TailMark mark;
  private WireEncoder encoder;
  private TailPositions positions;
  private int sharedBy;
  private final ContinuousWorker worker;

  TailGroup(
      KafkaSettings kafka,
      RunRegistry runs,
      LiveWindows windows,
      SourcePacks packs,
      StageIdentity identity,
      StageMetrics metrics,
      TailMetrics tailMetrics,
      DataPartitions partitions,
      ExtractorSettings settings) {
    this.kafka = kafka;
    this.windows = windows;
    this.packs = packs;
    this.connections = new PackConnections(packs::openForPolling);
    this.identity = identity;
    this.metrics = metrics;
    this.tailMetrics = tailMetrics;
    this.dataPartitions = partitions.count();
    this.limit = settings.tailKeys();
    this.mark = settings.tailMark();
    this.worker = new ContinuousWorker("tails", runs::awaitCaughtUp, this::step, this::releaseAll);
  }

  void onStart(@Observes StartupEvent start) {
    worker.start();
  }

  /** True while the worker runs. */
  boolean isAlive() {
    return worker.isAlive();
  }

  private void step() {
    if (positions == null) {
      encoder = new WireEncoder(kafka.serde());
      positions = new TailPositions(kafka, identity.instance());
    }
    positions.poll(Duration.ofNanos(untilNext()));
    positions.takeLost().forEach(this::lose);
    mine.addAll(positions.takeGained());
    for (int partition : mine) {
      if (!feeds.containsKey(partition) && partitionPauses.isOver(partition)) {
        begin(partition);
      }
    }
    renew();
    follow();
    for (RunningTail one : running.all()) {
      if (running.has(one) && one.pace.isDue(System.nanoTime())) {
        try (RunContext context = RunContext.of(one.run)) {
          poll(one);
        }
      }
    }
  }

  private long untilNext() {
    long now = System.nanoTime();
    long wait = LONGEST_POLL.toNanos();
    for (RunningTail one : running.all()) {
      wait = Math.min(wait, Math.max(0, one.pace.untilDue(now)));
    }
    return wait;
  }

  /** Fences the predecessor first, and then reads all positions that it wrote. */
  private void begin(int partition) {
    try {
      feeds.put(partition, new TailFeed(kafka, encoder, mark, partition, dataPartitions));
      readFirst.put(partition, positions.end(partition));
    } catch (InterruptException e) {
      throw e;
    } catch (KafkaException e) {
      LOG.warnf("partition=%d: the tails wait for the broker: %s", partition, e.getMessage());
      drop(partition);
      partitionPauses.begin(partition, PAUSE);
    }
  }

  /** Ends the tails whose pack was changed; they resume with the newest files. */
  private void renew() {
    running.partitionsWithout(packs::isCurrent).forEach(this::drop);
  }

  /** Starts the tails of windows that opened, and ends those of windows that closed. */
  private void follow() {
    Map<String, RunSpec> open = new HashMap<>();
    for (Window window : windows.open()) {
      open.put(window.run().customer(), window.run());
    }
    for (RunningTail one : running.all()) {
      if (!one.run.equals(open.get(one.run.customer()))) {
        running.remove(one);
      }
    }
    positions.forget(this::needsNoPosition);
    runPauses.forget(this::needsNoPosition);
    Set<String> begun = new HashSet<>();
    running.all().forEach(one -> begun.add(one.run.customer()));
    Set<String> followed = new HashSet<>();
    for (RunSpec run : open.values()) {
      int partition = TailPartitions.of(run.customer());
      if (mine.contains(partition)) {
        followed.add(run.customer());
      }
      if (!begun.contains(run.customer())
          && feeds.containsKey(partition)
          && runPauses.isOver(run.runId())
          && positions.hasRead(partition, readFirst.get(partition))) {
        begin(run);
      }
    }
    tailMetrics.retain(followed);
    shareMemory();
  }

  /** True where the run's window is closed, or will never open. */
  private boolean needsNoPosition(String runId) {
    return windows.hasCut(runId, OPENING) && windows.of(runId).filter(Window::isOpen).isEmpty();
  }

  /** Shares the limit of remembered keys among the tails of this process. */
  private void shareMemory() {
    if (running.size() != sharedBy) {
      sharedBy = running.size();
      running.all().forEach(one -> one.state.limit(share()));
    }
  }

  private int share() {
    return Math.max(1, limit / Math.max(1, sharedBy));
  }

  private void begin(RunSpec run) {
    if (!positions.hasAny(run.runId())) {
      return;
    }
    try {
      begin(run, packs.pack(run.sourcePack()));
    } catch (StageFailedException e) {
      waits(new TailName(run.customer(), null), run, e.getMessage() + " " + e.action());
      runPauses.begin(run.runId(), LONG_PAUSE);
    } catch (SQLException e) {
      waits(new TailName(run.customer(), null), run, SqlFailure.describe(e));
      runPauses.begin(run.runId(), PAUSE);
    }
  }

  /** Begins all tails of a run, whose first positions were written together, or none. */
  private void begin(RunSpec run, SourcePack pack) {
    Set<TailName> names = new HashSet<>();
    pack.followed().forEach(one -> names.add(new TailName(run.customer(), one.query().name())));
    tailMetrics.retainOf(run.customer(), names); // It may have waited for the pack before.
    Map<FollowedQuery, TailPosition> from = new LinkedHashMap<>();
    for (FollowedQuery followed : pack.followed()) {
      String query = followed.query().name();
      Optional<TailPosition> position = positions.of(run.runId(), query);
      if (position.isEmpty()) {
        waits(
            new TailName(run.customer(), query),
            run,
            "Expected a position of %s of engagements in %s, found none yet. If it stays so, the pack's queries were changed since the run began: name them as they were."
                .formatted(followed.query().words(), Topics.TAILS));
        runPauses.begin(run.runId(), PAUSE);
        return;
      }
      from.put(followed, position.get());
    }
    from.forEach(
        (followed, position) -> {
          TailState state = TailState.of(position, share());
          RunningTail one = new RunningTail(run, pack, followed, state);
          running.add(one);
          tailMetrics.begin(one.name());
          LOG.infof(
              "customer=%s run=%d: the tail of %s resumes above key %s",
              run.customer(), run.run(), followed.query().words(), position.getSettled());
        });
  }

  private void poll(RunningTail one) {
    try {
      Connection connection = connections.of(one.pack);
      if (one.tail == null) {
        TailRows rows =
            new TailRows(connection, one.pack, one.followed.query(), one.run.customer());
        one.tail = new Tail(one.followed.tail(), rows, one.state);
      }
      Tail.Poll poll = one.tail.poll(connection, one.pace.budget(System.nanoTime()));
      send(one, poll);
      one.pace.polled(System.nanoTime(), poll, one.state.isUnsettled(), one.state.remembered());
      long untilDue = one.pace.untilDue(System.nanoTime());
      update(tailMetrics.begin(one.name()), one.state, poll, untilDue);
    } catch (SQLException e) {
      boolean retriable = SqlFailure.classify(e) == SqlFailure.RETRIABLE;
      wait(one, SqlFailure.describe(e), retriable ? PAUSE : LONG_PAUSE);
    } catch (StageFailedException e) {
      wait(one, e.getMessage() + " " + e.action(), LONG_PAUSE);
    } catch (InterruptException e) {
      throw e;
    } catch (KafkaException e) {
      waits(one.name(), one.run, "the rows could not be sent, " + e);
      int partition = TailPartitions.of(one.run.customer());
      drop(partition);
      partitionPauses.begin(partition, PAUSE);
    }
  }

  private void send(RunningTail one, Tail.Poll poll) {
    if (poll.isEmpty() && !poll.settled()) {
      return;
    }
    String customer = one.run.customer();
    TailFeed feed = feeds.get(TailPartitions.of(customer));
    int quarantined = feed.send(customer, poll, one.tail.position(customer, one.run.runId()));
    int sent = poll.events().size() + poll.failing().size() - quarantined;
    if (sent > 0) {
      metrics.count(Entity.LIVE, "tailed", sent);
      tailMetrics.sent(one.name(), sent);
    }
    if (quarantined > 0) {
      metrics.count(Entity.LIVE, "quarantined", quarantined);
      LOG.warnf(
          "customer=%s run=%d: quarantined %s of the tail, which cannot become records.",
          customer, one.run.run(), Counted.of(quarantined, "row"));
    }
  }

  private static void update(
      TailMetrics.Figures figures, TailState state, Tail.Poll poll, long untilDue) {
    figures.polled(!poll.more(), untilDue);
    figures.remembered = state.remembered();
    if (!state.isUnsettled()) {
      figures.unsettledSinceNanos = 0;
    } else if (poll.settled() || figures.unsettledSinceNanos == 0) {
      figures.unsettledSinceNanos = System.nanoTime();
    }
  }

  private void wait(RunningTail one, String cause, Duration wait) {
    waits(one.name(), one.run, cause);
    connections.close(one.pack);
    for (RunningTail other : running.all()) {
      if (other.pack.name().equals(one.pack.name())) {
        other.tail = null;
        other.pace.failed(System.nanoTime(), wait);
      }
    }
  }

  private void waits(TailName name, RunSpec run, String cause) {
    TailMetrics.Figures figures = tailMetrics.begin(name);
    if (figures.waiting == null) {
      LOG.warnf(
          "customer=%s run=%d: the tail waits and tries again: %s",
          run.customer(), run.run(), cause);
    }
    figures.waits(cause);
  }

  private void lose(int partition) {
    mine.remove(partition);
    drop(partition);
  }

  /** Ends the partition's feed and tails; they resume from their durable positions. */
  private void drop(int partition) {
    TailFeed feed = feeds.remove(partition);
    if (feed != null) {
      feed.close();
    }
    readFirst.remove(partition);
    // Their figures stay while the partition is assigned to this instance.
    running.removeOf(partition);
  }

  private void releaseAll() {
    running.clear();
    feeds.values().forEach(TailFeed::close);
    feeds.clear();
    readFirst.clear();
    mine.clear();
    connections.close();
    if (positions != null) {
      positions.close();
      positions = null;
      encoder.close();
    }
  }

  @PreDestroy
  void close() {
    worker.stop();
  }
}
