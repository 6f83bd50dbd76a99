package dev.godwit.traffic;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Writes rows into the old system's table, as its tracking does: keys from the sequence, a few rows
 * a transaction, and transactions that are committed in another order than their keys; now and then
 * one stays open for a second and more. Several of them work at once, each on a thread and a
 * connection of its own.
 */
final class TableSender implements Sender {
  private static final String STATEMENT_IS_WRONG = "42";
  private static final int MOST_ROWS = 40;
  private static final int LONG_OPEN_ONE_IN = 60;
  private static final long LONG_OPEN_NANOS = TimeUnit.MILLISECONDS.toNanos(1_500);
  private static final long OPEN_NANOS = TimeUnit.MILLISECONDS.toNanos(30);
  private static final long BEFORE_TRYING_AGAIN_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

  private final TrafficSettings settings;
  private final Course course;
  private final Tally tally;
  private final Random random;
  private Connection connection;

  TableSender(TrafficSettings settings, int number, Course course, Tally tally) {
    this.settings = settings;
    this.course = course;
    this.tally = tally;
    this.random = new Random(settings.seed() + number);
  }

  @Override
  public void run() {
    while (!course.isStopped()) {
      List<Course.Sending> sendings = course.next(1 + random.nextInt(course.batch(MOST_ROWS)));
      if (!sendings.isEmpty()) {
        boolean longOpen = random.nextInt(LONG_OPEN_ONE_IN) == 0;
        write(sendings, longOpen ? LONG_OPEN_NANOS : (long) (random.nextDouble() * OPEN_NANOS));
        if (longOpen) {
          tally.longOpen();
        }
      }
    }
    close();
  }

  /**
   * Writes rows in one transaction, again and again until it is committed.
   *
   * @return the rows' keys; empty where it failed for good
   */
  List<Long> write(List<Course.Sending> sendings, long openNanos) {
    List<Long> tried = List.of();
    while (true) {
      try {
        Connection open = connection();
        if (!isCommitted(open, sendings, tried)) {
          tried = keys(open, sendings.size());
          insert(open, sendings, tried);
          LockSupport.parkNanos(openNanos);
          open.commit();
        }
        for (Course.Sending sending : sendings) {
          tally.acknowledged(sending.event(), Way.TABLE, sending.telling());
        }
        return tried;
      } catch (SQLException e) {
        if (e.getSQLState() != null && e.getSQLState().startsWith(STATEMENT_IS_WRONG)) {
          tally.failed("Writing into the old table: " + e.getMessage());
          return List.of();
        }
        tally.triedAgain();
        close();
        LockSupport.parkNanos(BEFORE_TRYING_AGAIN_NANOS);
      }
    }
  }

  /**
   * Whether a transaction whose commit was not answered was committed all the same. If it was not,
   * its keys are given up: after a crash the sequence may give them to somebody else.
   */
  private static boolean isCommitted(
      Connection open, List<Course.Sending> sendings, List<Long> keys) throws SQLException {
    try (PreparedStatement look =
        open.prepareStatement("select 1 from engagement where id = ? and agent = ?")) {
      for (int i = 0; i < keys.size(); i++) {
        look.setLong(1, keys.get(i));
        look.setString(2, sendings.get(i).event().agent());
        try (ResultSet rows = look.executeQuery()) {
          if (rows.next()) {
            return true;
          }
        }
      }
      return false;
    }
  }

  private static List<Long> keys(Connection open, int count) throws SQLException {
    List<Long> keys = new ArrayList<>(count);
    try (Statement statement = open.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "select nextval('engagement_id') from generate_series(1, " + count + ")")) {
      while (rows.next()) {
        keys.add(rows.getLong(1));
      }
    }
    return keys;
  }

  /** An event that is there already stays as it is. */
  private void insert(Connection open, List<Course.Sending> sendings, List<Long> keys)
      throws SQLException {
    try (PreparedStatement insert =
        open.prepareStatement(
            "insert into engagement (id, customer_id, email_id, contact_id, kind, url, agent, occurred_at, event_id)"
                + " values (?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict do nothing")) {
      for (int i = 0; i < sendings.size(); i++) {
        PlannedEvent event = sendings.get(i).event();
        insert.setLong(1, keys.get(i));
        insert.setString(2, settings.customer());
        insert.setObject(3, event.emailId(), Types.BIGINT);
        insert.setLong(4, event.contactId());
        insert.setString(5, event.kind());
        insert.setString(6, event.url());
        insert.setString(7, event.agent());
        insert.setTimestamp(8, Timestamp.from(event.occurredAt()));
        insert.setString(9, event.eventId());
        insert.addBatch();
      }
      int[] written = insert.executeBatch();
      for (int i = 0; i < written.length; i++) {
        if (written[i] == 0 && sendings.get(i).event().eventId() == null) {
          throw new SQLException("Expected the key " + keys.get(i) + " to be free, found a row.");
        }
      }
    }
  }

  private Connection connection() throws SQLException {
    if (connection == null) {
      connection =
          DriverManager.getConnection(
              settings.sourceUrl(), settings.sourceUser(), settings.sourcePassword());
      connection.setAutoCommit(false);
    }
    return connection;
  }

  @Override
  public void close() {
    if (connection != null) {
      try {
        connection.close();
      } catch (SQLException e) {
        // It is gone already, and its transaction with it.
      }
      connection = null;
    }
  }
}
