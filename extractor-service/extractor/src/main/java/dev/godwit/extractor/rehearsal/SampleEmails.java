package dev.godwit.extractor.rehearsal;

import dev.godwit.extractor.snapshot.KeyRange;
import dev.godwit.extractor.source.InTurn;
import dev.godwit.extractor.source.SourceColumn;
import dev.godwit.extractor.source.SourceLayout;
import dev.godwit.pack.SourcePack;
import dev.godwit.pgcopy.CopyReader;
import dev.godwit.pgcopy.CopyTuple;
import dev.godwit.records.Entity;
import dev.godwit.worker.failure.SqlFailure;
import dev.godwit.worker.failure.StageFailedException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * Reads emails of a customer that synthetic events can refer to: those with the lowest keys, which
 * the run's snapshot has, and with a message id where the pack and the source have one. Values have
 * the form in which they are extracted. Not thread-safe.
 */
final class SampleEmails {
  private static final String ID = "legacyId";
  private static final String MESSAGE_ID = "messageId";
  private static final String CONTACT_ID = "contactId";
  private static final String ADDRESS = "address";

  /**
   * An email.
   *
   * @param id its id in the source
   * @param messageId mail provider's id of its message; null where the source has none
   * @param contactId id of the contact that it was sent to; null where the source has none
   */
  record Email(String id, String messageId, String contactId) {}

  private final Connection connection;
  private final SourcePack pack;
  private final String customer;

  /** On a connection that does not commit by itself. */
  SampleEmails(Connection connection, SourcePack pack, String customer) {
    this.connection = connection;
    this.pack = pack;
    this.customer = customer;
  }

  /**
   * Some emails, those with a message id where there are any.
   *
   * @return none where the pack has no emails; those before the first one on which its query fails
   */
  List<Email> read(int limit) throws SQLException, StageFailedException {
    if (!pack.entities().containsKey(Entity.EMAILS)) {
      return List.of();
    }
    List<SourceLayout> layouts = layouts(Entity.EMAILS);
    List<List<Email>> withMessage = new ArrayList<>();
    for (SourceLayout layout : layouts) {
      String messageId = layout.expression(MESSAGE_ID);
      if (messageId != null) {
        withMessage.add(read(layout, messageId + " is not null", limit));
      }
    }
    List<Email> found = first(withMessage, limit);
    if (!found.isEmpty()) {
      return found;
    }
    List<List<Email>> any = new ArrayList<>();
    for (SourceLayout layout : layouts) {
      any.add(read(layout, "true", limit));
    }
    return first(any, limit);
  }

  private static List<Email> first(List<List<Email>> queries, int limit) {
    return InTurn.of(queries).stream().limit(limit).toList();
  }

  private List<Email> read(SourceLayout layout, String condition, int limit) throws SQLException {
    String sql = layout.copyFirst(condition, limit);
    List<Email> emails = new ArrayList<>();
    try (CopyReader rows = CopyReader.open(connection, sql, layout.width())) {
      for (CopyTuple row = rows.next(); row != null; row = rows.next()) {
        emails.add(
            new Email(
                text(layout, row, ID),
                text(layout, row, MESSAGE_ID),
                text(layout, row, CONTACT_ID)));
      }
      return emails;
    } catch (SQLException e) {
      if (SqlFailure.classify(e) != SqlFailure.ROW) {
        throw e;
      }
      connection.rollback();
      return emails;
    }
  }

  /**
   * Addresses of the contacts that emails were sent to, by contact: those that the source names.
   * The map can be asked for null, the contact of an email without one.
   */
  Map<String, String> recipients(List<Email> emails) throws SQLException, StageFailedException {
    List<String> contacts =
        emails.stream().map(Email::contactId).filter(Objects::nonNull).distinct().toList();
    if (contacts.isEmpty() || !pack.entities().containsKey(Entity.CONTACTS)) {
      return new HashMap<>();
    }
    Map<String, String> addresses = new HashMap<>();
    for (SourceLayout layout : layouts(Entity.CONTACTS)) {
      if (layout.expression(ID) != null && layout.column(ADDRESS).isPresent()) {
        addresses.putAll(recipients(layout, contacts));
      }
    }
    return addresses;
  }

  private Map<String, String> recipients(SourceLayout layout, List<String> contacts)
      throws SQLException {
    String sql =
        layout.copy(
            contacts.stream()
                .map(KeyRange::literal)
                .collect(Collectors.joining(", ", layout.expression(ID) + " in (", ")")));
    Map<String, String> addresses = new HashMap<>();
    try (CopyReader rows = CopyReader.open(connection, sql, layout.width())) {
      for (CopyTuple row = rows.next(); row != null; row = rows.next()) {
        String address = text(layout, row, ADDRESS);
        if (address != null) {
          addresses.put(text(layout, row, ID), address);
        }
      }
    } catch (SQLException e) {
      if (SqlFailure.classify(e) != SqlFailure.ROW) {
        throw e;
      }
      connection.rollback();
    }
    return addresses;
  }

  private List<SourceLayout> layouts(Entity entity) throws SQLException, StageFailedException {
    return SourceLayout.all(connection, pack.entities().get(entity), customer);
  }

  /** A field of a row; null where the pack has no such field, or the row no value or a blank. */
  private static String text(SourceLayout layout, CopyTuple row, String field) {
    SourceColumn column = layout.column(field).orElse(null);
    if (column == null || row.isNull(column.index())) {
      return null;
    }
    String text = column.text(row);
    return text == null || text.isBlank() ? null : text;
  }
}
