package dev.godwit.worker;

import dev.godwit.common.v1.Entity;
import dev.godwit.event.v1.CutWritten;
import dev.godwit.event.v1.Envelope;
import dev.godwit.event.v1.MigrationCancelled;
import dev.godwit.event.v1.MigrationCommitted;
import dev.godwit.event.v1.MigrationRolledBack;
import dev.godwit.event.v1.PurgeStarted;
import dev.godwit.event.v1.RehearsalFailed;
import dev.godwit.event.v1.RehearsalPassed;
import dev.godwit.event.v1.RollbackStarted;
import dev.godwit.event.v1.RunAbandoned;
import dev.godwit.event.v1.RunRefused;
import dev.godwit.event.v1.RunStarted;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.avro.specific.SpecificRecord;

/**
 * Folds events into the runs there are. A committed run whose window of live engagement is open is
 * over, and found all the same. Thread-safe; who waits on it is woken by every event.
 */
final class RunTable {
  private static final int ENVELOPE = 0;

  private final Map<String, RunSpec> runs = new HashMap<>();
  private final Set<String> stopped = new HashSet<>();
  private final Set<String> over = new HashSet<>();
  private final Set<String> live = new HashSet<>();

  synchronized void apply(SpecificRecord event) {
    if (event.getSchema().getFields().isEmpty()
        || !(event.get(ENVELOPE) instanceof Envelope envelope)) {
      return;
    }
    String runId = RunSpec.idOf(envelope.getMigrationId(), envelope.getRun());
    switch (event) {
      case RunStarted started ->
          runs.put(
              runId,
              new RunSpec(
                  runId,
                  started.getCustomer(),
                  envelope.getRun(),
                  started.getKind(),
                  started.getSourcePack(),
                  started.getTargetPack()));
      case RunAbandoned e -> stopped.add(runId);
      case RollbackStarted e -> stopped.add(runId);
      case PurgeStarted e -> stopped.add(runId);
      case RunRefused e -> end(runId);
      case RehearsalPassed e -> end(runId);
      case RehearsalFailed e -> end(runId);
      case CutWritten cut when cut.getEntity() == Entity.LIVE -> cut(runId, cut.getCloses());
      case MigrationCommitted e -> commit(runId);
      case MigrationCancelled e -> endAll(envelope.getMigrationId());
      case MigrationRolledBack e -> end(runId);
      default -> {
        // Says nothing about whether a run is on.
      }
    }
    notifyAll();
  }

  private void cut(String runId, boolean closes) {
    if (closes) {
      live.remove(runId);
    } else if (runs.containsKey(runId)) {
      live.add(runId);
    }
  }

  private void commit(String runId) {
    RunSpec run = runs.get(runId);
    boolean goesOn = live.contains(runId);
    end(runId);
    if (goesOn && run != null) {
      runs.put(runId, run);
      live.add(runId);
    }
  }

  /** A migration may be cancelled in the middle of a run, whose own end nothing else tells. */
  private void endAll(String customer) {
    List<String> unended =
        runs.values().stream()
            .filter(run -> run.customer().equals(customer) && !over.contains(run.runId()))
            .map(RunSpec::runId)
            .toList();
    unended.forEach(this::end);
  }

  private void end(String runId) {
    runs.remove(runId);
    stopped.remove(runId);
    live.remove(runId);
    over.add(runId);
  }

  synchronized Optional<RunSpec> find(String runId) {
    return Optional.ofNullable(runs.get(runId));
  }

  synchronized boolean isOver(String runId) {
    return over.contains(runId);
  }

  synchronized boolean isStopped(String runId) {
    return stopped.contains(runId) || over.contains(runId);
  }

  synchronized boolean isLiveStopped(String runId) {
    return over.contains(runId) ? !runs.containsKey(runId) : stopped.contains(runId);
  }

  /** The run, or null where it is over and not found any more. */
  synchronized RunSpec await(String runId) throws InterruptedException {
    while (!runs.containsKey(runId) && !over.contains(runId)) {
      wait();
    }
    return runs.get(runId);
  }
}
