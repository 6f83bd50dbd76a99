package dev.godwit.loader.live;

import dev.godwit.loader.reference.IdentityJoin;
import dev.godwit.loader.reference.LookupType;
import dev.godwit.loader.reference.ParentCheck;
import dev.godwit.loader.targetdb.Identifier;
import dev.godwit.loader.targetdb.LoadTable;
import dev.godwit.loader.targetdb.RunTarget;
import dev.godwit.pack.TargetColumn;
import dev.godwit.records.Entity;
import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.postgresql.PGStatement;

/**
 * Finds emails of the run's customer by the mail provider's id of their message, in the target,
 * which keeps it beside the id that engagement refers to. Where several emails have the id, as
 * those of one newsletter, the recipient decides: the email of the contact with that address. One
 * or two queries a batch; the columns of message id, address and contact need an index.
 *
 * <p>A message id is compared in the type of its column, so that its index answers. Stateless.
 */
final class MessageLookup {
  private static final String MESSAGE_ID = "messageId";
  private static final String ADDRESS = "address";
  private static final String CONTACT_ID = "contactId";

  private MessageLookup() {}

  /**
   * A message as an event names it.
   *
   * @param id the provider's id of the message
   * @param recipient normalised address; null where none is named
   */
  record Message(String id, String recipient) {}

  /** The emails that fit a message. */
  sealed interface Found {}

  /** One email; its id as a cell of a row. */
  record One(Object id) implements Found {}

  /** Several emails fit, so the opened one is unknown. */
  record Several() implements Found {}

  /** Whether the pack keeps message ids at all. */
  static boolean isPossible(RunTarget target) {
    return column(target.main(Entity.EMAILS), MESSAGE_ID).isPresent();
  }

  /**
   * Emails by message; one that no email has is not in the map. A message of one email is found
   * whatever its recipient: the contact's address may have changed since it was sent.
   *
   * @throws SQLException as the database says; nothing was changed
   */
  static Map<Message, Found> find(
      Connection connection, RunTarget target, Collection<Message> messages) throws SQLException {
    Map<Message, Found> found = new HashMap<>();
    LoadTable emails = target.main(Entity.EMAILS);
    Optional<TargetColumn> messageId = column(emails, MESSAGE_ID);
    if (messages.isEmpty() || messageId.isEmpty()) {
      return found;
    }
    List<String> ids = messages.stream().map(Message::id).distinct().toList();
    Map<String, Found> byId =
        query(connection, target, byMessage(target, emails, messageId.get()), ids, List.of(ids));
    for (Message message : messages) {
      if (byId.containsKey(message.id())) {
        found.put(message, byId.get(message.id()));
      }
    }
    List<Message> shared =
        messages.stream()
            .filter(message -> message.recipient() != null)
            .filter(message -> found.get(message) instanceof Several)
            .distinct()
            .toList();
    Optional<String> sql = byRecipient(target, emails, messageId.get());
    if (!shared.isEmpty() && sql.isPresent()) {
      List<String> sharedIds = shared.stream().map(Message::id).toList();
      List<String> recipients = shared.stream().map(Message::recipient).toList();
      found.putAll(query(connection, target, sql.get(), shared, List.of(sharedIds, recipients)));
    }
    return found;
  }

  /** At most two emails for each message id: more are not needed to see that they are several. */
  private static String byMessage(RunTarget target, LoadTable emails, TargetColumn messageId) {
    return ("SELECT k.n, m.id FROM unnest(?::text[]) WITH ORDINALITY AS k (v, n) CROSS JOIN LATERAL"
            + " (SELECT %s AS id FROM %s WHERE %s AND t.%s = k.v::%s LIMIT 2) AS m")
        .formatted(
            sourceId(target, emails),
            rows(target, emails),
            target.isOwned(emails, "t"),
            name(messageId),
            LookupType.nameOf(messageId.type()));
  }

