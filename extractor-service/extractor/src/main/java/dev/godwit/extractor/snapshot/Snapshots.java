package dev.godwit.extractor.snapshot;

import dev.godwit.event.v1.CutWritten;
import dev.godwit.event.v1.Envelope;
import dev.godwit.extractor.source.SourcePacks;
import dev.godwit.pack.SourcePack;
import dev.godwit.records.Entities;
import dev.godwit.records.Entity;
import dev.godwit.wire.crash.CrashPoint;
import dev.godwit.worker.failure.SqlFailure;
import dev.godwit.worker.run.RunEventListener;
import dev.godwit.worker.run.RunRegistry;
import dev.godwit.worker.run.RunSpec;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.avro.specific.SpecificRecord;
import org.jboss.logging.Logger;

/**
 * The snapshots that this process holds: one for each run, from its planning until every entity has
 * its cut or the run may not write any more. Other processes read through them by name.
 * Thread-safe.
 */
@ApplicationScoped
public class Snapshots implements RunEventListener {
  private static final Logger LOG = Logger.getLogger(Snapshots.class);

  /** SQL states of a snapshot that is gone or has no valid name; they differ by server version. */
  private static final Set<String> LOST = Set.of("42704", "55000", "22023");

  /**
   * A snapshot that other connections can read through while the exporting transaction is open
   * (PostgreSQL documentation, "Snapshot Synchronization Functions").
   *
   * @param name name in the database
   * @param connection exporting connection, in its transaction
   */
  public record HeldSnapshot(String name, Connection connection) {
    private static HeldSnapshot export(Connection connection) throws SQLException {
      try (Statement statement = connection.createStatement();
          ResultSet result = statement.executeQuery("select pg_export_snapshot()")) {
        result.next();
        return new HeldSnapshot(result.getString(1), connection);
      } catch (SQLException e) {
        connection.close();
        throw e;
      }
    }
  }

  private record Held(HeldSnapshot snapshot, Set<Entity> withoutCut) {}

  private final Map<String, Held> held = new HashMap<>();
  private final SourcePacks packs;
  private final Instance<RunRegistry> runs;

  Snapshots(SourcePacks packs, Instance<RunRegistry> runs) {
    this.packs = packs;
    this.runs = runs;
  }

  /** Opens a snapshot for a run and holds it; releases the one held for the run before. */
  public HeldSnapshot open(String runId, SourcePack pack) throws SQLException {
    CrashPoint.EXTRACTOR_SNAPSHOT_BEFORE_OPEN.reach();
    HeldSnapshot snapshot = HeldSnapshot.export(packs.openReadOnly(pack));
    CrashPoint.EXTRACTOR_SNAPSHOT_AFTER_OPEN.reach();
    synchronized (this) {
      release(runId);
      held.put(runId, new Held(snapshot, new TreeSet<>(pack.entities().keySet())));
    }
    return snapshot;
  }

  /**
   * A connection that reads through a snapshot; the caller closes it.
   *
   * @throws SnapshotLostException where the snapshot does not exist any more
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
      of.withoutCut().remove(Entities.of(written));
    }
    if (of.withoutCut().isEmpty() || !mayWrite(runId)) {
      release(runId);
    }
  }

  private boolean mayWrite(String runId) {
    return runs.get().status(runId).filter(status -> !status.writesRows()).isEmpty();
  }

  /** Releases a run's snapshot, if this process holds one. */
  public synchronized void release(String runId) {
    Held of = held.remove(runId);
    if (of != null) {
      try {
        of.snapshot().connection().close();
        LOG.debugf("runId=%s: released the snapshot", runId);
      } catch (SQLException e) {
        LOG.debugf(e, "runId=%s: the snapshot was gone already", runId);
      }
    }
  }

  @PreDestroy
  synchronized void close() {
    Set.copyOf(held.keySet()).forEach(this::release);
  }
}
