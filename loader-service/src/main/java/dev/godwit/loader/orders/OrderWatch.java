package dev.godwit.loader.orders;

import dev.godwit.loader.progress.ProgressSchema;
import dev.godwit.loader.targetdb.TargetConnection;
import dev.godwit.loader.targetdb.TargetDatabase;
import dev.godwit.loader.targetdb.TargetPacks;
import dev.godwit.worker.failure.SqlFailure;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * Starts a thread for each order that one target database keeps and that this process does not
 * follow yet, on a thread of its own: a database that is away keeps the orders of no other waiting.
 * Looks when it is woken, and every few seconds. Thread-safe.
 *
 * @param <T> an order as it is stored
 */
public final class OrderWatch<T> {
  private static final Logger LOG = Logger.getLogger(OrderWatch.class);
  private static final Duration LOOK_EVERY = Duration.ofSeconds(5);
  private static final Duration CLOSE = Duration.ofSeconds(10);

  private final TargetDatabase database;
  private final TargetPacks packs;
  private final StoredOrders<T> orders;
  private final Semaphore wake = new Semaphore(0);
  private final Map<String, OrderThread> threads = new HashMap<>();
  private final Thread thread;
  private volatile boolean ending;
  private boolean prepared;
  private String lastError = "";

  /** A watch that is not started. */
  public OrderWatch(TargetDatabase database, TargetPacks packs, StoredOrders<T> orders) {
    this.database = database;
    this.packs = packs;
    this.orders = orders;
    String name = "godwit-" + orders.kind();
    this.thread =
        Thread.ofPlatform()
            .name(database.primary() ? name : name + "-" + database.key())
            .unstarted(this::run);
  }

  /** Starts to look. */
  public void start() {
    thread.start();
  }

  /**
   * Ends its thread and those of the orders, and waits for them.
   *
   * @throws InterruptedException where the process is about to end
   */
  public void stop() throws InterruptedException {
    ending = true;
    thread.interrupt();
    thread.join(CLOSE.toMillis());
    threads.values().forEach(OrderThread::end);
    for (OrderThread one : threads.values()) {
      one.await(CLOSE);
    }
  }

  /** An order was stored. */
  public void wake() {
    wake.release();
  }

  private void run() {
    try (TargetConnection target = new TargetConnection(() -> packs.settings(database))) {
      while (!ending) {
        look(target);
        if (wake.tryAcquire(LOOK_EVERY.toMillis(), TimeUnit.MILLISECONDS)) {
          wake.drainPermits();
        }
      }
    } catch (InterruptedException e) {
      if (!ending) {
        LOG.errorf(
            e, "The thread that starts %s was interrupted; restart this loader.", orders.kind());
      }
    }
  }

  private void look(TargetConnection target) throws InterruptedException {
    try {
      if (!prepared) {
        target.retrying(
            connection -> {
              ProgressSchema.create(connection);
              return null;
            });
        prepared = true;
      }
      startMissing(target);
      lastError = "";
    } catch (SQLException e) {
      String error = SqlFailure.describe(e);
      if (!error.equals(lastError)) {
        LOG.errorf(
            "Expected to read %s in the database of pack %s, found: %s. No %s are started there before; looking again every %s.",
            orders.table(), database.name(), error, orders.kind(), LOOK_EVERY);
      }
      lastError = error;
    }
  }

  private void startMissing(TargetConnection target) throws SQLException, InterruptedException {
    List<T> all =
        target.retrying(
            connection -> {
              List<T> read = orders.read(connection);
              connection.rollback();
              return read;
            });
    threads.values().removeIf(one -> !one.isSettled());
    for (T order : all) {
      if (!threads.containsKey(orders.name(order))) {
        OrderThread one = orders.thread(order);
        threads.put(orders.name(order), one);
        one.start();
      }
    }
  }
}
