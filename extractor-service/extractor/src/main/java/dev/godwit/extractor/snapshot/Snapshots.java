package dev.godwit.extractor.snapshot;

import dev.godwit.common.v1.Entity;
import dev.godwit.event.v1.CutWritten;
import dev.godwit.event.v1.Envelope;
import dev.godwit.extractor.source.SourcePacks;
import dev.godwit.pack.SourcePack;
import dev.godwit.worker.RunEventListener;
import dev.godwit.worker.RunRegistry;
import dev.godwit.worker.RunSpec;
import dev.godwit.worker.SqlFailure;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.apache.avro.specific.SpecificRecord;
import org.jboss.logging.Logger;

/**
 * The snapshots that this process holds, one a run, from planning until every entity has its cut or
 * the run is stopped. Another process reads through them by name. Thread-safe.
 */
@ApplicationScoped
public class Snapshots implements RunEventListener {
  private static final Logger LOG = Logger.getLogger(Snapshots.class);

  /** No such snapshot, its exporter is not running, or its name is not one (by server version). */
  private static final Set<String> LOST = Set.of("42704", "55000", "22023");

  private record Held(HeldSnapshot snapshot, Set<Entity> withoutCut) {}

  private final Map<String, Held> held = new HashMap<>();
  private SourcePacks packs;
  private Instance<RunRegistry> runs;

  Snapshots() {}

  @Inject
  Snapshots(SourcePacks packs, Instance<RunRegistry> runs) {
    this.packs = packs;
    this.runs = runs;
  }

  /** Opens a snapshot for a run and holds it; one that was held for the run before is let go. */
  public HeldSnapshot open(String runId, SourcePack pack) throws SQLException {
    HeldSnapshot snapshot = HeldSnapshot.export(packs.openReadOnly(pack));
    synchronized (this) {
      release(runId);
      held.put(runId, new Held(snapshot, EnumSet.copyOf(pack.entities().keySet())));
    }
    return snapshot;
  }

  /**
   * A connection that reads through a snapshot; the caller closes it.
   *
   * @throws SnapshotLostException where the snapshot is not there any more
   */
  public Connection through(String snapshot, SourcePack pack)
      throws SQLException, SnapshotLostException {
    Connection connection = packs.openReadOnly(pack);
    try (Statement statement = connection.createStatement()) {
      statement.execute("set transaction snapshot '" + snapshot.replace("'", "''") + "'");
      return connection;
    } catch (SQLException e) {
      connection.close();
      if (LOST.contains(e.getSQLState())) {
        throw new SnapshotLostException(SqlFailure.describe(e), e);
      }
      throw e;
    }
  }

  @Override
  public synchronized void onEvent(SpecificRecord event) {
    if (held.isEmpty() || !(event.get(0) instanceof Envelope envelope)) {
      return;
    }
    String runId = RunSpec.idOf(envelope.getMigrationId(), envelope.getRun());
    Held of = held.get(runId);
    if (of == null) {
      return;
    }
    if (event instanceof CutWritten written) {
      of.withoutCut().remove(written.getEntity());
    }
    if (of.withoutCut().isEmpty() || runs.get().isStopped(runId)) {
      release(runId);
    }
  }

  /** Lets go of a run's snapshot, if this process holds one. */
  public synchronized void release(String runId) {
    Held of = held.remove(runId);
    if (of != null) {
      try {
        of.snapshot().close();
        LOG.debugf("The snapshot of %s is let go.", runId);
      } catch (SQLException e) {
        LOG.debugf(e, "The snapshot of %s was gone already.", runId);
      }
    }
  }

  @PreDestroy
  synchronized void close() {
    Set.copyOf(held.keySet()).forEach(this::release);
  }
}
