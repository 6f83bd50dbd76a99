package dev.godwit.orchestrator.notification;

import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import org.jboss.logging.Logger;

/**
 * Sends messages and marks them. A message that the endpoint accepted and that is not marked yet,
 * because the process ended in between, is sent again with the same id: at least once towards the
 * endpoint, in that window alone. A message that is not accepted is tried again with growing
 * intervals until it is given up, which is logged and counted.
 *
 * <p>Counts {@code godwit_notifications_total} by channel and outcome. Several processes may send:
 * a message is locked while it is on its way.
 */
final class MessageSender {
  private static final Logger LOG = Logger.getLogger(MessageSender.class);
  private static final Duration FIRST_RETRY = Duration.ofSeconds(2);
  private static final Duration LONGEST_RETRY = Duration.ofMinutes(5);
  private static final int MOST_DOUBLINGS = 8;

  private final NoticeStore store;
  private final Duration giveUpAfter;
  private final MeterRegistry metrics;

  MessageSender(NoticeStore store, Duration giveUpAfter, MeterRegistry metrics) {
    this.store = store;
    this.giveUpAfter = giveUpAfter;
    this.metrics = metrics;
  }

  /** The outcome of an attempt. */
  private enum Outcome {
    WAITING,
    SENT,
    GIVEN_UP
  }

  private record Due(String id, Instant madeAt, int attempts) {}

  /**
   * Sends the messages of a channel that are due, in their order, until one is not accepted.
   *
   * @param now the time
   */
  void send(Channel channel, Instant now) throws SQLException, InterruptedException {
    while (sendNext(channel, now)) {
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
    }
  }

  /** True where a message was sent, so that the next one may follow. */
  private boolean sendNext(Channel channel, Instant now) throws SQLException {
    return store.transaction(
        connection -> {
          Due due = due(connection, channel.name(), now);
          if (due == null) {
            return false;
          }
          Message message = new Message(due.id(), notices(connection, channel.name(), due.id()));
          Outcome outcome = attempt(channel, message, due, now);
          mark(connection, channel.name(), due, outcome, now);
          return outcome != Outcome.WAITING;
        });
  }

  private Outcome attempt(Channel channel, Message message, Due due, Instant now) {
    Outcome outcome;
    try {
      channel.send(message);
      outcome = Outcome.SENT;
      LOG.debugf("%s: message %s is sent.", channel.name(), message.id());
    } catch (IOException e) {
      outcome = due.madeAt().plus(giveUpAfter).isAfter(now) ? Outcome.WAITING : Outcome.GIVEN_UP;
      String next =
          outcome == Outcome.WAITING
              ? "It is tried again in " + interval(due.attempts()).toSeconds() + " s."
              : "It is given up; the events stay in godwit events.";
      LOG.warnf(
          "%s: message %s (%s) could not be sent at attempt %d: %s. %s",
          channel.name(), message.id(), message.subject(), due.attempts() + 1, reason(e), next);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      outcome = Outcome.WAITING;
    }
    metrics
        .counter(
            "godwit.notifications",
            "channel",
            channel.name(),
            "outcome",
            outcome == Outcome.WAITING ? "retried" : outcome == Outcome.SENT ? "sent" : "given_up")
        .increment();
    return outcome;
  }

  private static String reason(IOException e) {
    return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
  }

  /** Doubles from the first to the longest. */
  static Duration interval(int attemptsBefore) {
    Duration grown = FIRST_RETRY.multipliedBy(1L << Math.min(attemptsBefore, MOST_DOUBLINGS));
    return grown.compareTo(LONGEST_RETRY) > 0 ? LONGEST_RETRY : grown;
  }

  private static Due due(Connection connection, String channel, Instant now) throws SQLException {
    try (PreparedStatement query =
        connection.prepareStatement(
            "select id, made_at, attempts from notification.message"
                + " where channel = ? and outcome = 'WAITING' and next_at <= ?"
                + " order by made_at, id limit 1 for update skip locked")) {
      query.setString(1, channel);
      query.setObject(2, now.atOffset(ZoneOffset.UTC));
      try (ResultSet found = query.executeQuery()) {
        return found.next()
            ? new Due(
                found.getString(1),
                found.getObject(2, OffsetDateTime.class).toInstant(),
                found.getInt(3))
            : null;
      }
    }
  }

  private static List<Notice> notices(Connection connection, String channel, String message)
      throws SQLException {
    try (PreparedStatement query =
        connection.prepareStatement(
            "select * from notification.notice where channel = ? and message_id = ? order by number")) {
      query.setString(1, channel);
      query.setString(2, message);
      try (ResultSet found = query.executeQuery()) {
        return NoticeStore.notices(found);
      }
    }
  }

  private static void mark(
      Connection connection, String channel, Due due, Outcome outcome, Instant now)
      throws SQLException {
    try (PreparedStatement update =
        connection.prepareStatement(
            "update notification.message set attempts = attempts + 1, next_at = ?, outcome = ?, ended_at = ?"
                + " where channel = ? and id = ?")) {
      update.setObject(1, now.plus(interval(due.attempts())).atOffset(ZoneOffset.UTC));
      update.setString(2, outcome.name());
      update.setObject(3, outcome == Outcome.WAITING ? null : now.atOffset(ZoneOffset.UTC));
      update.setString(4, channel);
      update.setString(5, due.id());
      update.executeUpdate();
    }
  }
}
