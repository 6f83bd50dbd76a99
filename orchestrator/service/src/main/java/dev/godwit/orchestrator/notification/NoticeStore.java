package dev.godwit.orchestrator.notification;

import dev.godwit.records.Topics;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;

/**
 * Position in the events and the notices before it, in the schema {@code notification}. Each method
 * is one transaction. Thread-safe; a failure of the database is retriable.
 */
final class NoticeStore {
  private static final String SCHEMA = "/db/notification.sql";

  private final DataSource database;

  NoticeStore(DataSource database) {
    this.database = database;
  }

  /** Work in one transaction. */
  interface Work<T> {
    T in(Connection connection) throws SQLException;
  }

  /** The changes of one batch of events. */
  record Batch(List<Notice> notices, List<RunId> begun, List<RunId> over) {
    Batch {
      notices = List.copyOf(notices);
      begun = List.copyOf(begun);
      over = List.copyOf(over);
    }
  }

  /** A run of a customer. */
  record RunId(String customer, int run) {}

  /** Makes what is missing of the schema. */
  void prepare() throws SQLException {
    transaction(
        connection -> {
          try (Statement statement = connection.createStatement()) {
            statement.execute("select pg_advisory_xact_lock(hashtext('godwit notification'))");
            statement.execute(schema());
          }
          return null;
        });
  }

  /** The kept position; empty before the first start. */
  Optional<Long> position() throws SQLException {
    return transaction(
        connection -> {
          try (PreparedStatement query =
              connection.prepareStatement(
                  "select next_offset from notification.position where topic = ?")) {
            query.setString(1, Topics.EVENTS);
            try (ResultSet found = query.executeQuery()) {
              return found.next() ? Optional.of(found.getLong(1)) : Optional.empty();
            }
          }
        });
  }

  /** Keeps the first position. One that another process kept meanwhile stays. */
  void begin(long offset) throws SQLException {
    transaction(
        connection -> {
          try (PreparedStatement insert =
              connection.prepareStatement(
                  "insert into notification.position values (?, ?) on conflict do nothing")) {
            insert.setString(1, Topics.EVENTS);
            insert.setLong(2, offset);
            return insert.executeUpdate();
          }
        });
  }

  /** Forgets everything: the topic was made anew, and its events have the ids of others. */
  void forget() throws SQLException {
    transaction(
        connection -> {
          try (Statement statement = connection.createStatement()) {
            statement.execute(
                "truncate notification.position, notification.ending, notification.notice, notification.message");
          }
          return null;
        });
  }

  /** True where a run is being purged or rolled back. */
  boolean isEnding(RunId run) throws SQLException {
    return transaction(
        connection -> {
          try (PreparedStatement query =
              connection.prepareStatement(
                  "select 1 from notification.ending where customer = ? and run = ?")) {
            query.setString(1, run.customer());
            query.setInt(2, run.run());
            try (ResultSet found = query.executeQuery()) {
              return found.next();
            }
          }
        });
  }

  /**
   * Keeps the notices of events and moves the position past them; a notice that is kept already
   * stays as it is.
   *
   * @param channels each gets every notice
   * @return false where another process moved the position: nothing was kept
   */
  boolean keep(long from, long to, Batch batch, List<String> channels) throws SQLException {
    return transaction(
        connection -> {
          if (!move(connection, from, to)) {
            return false;
          }
          for (RunId run : batch.begun()) {
            ending(
                connection,
                "insert into notification.ending values (?, ?) on conflict do nothing",
                run);
          }
          for (RunId run : batch.over()) {
            ending(
                connection, "delete from notification.ending where customer = ? and run = ?", run);
          }
          for (Notice notice : batch.notices()) {
            for (String channel : channels) {
              keep(connection, channel, notice);
            }
          }
          return true;
        });
  }

  /** Works in one transaction, which is rolled back where the work fails. */
  <T> T transaction(Work<T> work) throws SQLException {
    try (Connection connection = database.getConnection()) {
      connection.setAutoCommit(false);
      try {
        T result = work.in(connection);
        connection.commit();
        return result;
      } catch (SQLException | RuntimeException e) {
        connection.rollback();
        throw e;
      } finally {
        connection.setAutoCommit(true);
      }
    }
  }

  /** Notices of a query, whose columns are those of the table in its order from event_id on. */
  static List<Notice> notices(ResultSet found) throws SQLException {
    List<Notice> notices = new ArrayList<>();
    while (found.next()) {
      notices.add(
          new Notice(
              found.getString("event_id"),
              NoticeKind.valueOf(found.getString("kind")),
              found.getString("customer"),
              found.getInt("run"),
              found.getObject("occurred_at", OffsetDateTime.class).toInstant(),
              found.getString("sentence"),
              found.getString("action"),
              found.getString("runbook")));
    }
    return notices;
  }

  private static boolean move(Connection connection, long from, long to) throws SQLException {
    try (PreparedStatement update =
        connection.prepareStatement(
            "update notification.position set next_offset = ? where topic = ? and next_offset = ?")) {
      update.setLong(1, to);
      update.setString(2, Topics.EVENTS);
      update.setLong(3, from);
      return update.executeUpdate() == 1;
    }
  }

  private static void ending(Connection connection, String sql, RunId run) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setString(1, run.customer());
      statement.setInt(2, run.run());
      statement.executeUpdate();
    }
  }

  private static void keep(Connection connection, String channel, Notice notice)
      throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement(
            "insert into notification.notice"
                + " (channel, event_id, kind, customer, run, occurred_at, sentence, action, runbook)"
                + " values (?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict do nothing")) {
      insert.setString(1, channel);
      insert.setString(2, notice.eventId());
      insert.setString(3, notice.kind().name());
      insert.setString(4, notice.customer());
      insert.setInt(5, notice.run());
      insert.setObject(6, notice.occurredAt().atOffset(ZoneOffset.UTC));
      insert.setString(7, storable(notice.sentence()));
      insert.setString(8, storable(notice.action()));
      insert.setString(9, notice.runbook());
      insert.executeUpdate();
    }
  }

  /** PostgreSQL's text cannot hold U+0000. */
  private static String storable(String text) {
    return text.replace('\u0000', '\u2400');
  }

  private static String schema() {
    try (InputStream in = NoticeStore.class.getResourceAsStream(SCHEMA)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("Reading " + SCHEMA, e);
    }
  }
}
