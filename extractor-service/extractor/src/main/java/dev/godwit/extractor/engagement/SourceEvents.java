package dev.godwit.extractor.engagement;

import dev.godwit.pack.BoundSql;
import dev.godwit.pack.LiveSource;
import dev.godwit.pack.SourcePack;
import dev.godwit.row.v1.LiveEngagement;
import dev.godwit.worker.SqlFailure;
import java.sql.BatchUpdateException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Writes live events into the old system, and asks which it holds. Writing an event again changes
 * nothing. The connection does not commit by itself; each call here is one transaction or more, and
 * ends with a commit. Used by one thread.
 */
public final class SourceEvents {
  /** Questions asked in one statement. */
  private static final int QUESTIONS = 100;

  private final Connection connection;
  private final SourcePack pack;
  private final BoundSql giveBack;
  private final BoundSql holds;

  /** By a pack that says how, on a connection that does not commit by itself. */
  public SourceEvents(Connection connection, SourcePack pack) {
    LiveSource live = pack.live();
    this.connection = connection;
    this.pack = pack;
    this.giveBack = live.giveBack().bind();
    this.holds = live.holds().bind();
  }

  /**
   * Which events of a customer are there. One whose id the database cannot even hold as a text is
   * not.
   *
   * @return the ids, of those asked for, that the old system holds
   * @throws SQLException where no id is at fault
   */
  public Set<String> held(String customer, List<String> eventIds) throws SQLException {
    Set<String> held = new HashSet<>();
    for (int from = 0; from < eventIds.size(); from += QUESTIONS) {
      List<String> ids = eventIds.subList(from, Math.min(eventIds.size(), from + QUESTIONS));
      if (!canAsk(customer, ids, held)) {
        for (String id : ids) {
          canAsk(customer, List.of(id), held);
        }
      }
    }
    connection.commit();
    return held;
  }

  /** False where an id is at fault. */
  private boolean canAsk(String customer, List<String> ids, Set<String> held) throws SQLException {
    try {
      ask(customer, ids, held);
      return true;
    } catch (SQLException e) {
      connection.rollback();
      if (SqlFailure.classify(e) != SqlFailure.ROW) {
        throw e;
      }
      return false;
    }
  }

  private void ask(String customer, List<String> ids, Set<String> held) throws SQLException {
    String sql =
        ids.stream()
            .map(id -> "(" + holds.text() + "\n)")
            .collect(Collectors.joining(", ", "select ", ""));
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      int index = 1;
      for (String id : ids) {
        index = holds.set(statement, index, Map.of("customer", customer, "eventId", id));
      }
      try (ResultSet row = statement.executeQuery()) {
        row.next();
        for (int i = 0; i < ids.size(); i++) {
          if (row.getBoolean(i + 1)) {
            held.add(ids.get(i));
          }
        }
      }
    }
  }

  /**
   * Gives events of one customer, each with an event id.
   *
   * @return what came of each, in their order
   * @throws SQLException where no event is at fault
   */
  public List<SourceWrite> give(List<LiveEngagement> events) throws SQLException {
    if (events.isEmpty()) {
      return List.of();
    }
    SourceWrite[] given = new SourceWrite[events.size()];
    try {
      giveAll(events, given);
    } catch (BatchUpdateException e) {
      connection.rollback();
      if (SqlFailure.classify(e) != SqlFailure.ROW) {
        throw e;
      }
      giveEach(events, given);
    }
    connection.commit();
    tellUnwritten(events, given);
    return List.of(given);
  }

  private void giveAll(List<LiveEngagement> events, SourceWrite[] given) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(giveBack.text())) {
      for (LiveEngagement event : events) {
        giveBack.set(statement, 1, parameters(event));
        statement.addBatch();
      }
      int[] written = statement.executeBatch();
      for (int i = 0; i < written.length; i++) {
        given[i] = written[i] == 0 ? null : SourceWrite.HELD;
      }
    }
  }

  private void giveEach(List<LiveEngagement> events, SourceWrite[] given) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(giveBack.text())) {
      for (int i = 0; i < given.length; i++) {
        Savepoint before = connection.setSavepoint();
        try {
          giveBack.set(statement, 1, parameters(events.get(i)));
          given[i] = statement.executeUpdate() == 0 ? null : SourceWrite.HELD;
          connection.releaseSavepoint(before);
        } catch (SQLException e) {
          if (SqlFailure.classify(e) != SqlFailure.ROW) {
            throw e;
          }
          connection.rollback(before);
          given[i] =
              SourceWrite.refused(
                  "TARGET_REFUSED",
                  null,
                  "Expected the old system to take the event, it refused with %s."
                      .formatted(e.getSQLState()));
        }
      }
    }
  }

  /** No row was written: the event is there already, or its email is not. */
  private void tellUnwritten(List<LiveEngagement> events, SourceWrite[] given) throws SQLException {
    List<String> unwritten = new ArrayList<>();
    for (int i = 0; i < given.length; i++) {
      if (given[i] == null) {
        unwritten.add(events.get(i).getEventId());
      }
    }
    Set<String> held =
        unwritten.isEmpty() ? Set.of() : held(events.getFirst().getCustomer(), unwritten);
    for (int i = 0; i < given.length; i++) {
      if (given[i] == null) {
        given[i] =
            held.contains(events.get(i).getEventId()) ? SourceWrite.HELD : unknown(events.get(i));
      }
    }
  }

  private SourceWrite unknown(LiveEngagement event) {
    return event.getEmailId() != null
        ? SourceWrite.refused(
            "BROKEN_REFERENCE",
            "emailId",
            "Expected an email of the customer in the old system (%s), found none."
                .formatted(pack.name()))
        : SourceWrite.refused(
            "UNKNOWN_MESSAGE",
            "messageId",
            "Expected one email with that message in the old system (%s), found none or several."
                .formatted(pack.name()));
  }

  private static Map<String, Object> parameters(LiveEngagement event) {
    Map<String, Object> values = new HashMap<>();
    values.put("customer", event.getCustomer());
    values.put("eventId", event.getEventId());
    values.put("emailId", event.getEmailId());
    values.put("messageId", event.getEmailId() == null ? event.getMessageId() : null);
    values.put("contactId", event.getContactId());
    values.put("kind", event.getKind());
    values.put("url", event.getUrl());
    values.put("agent", event.getAgent());
    values.put("occurredAt", event.getOccurredAt() == null ? null : time(event));
    return values;
  }

  /**
   * A time without a place on PostgreSQL's scale is refused by the old system, as a row at fault.
   */
  private static String time(LiveEngagement event) {
    return event.getOccurredAt().toString();
  }
}
