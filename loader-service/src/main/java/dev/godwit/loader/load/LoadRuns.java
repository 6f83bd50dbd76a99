package dev.godwit.loader.load;

import dev.godwit.common.v1.RunKind;
import dev.godwit.loader.progress.CutStore;
import dev.godwit.loader.progress.FenceState;
import dev.godwit.loader.progress.FencedRun;
import dev.godwit.loader.progress.RunFence;
import dev.godwit.loader.reference.PassedCuts;
import dev.godwit.loader.targetdb.TargetPacks;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The runs that records of the input belong to, read from the target database when a run's first
 * record comes, and kept until it has ended. Not thread-safe.
 */
public final class LoadRuns {
  private final TargetPacks packs;
  private final Map<String, Standing> known = new HashMap<>();

  /** How this process stands to a run. */
  public sealed interface Standing {}

  /** Its records are loaded. */
  public record Writing(LoadRun run) implements Standing {}

  /** It is committed: only its live engagement is loaded, its other records are read over. */
  public record Committed(LoadRun run) implements Standing {}

  /** It may not write any more: its records are read over. */
  public record Ended(FenceState state) implements Standing {}

  /** The target database does not know it. */
  public record Unknown() implements Standing {}

  public LoadRuns(TargetPacks packs) {
    this.packs = packs;
  }

  /**
   * The standing of a run.
   *
   * @throws SQLException retriable or fatal by its class
   * @throws dev.godwit.pack.PackException where its pack does not fit the catalogue; fatal
   */
  public Standing standing(Connection connection, String runId) throws SQLException {
    Standing standing = known.get(runId);
    if (standing == null) {
      Optional<FencedRun> found = RunFence.find(connection, runId);
      standing = found.isEmpty() ? new Unknown() : standing(connection, found.get());
      connection.rollback();
      if (!(standing instanceof Unknown)) {
        known.put(runId, standing);
      }
    }
    return standing;
  }

  /**
   * Reads again what the run has passed and whether it may write; other instances may know more.
   */
  public Standing refresh(Connection connection, String runId) throws SQLException {
    Optional<FencedRun> found = RunFence.find(connection, runId);
    if (found.isPresent()
        && found.get().state() == FenceState.OPEN
        && known.get(runId) instanceof Writing writing) {
      writing.run().passed().add(CutStore.read(connection, runId));
      connection.rollback();
      return writing;
    }
    connection.rollback();
    known.remove(runId);
    return standing(connection, runId);
  }

  /** Forgets a run, so that it is read again. */
  public void forget(String runId) {
    known.remove(runId);
  }

  /** Forgets all. */
  public void clear() {
    known.clear();
  }

  private Standing standing(Connection connection, FencedRun found) throws SQLException {
    if (found.state() == FenceState.CLOSED
        || found.state() == FenceState.ENABLED && found.kind() != RunKind.LIVE) {
      return new Ended(found.state());
    }
    PassedCuts passed = new PassedCuts();
    passed.add(CutStore.read(connection, found.runId()));
    RunTarget target =
        new RunTarget(packs.checked(found.targetPack()), found.kind(), found.customer());
    LoadRun run = new LoadRun(found, target, passed);
    return found.state() == FenceState.OPEN ? new Writing(run) : new Committed(run);
  }
}
