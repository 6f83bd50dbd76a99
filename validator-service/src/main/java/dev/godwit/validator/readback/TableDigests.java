package dev.godwit.validator.readback;

import dev.godwit.canonical.BucketDigest;
import dev.godwit.pack.TargetTable;
import dev.godwit.worker.failure.SqlFailure;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicReference;
import org.jboss.logging.Logger;

/**
 * Digests of tables, read by two connections that see one snapshot: each takes the next table when
 * it has read one. The first error of either ends both readings, and nothing is returned. For one
 * use, by one thread.
 */
public final class TableDigests {
  private static final Logger LOG = Logger.getLogger(TableDigests.class);

  private final Queue<TargetTable> open;
  private final Map<Integer, BucketDigest> found = new ConcurrentHashMap<>();
  private final AtomicReference<Exception> failure = new AtomicReference<>();

  /** Opens a connection with the settings of the first. */
  @FunctionalInterface
  public interface Opener {
    Connection open() throws SQLException;
  }

  private TableDigests(List<TargetTable> tables) {
    this.open = new ConcurrentLinkedQueue<>(tables);
  }

  /**
   * Reads the tables; by one connection alone where the database gives no second one, or does not
   * share the snapshot.
   *
   * @param rows the rows; after an error their connection is of no use
   * @param second opens the second connection, which is closed at the end
   * @param tables of different indexes, those with the most rows first
   * @return by index of the table
   * @throws SQLException the first error of either connection; retriable where the database went
   *     away
   * @throws InterruptedException where the process is about to end
   */
  public static Map<Integer, BucketDigest> of(
      TargetRows rows, Opener second, List<TargetTable> tables)
      throws SQLException, InterruptedException {
    TableDigests reading = new TableDigests(tables);
    try (TargetRows beside = tables.size() < 2 ? null : beside(rows, second)) {
      if (beside == null) {
        reading.read(rows, null);
      } else {
        reading.read(rows, beside, Thread.ofPlatform().name("read-back-beside"));
      }
    }
    reading.requireAll(tables.size());
    return reading.found;
  }

  /** Null where there is none. */
  private static TargetRows beside(TargetRows rows, Opener second) throws SQLException {
    Connection connection = null;
    try {
      connection = second.open();
      return rows.beside(connection);
    } catch (SQLException e) {
      if (connection != null) {
        connection.close();
      }
      LOG.infof("Reading back by one connection alone: %s", SqlFailure.describe(e));
      return null;
    }
  }

  private void read(TargetRows rows, TargetRows beside, Thread.Builder builder)
      throws InterruptedException {
    Thread thread = builder.start(() -> read(beside, rows));
    try {
      read(rows, beside);
      thread.join();
    } catch (InterruptedException e) {
      fail(e, beside);
      throw e;
    }
  }

  /**
   * @param other whose reading ends when this one fails; null for none
   */
  private void read(TargetRows rows, TargetRows other) {
    try {
      for (TargetTable table = open.poll(); table != null; table = open.poll()) {
        found.put(table.index(), rows.digest(table));
      }
    } catch (SQLException | RuntimeException e) {
      fail(e, other);
    }
  }

  private void fail(Exception e, TargetRows other) {
    if (!failure.compareAndSet(null, e)) {
      return;
    }
    open.clear();
    if (other != null) {
      try {
        other.abort();
      } catch (SQLException aborting) {
        e.addSuppressed(aborting);
      }
    }
  }

  private void requireAll(int tables) throws SQLException {
    switch (failure.get()) {
      case SQLException e -> throw e;
      case RuntimeException e -> throw e;
      case null, default -> {
        if (found.size() != tables) {
          throw new IllegalStateException(
              "Expected the digests of %d tables, found %d: a thread ended. Look for its error in the log."
                  .formatted(tables, found.size()));
        }
      }
    }
  }
}
