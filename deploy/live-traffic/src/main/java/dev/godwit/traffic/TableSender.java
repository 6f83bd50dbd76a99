package dev.godwit.traffic;

import java.sql.Connection;
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
 * Writes rows into the source's table, as its tracking does: keys from the sequence, a few rows per
 * transaction, and transactions that commit in another order than their keys; some stay open for
 * more than a second. Several senders work at once, each on a thread and a connection of its own.
 */
final class TableSender implements LiveTraffic.Sender {
  private static final String STATEMENT_ERROR_CLASS = "42";
  private static final int MAX_ROWS = 40;
  private static final int LONG_OPEN_ONE_IN = 60;
  private static final long LONG_OPEN_NANOS = TimeUnit.MILLISECONDS.toNanos(1_500);
  private static final long OPEN_NANOS = TimeUnit.MILLISECONDS.toNanos(30);
  private static final long RETRY_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

  private final TrafficSettings settings;
  private final Schedule schedule;
  private final Tally tally;
  private final Random random;
  private Connection connection;

  TableSender(TrafficSettings settings, int number, Schedule schedule, Tally tally) {
    this.settings = settings;
    this.schedule = schedule;
    this.tally = tally;
    this.random = new Random(settings.seed() + number);
  }

  @Override
  public void run() {
    while (!schedule.isStopped()) {
      List<Schedule.Transmission> transmissions =
          schedule.next(1 + random.nextInt(schedule.batch(MAX_ROWS)));
      if (!transmissions.isEmpty()) {
        boolean longOpen = random.nextInt(LONG_OPEN_ONE_IN) == 0;
        write(
            transmissions, longOpen ? LONG_OPEN_NANOS : (long) (random.nextDouble() * OPEN_NANOS));
        if (longOpen) {
          tally.longTransaction();
        }
      }
    }
    close();
  }

  /**
   * Writes rows in one transaction, and retries until it is committed.
   *
   * @return the rows' keys; empty where the statement is at fault
   */
  List<Long> write(List<Schedule.Transmission> transmissions, long openNanos) {
    List<Long> tried = List.of();
    while (true) {
      try {
        Connection open = connection();
        if (!isCommitted(open, transmissions, tried)) {
          tried = keys(open, transmissions.size());
          insert(open, transmissions, tried);
          LockSupport.parkNanos(openNanos);
          open.commit();
        }
        transmissions.forEach(sent -> tally.acknowledged(sent, Route.TABLE));
        return tried;
      } catch (SQLException e) {
        if (e.getSQLState() != null && e.getSQLState().startsWith(STATEMENT_ERROR_CLASS)) {
          tally.failed("Writing into the source table: " + e.getMessage());
          return List.of();
        }
        tally.retried();
        close();
        LockSupport.parkNanos(RETRY_NANOS);
      }
    }
  }

  /**
   * Whether a transaction whose commit was not answered was committed nevertheless. If it was not,
   * its keys are given up: after a crash the sequence may give them out again.
   */
  private static boolean isCommitted(
      Connection open, List<Schedule.Transmission> transmissions, List<Long> keys)
      throws SQLException {
    try (PreparedStatement rowOfKey =
        open.prepareStatement("select 1 from engagement where id = ? and agent = ?")) {
      for (int i = 0; i < keys.size(); i++) {
        rowOfKey.setLong(1, keys.get(i));
        rowOfKey.setString(2, transmissions.get(i).event().agent());
        try (ResultSet rows = rowOfKey.executeQuery()) {
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
  private void insert(Connection open, List<Schedule.Transmission> transmissions, List<Long> keys)
      throws SQLException {
    try (PreparedStatement insert =
        open.prepareStatement(
            "insert into engagement (id, customer_id, email_id, contact_id, kind, url, agent, occurred_at, event_id)"
                + " values (?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict do nothing")) {
      for (int i = 0; i < transmissions.size(); i++) {
        PlannedEvent event = transmissions.get(i).event();
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
        if (written[i] == 0 && transmissions.get(i).event().eventId() == null) {
          throw new SQLException(
              "Expected the key " + keys.get(i) + " to be free, but found a row.");
        }
      }
    }
  }

  private Connection connection() throws SQLException {
    if (connection == null) {
      connection = settings.openSource();
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
