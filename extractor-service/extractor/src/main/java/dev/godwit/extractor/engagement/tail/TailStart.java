package dev.godwit.extractor.engagement.tail;

import dev.godwit.event.v1.RunStarted;
import dev.godwit.extractor.source.SourcePacks;
import dev.godwit.pack.SourcePack;
import dev.godwit.pack.TailSource;
import dev.godwit.row.v1.TailPosition;
import dev.godwit.worker.RunEventListener;
import dev.godwit.worker.SqlFailure;
import dev.godwit.worker.StageFailedException;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
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
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/**
 * Where a tail begins: at the highest key of which it is known, before the run's snapshot is taken,
 * that every row up to it is there or will never be. Such rows are in the snapshot. Marks are made
 * whenever a run of a customer starts, so that one is over by the time when a live run needs it.
 * Kept in memory only: after a restart they are made anew from the events. Thread-safe.
 */
@ApplicationScoped
public class TailStart implements RunEventListener {
  private static final Logger LOG = Logger.getLogger(TailStart.class);
  private static final int KEPT_MARKS = 8;
  private static final long PAUSE_MILLIS = 100;

  private static final Duration PAUSE = Duration.ofSeconds(3);
  private static final Duration LONG_PAUSE = Duration.ofSeconds(30);

  private record Wanted(String customer, String pack) {}

  private final LinkedBlockingQueue<Wanted> wanted = new LinkedBlockingQueue<>();
  private final Map<Wanted, Deque<Mark>> marks = new ConcurrentHashMap<>();
  private SourcePacks packs;
  private Duration patience;
  private int limit;
  private Thread thread;

  TailStart() {}

  /**
   * Of the packs.
   *
   * @param patience how long to wait for a mark while the customer is frozen
   * @param limit keys that a tail remembers
   */
  @Inject
  public TailStart(
      SourcePacks packs,
      @ConfigProperty(name = "godwit.tail-patience") Duration patience,
      @ConfigProperty(name = "godwit.tail-keys") int limit) {
    this.packs = packs;
    this.patience = patience;
    this.limit = limit;
  }

  @Override
  public void onEvent(SpecificRecord event) {
    if (event instanceof RunStarted started) {
      Wanted mark = new Wanted(started.getCustomer(), started.getSourcePack());
      if (!wanted.contains(mark)) {
        wanted.add(mark);
      }
    }
  }

  void onStart(@Observes StartupEvent start) {
    thread = Thread.ofPlatform().daemon().name("godwit-tail-marks").start(this::makeMarks);
  }

  private void makeMarks() {
    Set<Wanted> failing = new HashSet<>();
    try {
      while (true) {
        Wanted mark = wanted.take();
        try {
          SourcePack pack = packs.pack(mark.pack());
          if (pack.live().tail() != null) {
            try (Connection connection = packs.openLooker(pack)) {
              mark(connection, pack, mark.customer());
            }
          }
          failing.remove(mark);
        } catch (SQLException e) {
          boolean retriable = SqlFailure.classify(e) == SqlFailure.RETRIABLE;
          if (failing.add(mark)) {
            LOG.warnf(
                "The mark for customer %s is made later: %s",
                mark.customer(), SqlFailure.describe(e));
          }
          wanted.add(mark);
          Thread.sleep(retriable ? PAUSE : LONG_PAUSE);
        } catch (StageFailedException | RuntimeException e) {
          LOG.warnf("No mark for customer %s: %s", mark.customer(), e.getMessage());
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
    Horizon now = Horizon.ask(connection, tail.horizon());
    if (highest < Long.MIN_VALUE + tail.behind()) {
      return;
    }
    Deque<Mark> ofCustomer =
        marks.computeIfAbsent(new Wanted(customer, pack.name()), key -> new ArrayDeque<>());
    synchronized (ofCustomer) {
      ofCustomer.addLast(new Mark(highest - tail.behind(), now.now(), now.next()));
      if (ofCustomer.size() > KEPT_MARKS) {
        ofCustomer.removeFirst();
      }
    }
  }

  /**
   * Where the tail of a run begins whose snapshot is yet to be taken. Waits a while for the newest
   * mark; an older one is as right and means more rows that come twice; without any the tail begins
   * at the first row.
   *
   * @throws InterruptedException where the process is about to end
   */
  public TailPosition begin(SourcePack pack, String customer, String runId)
      throws SQLException, StageFailedException, InterruptedException {
    try (Connection connection = packs.openLooker(pack)) {
      if (newest(pack, customer).isEmpty()) {
        mark(connection, pack, customer);
      }
      long deadline = System.nanoTime() + patience.toNanos();
      Optional<Mark> over = over(connection, pack, customer);
      while (!over.equals(newest(pack, customer)) && System.nanoTime() < deadline) {
        Thread.sleep(PAUSE_MILLIS);
        over = over(connection, pack, customer);
      }
      if (over.isEmpty() && newest(pack, customer).isPresent()) {
        LOG.warnf(
            "The tail of %s begins at the first row: a transaction is open in the old system since before the run started.",
            runId);
      }
      long key = over.map(Mark::key).orElse(Long.MIN_VALUE);
      return TailState.from(key, limit).position(customer, runId);
    }
  }

  private Deque<Mark> marks(SourcePack pack, String customer) {
    return marks.getOrDefault(new Wanted(customer, pack.name()), new ArrayDeque<>());
  }

  private Optional<Mark> newest(SourcePack pack, String customer) {
    Deque<Mark> ofCustomer = marks(pack, customer);
    synchronized (ofCustomer) {
      return Optional.ofNullable(ofCustomer.peekLast());
    }
  }

  /** The newest mark that is over. */
  private Optional<Mark> over(Connection connection, SourcePack pack, String customer)
      throws SQLException {
    TailSource tail = pack.live().tail();
    Horizon now = Horizon.ask(connection, tail.horizon());
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
