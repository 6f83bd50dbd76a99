package dev.godwit.extractor.engagement.tail;

import dev.godwit.event.v1.RunStarted;
import dev.godwit.extractor.ExtractorSettings;
import dev.godwit.extractor.source.SourcePacks;
import dev.godwit.pack.FollowedQuery;
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
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
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

  /** Whose marks they are; the query is null where it has no name. */
  private record Marked(String customer, String pack, String query) {}

  private final LinkedBlockingQueue<MarkRequest> requests = new LinkedBlockingQueue<>();
  private final Map<Marked, Deque<Mark>> marks = new ConcurrentHashMap<>();
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
          if (!pack.followed().isEmpty()) {
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

  /** Makes a mark of each query that is followed, now. */
  void mark(Connection connection, SourcePack pack, String customer)
      throws SQLException, StageFailedException {
    for (FollowedQuery followed : pack.followed()) {
      mark(connection, pack, followed, customer);
    }
  }

  private void mark(Connection connection, SourcePack pack, FollowedQuery followed, String customer)
      throws SQLException, StageFailedException {
    TailSource tail = followed.tail();
    long highest = new TailRows(connection, pack, followed.query(), customer).highest();
    Horizon now = Horizon.query(connection, tail.horizon());
    if (highest < Long.MIN_VALUE + tail.behind()) {
      return;
    }
    Deque<Mark> ofCustomer =
        marks.computeIfAbsent(
            new Marked(customer, pack.name(), followed.query().name()), key -> new ArrayDeque<>());
    synchronized (ofCustomer) {
      ofCustomer.addLast(new Mark(highest - tail.behind(), now.now(), now.next()));
      if (ofCustomer.size() > KEPT_MARKS) {
        ofCustomer.removeFirst();
      }
    }
  }

  /**
   * The first position of each of a run's tails, before the run's snapshot is taken. Waits up to
   * the timeout for the newest mark. An older mark is as correct, and means more rows that are sent
   * twice; without a mark the tail begins at the first row. Empty where the pack has no tail.
   *
   * @throws InterruptedException where the process stops
   */
  public List<TailPosition> begin(SourcePack pack, String customer, String runId)
      throws SQLException, StageFailedException, InterruptedException {
    List<TailPosition> positions = new ArrayList<>();
    if (pack.followed().isEmpty()) {
      return positions;
    }
    try (Connection connection = packs.openForPolling(pack)) {
      for (FollowedQuery followed : pack.followed()) {
        if (newest(marks(pack, followed, customer)).isEmpty()) {
          mark(connection, pack, followed, customer);
        }
      }
      long deadline = System.nanoTime() + timeout.toNanos();
      for (FollowedQuery followed : pack.followed()) {
        Deque<Mark> made = marks(pack, followed, customer);
        long key = key(connection, followed, made, runId, deadline);
        TailPosition position = TailState.from(key, limit).position(customer, runId);
        position.setQuery(followed.query().name());
        positions.add(position);
      }
      return positions;
    }
  }

  private static long key(
      Connection connection, FollowedQuery followed, Deque<Mark> made, String runId, long deadline)
      throws SQLException, InterruptedException {
    Optional<Mark> over = over(connection, followed.tail(), made);
    while (!over.equals(newest(made)) && System.nanoTime() < deadline) {
      Thread.sleep(POLL_MILLIS);
      over = over(connection, followed.tail(), made);
    }
    if (over.isEmpty() && newest(made).isPresent()) {
      LOG.warnf(
          "runId=%s: the tail of %s begins at the first row, since a transaction in the source is open since before the run started",
          runId, followed.query().words());
    }
    return over.map(Mark::key).orElse(Long.MIN_VALUE);
  }

  private Deque<Mark> marks(SourcePack pack, FollowedQuery followed, String customer) {
    return marks.getOrDefault(
        new Marked(customer, pack.name(), followed.query().name()), new ArrayDeque<>());
  }

  private static Optional<Mark> newest(Deque<Mark> ofCustomer) {
    synchronized (ofCustomer) {
      return Optional.ofNullable(ofCustomer.peekLast());
    }
  }

  /** The newest mark below which no open transaction can write. */
  private static Optional<Mark> over(Connection connection, TailSource tail, Deque<Mark> ofCustomer)
      throws SQLException {
    Horizon now = Horizon.query(connection, tail.horizon());
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
