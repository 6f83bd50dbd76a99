package dev.godwit.orchestrator.notification;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Makes messages of the notices of a channel: one each, or a digest where they would be more than a
 * bound within a window. The content of a message is kept before it is sent, so its id is the same
 * at every attempt, also after a crash. Thread-safe, also between processes.
 */
final class MessageDesk {
  /** Most notices that one digest lists; the rest goes into the next one. */
  private static final int MOST_LISTED = 100;

  private static final String MADE_SINCE =
      "select count(*) from notification.message where channel = ? and made_at > ?";
  private static final String TRIED_AGAIN =
      "select count(*) from notification.message where channel = ? and outcome = 'WAITING' and attempts > 0";

  private final NoticeStore store;
  private final Duration window;
  private final int mostInWindow;

  MessageDesk(NoticeStore store, Duration window, int mostInWindow) {
    this.store = store;
    this.window = window;
    this.mostInWindow = mostInWindow;
  }

  /**
   * Makes messages of what waits.
   *
   * <p>Nothing is made while a message of the channel is being tried again, so that all that
   * happens during an outage of the endpoint becomes one digest, and nothing beyond the bound of
   * the window.
   */
  void make(String channel, Instant now) throws SQLException {
    store.transaction(
        connection -> {
          lock(connection, channel);
          long made = count(connection, MADE_SINCE, channel, now.minus(window));
          if (made >= mostInWindow || count(connection, TRIED_AGAIN, channel, null) > 0) {
            return null;
          }
          List<Notice> waiting = waiting(connection, channel);
          if (waiting.size() + made > mostInWindow) {
            make(connection, channel, now, waiting);
          } else {
            for (Notice notice : waiting) {
              make(connection, channel, now, List.of(notice));
            }
          }
          return null;
        });
  }

  /** One process at a time makes messages of a channel. */
  private static void lock(Connection connection, String channel) throws SQLException {
    try (PreparedStatement lock =
        connection.prepareStatement("select pg_advisory_xact_lock(hashtext(?))")) {
      lock.setString(1, "godwit notification " + channel);
      lock.execute();
    }
  }

  private static long count(Connection connection, String sql, String channel, Instant since)
      throws SQLException {
    try (PreparedStatement query = connection.prepareStatement(sql)) {
      query.setString(1, channel);
      if (since != null) {
        query.setObject(2, since.atOffset(ZoneOffset.UTC));
      }
      try (ResultSet found = query.executeQuery()) {
        found.next();
        return found.getLong(1);
      }
    }
  }

  private static List<Notice> waiting(Connection connection, String channel) throws SQLException {
    try (PreparedStatement query =
        connection.prepareStatement(
            "select * from notification.notice where channel = ? and message_id is null order by number limit "
                + MOST_LISTED)) {
      query.setString(1, channel);
      try (ResultSet found = query.executeQuery()) {
        return NoticeStore.notices(found);
      }
    }
  }

  private static void make(Connection connection, String channel, Instant now, List<Notice> notices)
      throws SQLException {
    String id = id(notices);
    try (PreparedStatement insert =
            connection.prepareStatement(
                "insert into notification.message (channel, id, made_at, next_at) values (?, ?, ?, ?)");
        PreparedStatement update =
            connection.prepareStatement(
                "update notification.notice set message_id = ? where channel = ? and event_id = ?")) {
      insert.setString(1, channel);
      insert.setString(2, id);
      insert.setObject(3, now.atOffset(ZoneOffset.UTC));
      insert.setObject(4, now.atOffset(ZoneOffset.UTC));
      insert.executeUpdate();
      for (Notice notice : notices) {
        update.setString(1, id);
        update.setString(2, channel);
        update.setString(3, notice.eventId());
        update.addBatch();
      }
      update.executeBatch();
    }
  }

  /** That of the event, or one that follows from those of all events. */
  private static String id(List<Notice> notices) {
    if (notices.size() == 1) {
      return notices.getFirst().eventId();
    }
    String all = notices.stream().map(Notice::eventId).collect(Collectors.joining("\n"));
    return UUID.nameUUIDFromBytes(all.getBytes(StandardCharsets.UTF_8)).toString();
  }
}
