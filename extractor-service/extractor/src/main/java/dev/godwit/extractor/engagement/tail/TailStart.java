package dev.godwit.extractor.engagement.tail;

import dev.godwit.event.v1.RunStarted;
import dev.godwit.extractor.ExtractorSettings;
import dev.godwit.extractor.source.SourcePacks;
import dev.godwit.pack.SourcePack;
import dev.godwit.pack.TailSource;
import dev.godwit.row.v1.TailPosition;
import dev.godwit.worker.failure.SqlFailure;
import dev.godwit.worker.failure.StageFailedException;
import dev.godwit.worker.run.RunEventListener;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import org.apache.avro.specific.SpecificRecord;
import org.jboss.logging.Logger;

/**
 * Determines where a tail begins: at the highest key up to which, before the run's snapshot is
 * taken, every row exists already or never will. Such rows are in the snapshot. A mark is made
 * whenever a run of a customer starts, so that one is usable when a live run needs it. Marks are in
 * memory only; after a restart they are made again from the events. Thread-safe.
 */
@ApplicationScoped
public class TailStart implements RunEventListener {
  private static final Logger LOG = Logger.getLogger(TailStart.class);
  private static final int KEPT_MARKS = 8;
  private static final long POLL_MILLIS = 100;

  private static final Duration PAUSE = Duration.ofSeconds(3);
  private static final Duration LONG_PAUSE = Duration.ofSeconds(30);

  private record MarkRequest(String customer, String pack) {}

  private final LinkedBlockingQueue<MarkRequest> requests = new LinkedBlockingQueue<>();
  private final Map<MarkRequest, Deque<Mark>> marks = new ConcurrentHashMap<>();
  private final SourcePacks packs;
  private final Duration timeout;
  private final int limit;
  private Thread thread;

  TailStart(SourcePacks packs, ExtractorSettings settings) {
    this.packs = packs;
    this.timeout = settings.tailTimeout();
    this.limit = settings.tailKeys();
  }

  @Override
  public void onEvent(SpecificRecord event) {
    if (event instanceof RunStarted started) {
      MarkRequest mark = new MarkRequest(started.getCustomer(), started.getSourcePack());
      if (!requests.contains(mark)) {
        requests.add(mark);
      }
    }
  }

  void onStart(@Observes StartupEvent start) {
    thread = Thread.ofPlatform().daemon().name("godwit-tail-marks").start(this::makeMarks);
  }

  private void makeMarks() {
    Set<MarkRequest> failing = new HashSet<>();
    try {
      while (true) {
        MarkRequest mark = requests.take();
        try {
          SourcePack pack = packs.pack(mark.pack());
          if (pack.live().tail() != null) {
            try (Connection connection = packs.openForPolling(pack)) {
              mark(connection, pack, mark.customer());
            }
          }
          failing.remove(mark);
        } catch (SQLException e) {
          boolean retriable = SqlFailure.classify(e) == SqlFailure.RETRIABLE;
          if (failing.add(mark)) {
            LOG.warnf(
                "customer=%s: no mark for the tail yet; it is tried again: %s",
                mark.customer(), SqlFailure.describe(e));
          }
          requests.add(mark);
          Thread.sleep(retriable ? PAUSE : LONG_PAUSE);
        } catch (StageFailedException | RuntimeException e) {
          LOG.warnf(
              "customer=%s: no mark for the tail; it begins at an older mark or the first row: %s",
              mark.customer(), e.getMessage());
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Makes a mark now. */
  void mark(Connection connection, SourcePack pack, String customer)
      throws SQLException, StageFailedException {
    TailSource tail = pack.live().tail();
    long highest = new TailRows(connection, pack, customer).highest();
    Horizon now = Horizon.query(connection, tail.horizon());
    if (highest < Long.MIN_VALUE + tail.behind()) {
      return;
    }
    Deque<Mark> ofCustomer =
        marks.computeIfAbsent(new MarkRequest(customer, pack.name()), key -> new ArrayDeque<>());
    synchronized (ofCustomer) {
      ofCustomer.addLast(new Mark(highest - tail.behind(), now.now(), now.next()));
      if (ofCustomer.size() > KEPT_MARKS) {
        ofCustomer.removeFirst();
      }
    }
  }

  /**
   * The first position of a run's tail, before the run's snapshot is taken. Waits up to the timeout
   * for the newest mark. An older mark is as correct, and means more rows that are sent twice;
   * without a mark the tail begins at the first row.
   *
   * @throws InterruptedException where the process stops
   */
  public TailPosition begin(SourcePack pack, String customer, String runId)
      throws SQLException, StageFailedException, InterruptedException {
    try (Connection connection = packs.openForPolling(pack)) {
      if (newest(pack, customer).isEmpty()) {
        mark(connection, pack, customer);
      }
      long deadline = System.nanoTime() + timeout.toNanos();
      Optional<Mark> over = over(connection, pack, customer);
      while (!over.equals(newest(pack, customer)) && System.nanoTime() < deadline) {
        Thread.sleep(POLL_MILLIS);
        over = over(connection, pack, customer);
      }
      if (over.isEmpty() && newest(pack, customer).isPresent()) {
        LOG.warnf(
            "runId=%s: the tail begins at the first row, since a transaction in the source is open since before the run started",
            runId);
      }
      long key = over.map(Mark::key).orElse(Long.MIN_VALUE);
      return TailState.from(key, limit).position(customer, runId);
    }
  }

  private Deque<Mark> marks(SourcePack pack, String customer) {
    return marks.getOrDefault(new MarkRequest(customer, pack.name()), new ArrayDeque<>());
  }

  private Optional<Mark> newest(SourcePack pack, String customer) {
    Deque<Mark> ofCustomer = marks(pack, customer);
    synchronized (ofCustomer) {
      return Optional.ofNullable(ofCustomer.peekLast());
    }
  }

  /** The newest mark below which no open transaction can write. */
  private Optional<Mark> over(Connection connection, SourcePack pack, String customer)
      throws SQLException {
    TailSource tail = pack.live().tail();
    Horizon now = Horizon.query(connection, tail.horizon());
    Deque<Mark> ofCustomer = marks(pack, customer);
    synchronized (ofCustomer) {
      return ofCustomer.reversed().stream()
          .filter(mark -> now.isOver(mark, tail.settle()))
          .findFirst();
    }
  }

  @PreDestroy
  void close() {
    if (thread != null) {
      thread.interrupt();
    }
  }
}
