package dev.godwit.extractor.engagement.tail;

import dev.godwit.extractor.source.SourcePacks;
import dev.godwit.pack.SourcePack;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jboss.logging.Logger;

/** One polling connection for each source pack. Not thread-safe. */
final class TailConnections implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(TailConnections.class);

  private final SourcePacks packs;
  private final Map<String, Connection> connections = new HashMap<>();

  TailConnections(SourcePacks packs) {
    this.packs = packs;
  }

  /** The pack's connection, opened where there is none. */
  Connection of(SourcePack pack) throws SQLException {
    Connection connection = connections.get(pack.name());
    if (connection == null) {
      connection = packs.openForPolling(pack);
      connections.put(pack.name(), connection);
    }
    return connection;
  }

  /** Closes a pack's connection, where there is one. */
  void close(String pack) {
    Connection connection = connections.remove(pack);
    if (connection != null) {
      try {
        connection.close();
      } catch (SQLException e) {
        LOG.debugf(e, "pack=%s: the connection was gone already", pack);
      }
    }
  }

  @Override
  public void close() {
    List.copyOf(connections.keySet()).forEach(this::close);
  }
}
