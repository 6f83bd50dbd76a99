package dev.godwit.loader.targetdb;

import dev.godwit.pack.DatabaseSettings;
import dev.godwit.worker.failure.SqlFailure;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * A worker thread's connection to the target: opened when needed, dropped after an error, opened
 * anew. Without auto-commit. Not thread-safe but for {@link #isReachable()}.
 */
public final class TargetConnection implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(TargetConnection.class);
  private static final Duration FIRST_PAUSE = Duration.ofMillis(250);
  private static final Duration CHECK_EVERY = Duration.ofSeconds(5);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(3);

  private static final int CONFLICT_ATTEMPTS = 5;

  private final Supplier<DatabaseSettings> database;
  private Connection connection;
  private volatile boolean reachable = true;
  private long lastAnswerNanos = System.nanoTime();

  /** Work on the connection. */
  @FunctionalInterface
  public interface Work<T> {
    T on(Connection connection) throws SQLException;
  }

  public TargetConnection(DatabaseSettings database) {
    this(() -> database);
  }

  /**
   * @param database how the database is reached, asked at each opening
   */
  public TargetConnection(Supplier<DatabaseSettings> database) {
    this.database = database;
  }

  /**
   * Does work once, with a few more attempts where the database rolled the transaction back for a
   * conflict with another. After any error the connection is dropped, and its transaction with it.
   *
   * @throws SQLException as the database classifies it
   */
  public <T> T once(Work<T> work) throws SQLException {
    for (int attempt = 1; ; attempt++) {
      try {
        return attempt(work);
      } catch (SQLException e) {
        if (!isConflict(e) || attempt == CONFLICT_ATTEMPTS) {
          throw e;
        }
        LOG.debugf("Two transactions conflicted; retrying: %s", e.getSQLState());
      }
    }
  }

  private <T> T attempt(Work<T> work) throws SQLException {
    try {
      if (connection == null) {
        connection = database.get().open();
        connection.setAutoCommit(false);
        prefer(connection);
      }
      T result = work.on(connection);
      reachable = true;
      lastAnswerNanos = System.nanoTime();
      return result;
    } catch (SQLException e) {
      reachable = SqlFailure.classify(e) != SqlFailure.RETRIABLE;
      close();
      throw e;
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  /**
   * Does work that belongs to no run, and retries it while it fails retriably; logs the outage
   * once.
   *
   * @throws SQLException where it is not retriable
   * @throws InterruptedException where the process is about to end
   */
  public <T> T retrying(Work<T> work) throws SQLException, InterruptedException {
    Duration pause = FIRST_PAUSE;
    boolean waiting = false;
    while (true) {
      try {
        T result = once(work);
        if (waiting) {
          LOG.info("Recovered: the target database is back.");
        }
        return result;
      } catch (SQLException e) {
        if (SqlFailure.classify(e) != SqlFailure.RETRIABLE) {
          throw e;
        }
        if (!waiting) {
          waiting = true;
          LOG.warnf("Waiting for the target database: %s", SqlFailure.describe(e));
        }
      }
      LockSupport.parkNanos(pause.toNanos());
      if (Thread.interrupted()) {
        throw new InterruptedException("Interrupted while waiting for the target database.");
      }
      Duration doubled = pause.multipliedBy(2);
      pause = doubled.compareTo(LONGEST_PAUSE) < 0 ? doubled : LONGEST_PAUSE;
    }
  }

  /**
   * Keeps plans on indexes, which answer every query of a worker thread and every check of a
   * foreign key. A plan made for a table that was still small would read all of it for each loaded
   * row, until the table's statistics change.
   */
  private static void prefer(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("SET enable_seqscan = off; SET jit = off");
    }
    connection.commit();
  }

  /** Class 40: the transaction was rolled back because of a deadlock or a conflict. */
  private static boolean isConflict(SQLException e) {
    return e.getSQLState() != null && e.getSQLState().startsWith("40");
  }

  /** Checks that the database answers, where it was not used for some seconds. */
  public void checkNowAndThen() {
    if (System.nanoTime() - lastAnswerNanos > CHECK_EVERY.toNanos()) {
      try {
        once(
            open -> {
              try (Statement statement = open.createStatement()) {
                statement.execute("SELECT 1");
              }
              open.rollback();
              return null;
            });
      } catch (SQLException e) {
        lastAnswerNanos = System.nanoTime();
        LOG.debugf("The target database does not answer: %s", SqlFailure.describe(e));
      }
    }
  }

  /** Whether the last attempt reached the database. */
  public boolean isReachable() {
    return reachable;
  }

  @Override
  public void close() {
    if (connection != null) {
      try {
        connection.close();
      } catch (SQLException e) {
        LOG.debugf("Closing the connection to the target failed: %s", SqlFailure.describe(e));
      }
      connection = null;
    }
  }
}
