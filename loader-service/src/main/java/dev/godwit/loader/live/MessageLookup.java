package dev.godwit.loader.live;

import dev.godwit.common.v1.Entity;
import dev.godwit.loader.reference.ParentCheck;
import dev.godwit.loader.targetdb.Identifier;
import dev.godwit.loader.targetdb.LoadTable;
import dev.godwit.loader.targetdb.RunTarget;
import dev.godwit.pack.TargetColumn;
import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.postgresql.PGStatement;

/**
 * Finds emails of the run's customer by the mail provider's id of their message, in the target,
 * which keeps it beside the id that engagement refers to. One query a batch; the column needs an
 * index. Stateless.
 */
final class MessageLookup {
  private static final String MESSAGE_ID = "messageId";

  private MessageLookup() {}

  /** The emails that have a message id. */
  sealed interface Found {}

  /** One email; its id as a cell of a row. */
  record One(Object id) implements Found {}

  /** Several emails have it, so the opened one is unknown. */
  record Several() implements Found {}

  /** Whether the pack keeps message ids at all. */
  static boolean isPossible(RunTarget target) {
    return column(target).isPresent();
  }

  /**
   * Emails by message id; one that no email has is not in the map.
   *
   * @throws SQLException as the database says; nothing was changed
   */
  static Map<String, Found> find(
      Connection connection, RunTarget target, Collection<String> messageIds) throws SQLException {
    Map<String, Found> found = new HashMap<>();
    Optional<TargetColumn> message = column(target);
    if (messageIds.isEmpty() || message.isEmpty()) {
      return found;
    }
    LoadTable emails = target.main(Entity.EMAILS);
    TargetColumn id = ParentCheck.idColumn(emails);
    String sql =
        "SELECT %s, %s FROM %s WHERE %s = ? AND %s = ANY (?)"
            .formatted(
                Identifier.quote(message.get().name()),
                Identifier.quote(id.name()),
                emails.name(),
                Identifier.quote(emails.table().customerColumn()),
                Identifier.quote(message.get().name()));
    try (PreparedStatement select = connection.prepareStatement(sql)) {
      select.unwrap(PGStatement.class).setPrepareThreshold(0);
      select.setObject(1, target.customer());
      select.setArray(2, connection.createArrayOf("text", messageIds.toArray()));
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          found.merge(rows.getString(1), new One(cell(rows, id)), (first, second) -> new Several());
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

  private static Optional<TargetColumn> column(RunTarget target) {
    return target.main(Entity.EMAILS).table().columns().stream()
        .filter(column -> MESSAGE_ID.equals(column.value()))
        .findFirst();
  }
}
