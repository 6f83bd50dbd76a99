package dev.godwit.extractor.source;

import dev.godwit.pack.SourcePack;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jboss.logging.Logger;

/** One open connection for each source pack, opened at its first use. Not thread-safe. */
public final class PackConnections implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(PackConnections.class);

  /** Opens the connection of a pack. */
  @FunctionalInterface
  public interface Opener {
    /** A new connection. */
    Connection open(SourcePack pack) throws SQLException;
  }

  private final Opener opener;
  private final Map<String, Connection> connections = new HashMap<>();

  public PackConnections(Opener opener) {
    this.opener = opener;
  }

  /** The pack's connection. */
  public Connection of(SourcePack pack) throws SQLException {
    Connection connection = connections.get(pack.name());
    if (connection == null) {
      connection = opener.open(pack);
      connections.put(pack.name(), connection);
    }
    return connection;
  }

  /** Work on a connection. */
  @FunctionalInterface
  public interface Work<T> {
    /** The result. */
    T on(Connection connection) throws SQLException;
  }

  /** The result of work on the pack's connection; if the work fails, the connection is closed. */
  public <T> T use(SourcePack pack, Work<T> work) throws SQLException {
    boolean done = false;
    try {
      T result = work.on(of(pack));
      done = true;
      return result;
    } finally {
      if (!done) {
        close(pack);
      }
    }
  }

  /** Closes a pack's connection, if it is open. */
  public void close(SourcePack pack) {
    close(pack.name());
  }

  private void close(String pack) {
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
