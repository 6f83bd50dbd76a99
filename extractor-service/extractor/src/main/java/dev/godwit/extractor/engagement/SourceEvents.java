package dev.godwit.extractor.engagement;

import dev.godwit.pack.BoundSql;
import dev.godwit.pack.LiveSource;
import dev.godwit.pack.SourceEntity;
import dev.godwit.pack.SourcePack;
import dev.godwit.records.Entity;
import dev.godwit.records.QuarantineReason;
import dev.godwit.row.v1.LiveEngagement;
import dev.godwit.wire.crash.CrashPoint;
import dev.godwit.worker.failure.SqlFailure;
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
 * Writes live events into the source, and queries which of them it holds. Writing an event again
 * changes nothing. The connection must not commit by itself; each call here is one or more
 * transactions and ends with a commit. Not thread-safe.
 */
public final class SourceEvents {
  /** Ids in one statement. */
  private static final int IDS_AT_ONCE = 100;

  private final Connection connection;
  private final SourcePack pack;
  private final BoundSql returnSql;
  private final BoundSql holds;
  private final Set<String> declared;

  /** Uses the statements of a pack with a return; the connection must not commit by itself. */
  public SourceEvents(Connection connection, SourcePack pack) {
    LiveSource live = pack.live();
    this.connection = connection;
    this.pack = pack;
    this.returnSql = live.giveBack().bind();
    this.holds = live.holds().bind();
    SourceEntity engagements = pack.entities().get(Entity.ENGAGEMENTS);
    this.declared = engagements == null ? Set.of() : engagements.declared();
  }

  /**
   * Which events of a customer the source holds. An event whose id is not even a valid text there
   * is not held.
   *
   * @return the ids, of those results, that the source holds
   * @throws SQLException where no id is at fault
   */
  public Set<String> held(String customer, List<String> eventIds) throws SQLException {
    Set<String> held = new HashSet<>();
    for (int from = 0; from < eventIds.size(); from += IDS_AT_ONCE) {
      List<String> ids = eventIds.subList(from, Math.min(eventIds.size(), from + IDS_AT_ONCE));
      if (!canQuery(customer, ids, held)) {
        for (String id : ids) {
          canQuery(customer, List.of(id), held);
        }
      }
    }
    connection.commit();
    return held;
  }

  /** False where an id is at fault. */
  private boolean canQuery(String customer, List<String> ids, Set<String> held)
      throws SQLException {
    try {
      query(customer, ids, held);
      return true;
    } catch (SQLException e) {
      connection.rollback();
      if (SqlFailure.classify(e) != SqlFailure.ROW) {
        throw e;
      }
      return false;
    }
  }

  private void query(String customer, List<String> ids, Set<String> held) throws SQLException {
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
   * Writes events of one customer, each with an event id.
   *
   * @return the result of each, in their order
   * @throws SQLException where no event is at fault
   */
  public List<SourceWrite> write(List<LiveEngagement> events) throws SQLException {
    if (events.isEmpty()) {
      return List.of();
    }
    SourceWrite[] results = new SourceWrite[events.size()];
    try {
      writeAll(events, results);
    } catch (BatchUpdateException e) {
      connection.rollback();
      if (SqlFailure.classify(e) != SqlFailure.ROW) {
        throw e;
      }
      writeEach(events, results);
    }
    CrashPoint.EXTRACTOR_SOURCE_EVENTS_BEFORE_COMMIT.reach();
    connection.commit();
    CrashPoint.EXTRACTOR_SOURCE_EVENTS_AFTER_COMMIT.reach();
    explainUnwritten(events, results);
    return List.of(results);
  }

  private void writeAll(List<LiveEngagement> events, SourceWrite[] results) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(returnSql.text())) {
      for (LiveEngagement event : events) {
        returnSql.set(statement, 1, parameters(event));
        statement.addBatch();
      }
      int[] written = statement.executeBatch();
      for (int i = 0; i < written.length; i++) {
        results[i] = written[i] == 0 ? null : SourceWrite.HELD;
      }
    }
  }

  private void writeEach(List<LiveEngagement> events, SourceWrite[] results) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(returnSql.text())) {
      for (int i = 0; i < results.length; i++) {
        Savepoint before = connection.setSavepoint();
        try {
          returnSql.set(statement, 1, parameters(events.get(i)));
          results[i] = statement.executeUpdate() == 0 ? null : SourceWrite.HELD;
          connection.releaseSavepoint(before);
        } catch (SQLException e) {
          if (SqlFailure.classify(e) != SqlFailure.ROW) {
            throw e;
          }
          connection.rollback(before);
          results[i] =
              SourceWrite.refused(
                  QuarantineReason.TARGET_REFUSED,
                  null,
                  "Expected the source to take the event, found that it refused with SQL state %s."
                      .formatted(e.getSQLState()));
        }
      }
    }
  }

  /** No row was written: the source holds the event already, or lacks its email. */
  private void explainUnwritten(List<LiveEngagement> events, SourceWrite[] results)
      throws SQLException {
    List<String> unwritten = new ArrayList<>();
    for (int i = 0; i < results.length; i++) {
      if (results[i] == null) {
        unwritten.add(events.get(i).getEventId());
      }
    }
    Set<String> held =
        unwritten.isEmpty() ? Set.of() : held(events.getFirst().getCustomer(), unwritten);
    for (int i = 0; i < results.length; i++) {
      if (results[i] == null) {
        results[i] =
            held.contains(events.get(i).getEventId()) ? SourceWrite.HELD : unknown(events.get(i));
      }
    }
  }

  private SourceWrite unknown(LiveEngagement event) {
    return event.getEmailId() != null
        ? SourceWrite.refused(
            QuarantineReason.BROKEN_REFERENCE,
            "emailId",
            "Expected an email of the customer in the source (%s), found none."
                .formatted(pack.name()))
        : SourceWrite.refused(
            QuarantineReason.UNKNOWN_MESSAGE,
            "messageId",
            "Expected one email with that message, or one of the named recipient, in the source (%s), found none or several."
                .formatted(pack.name()));
  }

  private static String stripped(String text) {
    return text == null ? null : text.strip();
  }

  private Map<String, Object> parameters(LiveEngagement event) {
    Map<String, Object> values = new HashMap<>();
    Map<String, String> given = event.getFields() == null ? Map.of() : event.getFields();
    declared.forEach(name -> values.put(name, given.get(name)));
    values.put("customer", event.getCustomer());
    values.put("eventId", event.getEventId());
    values.put("emailId", event.getEmailId());
    values.put("messageId", event.getEmailId() == null ? event.getMessageId() : null);
    values.put("recipient", event.getEmailId() == null ? stripped(event.getRecipient()) : null);
    values.put("contactId", event.getContactId());
    values.put("kind", event.getKind());
    values.put("url", event.getUrl());
    values.put("agent", event.getAgent());
    values.put("machine", event.getMachine());
    values.put(
        "occurredAt", event.getOccurredAt() == null ? null : event.getOccurredAt().toString());
    return values;
  }
}
