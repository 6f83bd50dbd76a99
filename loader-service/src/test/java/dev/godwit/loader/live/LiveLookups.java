package dev.godwit.loader.live;

import dev.godwit.loader.live.MessageLookup.Message;
import dev.godwit.loader.targetdb.RunTarget;
import dev.godwit.row.v1.TableRow;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** The lookups of live engagement in a target. */
public final class LiveLookups {
  private final Connection connection;
  private final RunTarget target;

  public LiveLookups(Connection connection, RunTarget target) {
    this.connection = connection;
    this.target = target;
  }

  /** The cell of a message's only email; null where there is none or several. */
  public Object email(String message, String recipient) throws SQLException {
    Message asked = new Message(message, recipient);
    return MessageLookup.find(connection, target, List.of(asked)).get(asked)
            instanceof MessageLookup.One one
        ? one.id()
        : null;
  }

  /** Whether the target holds an event. */
  public boolean isThere(List<TableRow> rows) throws SQLException {
    return DuplicateLookup.find(
            connection, target, List.of(rows.getFirst()), new BisectedLookup(connection))
        .inTarget()
        .get(0);
  }
}
