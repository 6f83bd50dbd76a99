package dev.godwit.extractor.engagement.delivery;

import dev.godwit.extractor.engagement.SourceEvents;
import dev.godwit.extractor.engagement.SourceWrite;
import dev.godwit.extractor.source.SourcePacks;
import dev.godwit.pack.SourcePack;
import dev.godwit.row.v1.LiveEngagement;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jboss.logging.Logger;

/** One writing connection for each source, kept while it works. Not thread-safe. */
final class SourceConnections implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(SourceConnections.class);

  private record Open(Connection connection, SourceEvents events) {}

  private final Map<String, Open> open = new HashMap<>();

  /** Writes events of one customer; if it throws, the connection is closed. */
  List<SourceWrite> write(SourcePack pack, List<LiveEngagement> events) throws SQLException {
    boolean written = false;
    try {
      List<SourceWrite> outcomes = of(pack).write(events);
      written = true;
      return outcomes;
    } finally {
      if (!written) {
        close(pack.name());
      }
    }
  }

  private SourceEvents of(SourcePack pack) throws SQLException {
    Open known = open.get(pack.name());
    if (known != null) {
      return known.events();
    }
    Connection connection = SourcePacks.openForWriting(pack);
    SourceEvents events = new SourceEvents(connection, pack);
    open.put(pack.name(), new Open(connection, events));
    return events;
  }

  private void close(String pack) {
    Open closed = open.remove(pack);
    if (closed != null) {
      try {
        closed.connection().close();
      } catch (SQLException e) {
        LOG.debugf(e, "pack=%s: the connection was gone already", pack);
      }
    }
  }

  @Override
  public void close() {
    List.copyOf(open.keySet()).forEach(this::close);
  }
}
