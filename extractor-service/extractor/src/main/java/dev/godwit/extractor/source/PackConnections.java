package dev.godwit.extractor.source;

import dev.godwit.pack.SourcePack;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jboss.logging.Logger;

/**
 * One open connection for each source pack, opened at its first use and again once the pack's files
 * were changed, since they may name another database or user. Not thread-safe.
 */
public final class PackConnections implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(PackConnections.class);

  /** Opens the connection of a pack. */
  @FunctionalInterface
  public interface Opener {
    /** A new connection. */
    Connection open(SourcePack pack) throws SQLException;
  }

  private final Opener opener;
  private final Map<String, Open> connections = new HashMap<>();

  /** A connection and the files of the pack that it was opened with. */
  private record Open(Connection connection, String fingerprint) {}

  public PackConnections(Opener opener) {
    this.opener = opener;
  }

  /** The pack's connection; one that was opened with other files of the pack is closed. */
  public Connection of(SourcePack pack) throws SQLException {
    Open open = connections.get(pack.name());
    if (open == null || !open.fingerprint().equals(pack.fingerprint())) {
      close(pack);
      open = new Open(opener.open(pack), pack.fingerprint());
      connections.put(pack.name(), open);
    }
    return open.connection();
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
    Open open = connections.remove(pack);
    if (open != null) {
      try {
        open.connection().close();
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