  /** The id of an email's row t as a cell holds it. */
  private static String sourceId(RunTarget target, LoadTable emails) {
    return target.isMapped(Entity.EMAILS)
        ? "i.source_id"
        : "t." + name(ParentCheck.idColumn(emails));
  }

  /** The rows t of emails that a cell can refer to. */
  private static String rows(RunTarget target, LoadTable emails) {
    return target.isMapped(Entity.EMAILS)
        ? "%s t JOIN godwit.identity_row i ON i.space = %s AND %s"
            .formatted(
                emails.name(),
                IdentityJoin.space(target, emails),
                IdentityJoin.leadsTo(target, emails, "i", "t"))
        : emails.name() + " t";
  }

  /**
   * From the contact to its emails: one newsletter's emails are many, and those of one contact few.
   * The message id is compared in a form that no index answers, so that the contact's index is
   * used.
   *
   * @return empty where the pack does not keep the contacts' addresses, or not which contact an
   *     email belongs to
   */
  private static Optional<String> byRecipient(
      RunTarget target, LoadTable emails, TargetColumn messageId) {
    LoadTable contacts = target.main(Entity.CONTACTS);
    Optional<TargetColumn> address =
        column(contacts, ADDRESS).filter(column -> column.type().isText());
    Optional<TargetColumn> contact =
        emails.table().columns().stream()
            .filter(column -> Entity.CONTACTS.equals(column.references()))
            .filter(column -> CONTACT_ID.equals(column.referenceField()))
            .findFirst();
    if (address.isEmpty() || contact.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        ("SELECT k.n, m.id FROM unnest(?::text[], ?::text[]) WITH ORDINALITY AS k (v, r, n) CROSS JOIN LATERAL"
                + " (SELECT a.%s AS id FROM %s a WHERE %s AND a.%s = k.r OFFSET 0) AS c CROSS JOIN LATERAL"
                + " (SELECT %s AS id FROM %s WHERE t.%s = c.id AND (%s) IS TRUE"
                + " AND (t.%s = k.v::%s) IS TRUE LIMIT 2) AS m")
            .formatted(
                name(ParentCheck.idColumn(contacts)),
                contacts.name(),
                target.isOwned(contacts, "a"),
                name(address.get()),
                sourceId(target, emails),
                rows(target, emails),
                name(contact.get()),
                target.isOwned(emails, "t"),
                name(messageId),
                LookupType.nameOf(messageId.type())));
  }

  /**
   * Runs a query whose parameters are arrays.
   *
   * @param keys what the positions in the arrays stand for
   */
  private static <K> Map<K, Found> query(
      Connection connection, RunTarget target, String sql, List<K> keys, List<List<String>> arrays)
      throws SQLException {
    TargetColumn id = ParentCheck.idColumn(target.main(Entity.EMAILS));
    Map<K, Found> found = new HashMap<>();
    try (PreparedStatement select = connection.prepareStatement(sql)) {
      select.unwrap(PGStatement.class).setPrepareThreshold(0);
      for (int i = 1; i <= arrays.size(); i++) {
        select.setArray(i, connection.createArrayOf("text", arrays.get(i - 1).toArray()));
      }
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          K key = keys.get((int) rows.getLong(1) - 1);
          found.merge(key, new One(cell(rows, id)), (first, second) -> new Several());
        }
      }
    }
    return found;
  }

  private static Object cell(ResultSet rows, TargetColumn id) throws SQLException {
    return switch (id.type()) {
      case UUID -> {
        UUID uuid = rows.getObject(2, UUID.class);
        yield ByteBuffer.allocate(16)
            .putLong(uuid.getMostSignificantBits())
            .putLong(uuid.getLeastSignificantBits())
            .flip();
      }
      case SHORT, INTEGER, LONG -> rows.getLong(2);
      default -> rows.getString(2);
    };
  }

  private static Optional<TargetColumn> column(LoadTable table, String value) {
    return table.table().columns().stream()
        .filter(column -> value.equals(column.value()))
        .findFirst();
  }

  private static String name(TargetColumn column) {
    return Identifier.quote(column.name());
  }
}
