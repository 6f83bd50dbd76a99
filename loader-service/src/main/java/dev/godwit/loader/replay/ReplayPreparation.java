package dev.godwit.loader.replay;

import dev.godwit.common.v1.ReplaySelection;
import dev.godwit.loader.batch.LoadRun;
import dev.godwit.loader.progress.FenceState;
import dev.godwit.loader.progress.FencedRun;
import dev.godwit.loader.progress.LoadedRanges;
import dev.godwit.loader.progress.LoadedRanges.LoadedRange;
import dev.godwit.loader.progress.ReplayStore;
import dev.godwit.loader.progress.ReplayStore.StoredReplay;
import dev.godwit.loader.progress.ReplayStore.Stretch;
import dev.godwit.loader.progress.RunFence;
import dev.godwit.loader.reference.PassedCuts;
import dev.godwit.loader.replay.Replay.Parts;
import dev.godwit.loader.targetdb.RunTarget;
import dev.godwit.loader.targetdb.TargetConnection;
import dev.godwit.pack.TargetPack;
import dev.godwit.pack.identity.CustomerAccount;
import dev.godwit.task.v1.ReplayRecords;
import dev.godwit.wire.crash.CrashPoint;
import dev.godwit.worker.failure.StageFailedException;
import dev.godwit.worker.run.RunSpec;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;

/**
 * Prepares a replay for its first step: the run, the differing keys, and the plan, which the target
 * database keeps. Waits while the target database is away. Used by one thread.
 */
final class ReplayPreparation {
  private final ReplayRecords task;
  private final RunSpec spec;
  private final String runId;
  private final Parts parts;

  ReplayPreparation(ReplayRecords task, RunSpec spec, Parts parts) {
    this.task = task;
    this.spec = spec;
    this.runId = spec.runId();
    this.parts = parts;
  }

  /** The replay as the target database has it; empty where it was purged. */
  Optional<StoredReplay> stored() throws Exception {
    return inTransaction(connection -> ReplayStore.find(connection, runId, task.getReplay()));
  }

  /** The ranges that it reads: each entity behind those that it refers to, then by partition. */
  List<Stretch> stretches(RunTarget target) throws Exception {
    List<Stretch> stretches =
        new ArrayList<>(
            inTransaction(
                connection -> ReplayStore.stretches(connection, runId, task.getReplay())));
    stretches.sort(
        Comparator.comparing((Stretch stretch) -> target.rank(stretch.entity()))
            .thenComparing(Stretch::partition));
    return stretches;
  }

  /** The run, with its pack compared with the catalogue of now; null where it is being undone. */
  LoadRun loadRun() throws Exception {
    Optional<FencedRun> fenced = inTransaction(connection -> RunFence.find(connection, runId));
    if (fenced.filter(found -> found.state() != FenceState.CLOSED).isEmpty()) {
      return null;
    }
    if (!inTransaction(connection -> LoadedRanges.isKept(connection, runId))) {
      throw new StageFailedException(
          "godwit.loaded_range",
          "Expected run %s to keep the ranges of its records, found that an older version opened it."
              .formatted(runId),
          "It cannot be replayed. Roll the migration back and start it again with this version.");
    }
    if (task.getReplace() && fenced.get().state() != FenceState.OPEN) {
      throw new StageFailedException(
          "replay",
          "Expected run %s to be open for replacing rows, found it %s."
              .formatted(runId, fenced.get().state()),
          "After the commit only missing rows can be written: replay without replacing.");
    }
    parts.packs().forget(fenced.get().targetPack());
    TargetPack pack = parts.stage().whileTargetIsDown(spec, () -> parts.packs().of(fenced.get()));
    String account =
        inTransaction(
            connection ->
                CustomerAccount.stored(
                    connection, pack, fenced.get().kind(), fenced.get().customer()));
    return new LoadRun(
        fenced.get(),
        new RunTarget(pack, fenced.get().kind(), fenced.get().customer(), account),
        new PassedCuts());
  }

  /** The differing keys that it is limited to; empty where it is not. */
  Optional<DifferingKeys> differences() {
    int cut = task.getSelection().getDifferencesOfCut();
    return cut < 0
        ? Optional.empty()
        : Optional.of(DifferingKeys.read(parts.consumer(), parts.decoder(), runId, cut));
  }

  /** Stores which ranges are read, and how many records that are. */
  void plan(Optional<DifferingKeys> differences) throws Exception {
    ReplaySelection selection = task.getSelection();
    List<LoadedRange> ranges = inTransaction(connection -> LoadedRanges.read(connection, runId));
    ReplayPlan made = ReplayPlan.make(parts.consumer(), ranges, selection);
    if (!selection.getKeys().isEmpty() && !selection.getDependants()) {
      made = made.atMost(selection.getKeys().size());
    }
    if (differences.isPresent()) {
      made = made.atMost(differences.get().size());
    }
    ReplayPlan plan = made;
    inTransaction(
        connection -> {
          ReplayPlan counted =
              selection.getQuarantined() == null
                  ? plan
                  : plan.counted(connection, runId, RedriveChoice.reasonsOf(selection));
          ReplayStore.plan(
              connection, runId, task.getReplay(), counted.total(), counted.stretches());
          CrashPoint.LOADER_REPLAY_PLAN_BEFORE_COMMIT.reach();
          connection.commit();
          CrashPoint.LOADER_REPLAY_PLAN_AFTER_COMMIT.reach();
          return null;
        });
  }

  /**
   * Widens the plan by the records that were quarantined behind its end since it was made: their
   * batches may have looked for rows that this replay was about to write. Waits for the batches
   * that are under way, whose look-ups may be older than its rows.
   *
   * @return whether there were any
   */
  boolean widen() throws Exception {
    ReplaySelection selection = task.getSelection();
    inTransaction(connection -> RunFence.lock(connection, runId));
    List<LoadedRange> ranges = inTransaction(connection -> LoadedRanges.read(connection, runId));
    ReplayPlan made = ReplayPlan.make(parts.consumer(), ranges, selection);
    return inTransaction(
        connection -> {
          ReplayPlan further =
              made.beyond(
                  connection,
                  runId,
                  ReplayStore.stretches(connection, runId, task.getReplay()),
                  RedriveChoice.reasonsOf(selection));
          if (further.stretches().isEmpty()) {
            return false;
          }
          ReplayStore.widen(
              connection, runId, task.getReplay(), further.total(), further.stretches());
          CrashPoint.LOADER_REPLAY_PLAN_BEFORE_COMMIT.reach();
          connection.commit();
          CrashPoint.LOADER_REPLAY_PLAN_AFTER_COMMIT.reach();
          return true;
        });
  }

  /** Does work in a transaction, and waits while the target database is away. */
  <T> T inTransaction(TargetConnection.Work<T> work) throws Exception {
    Callable<T> attempt =
        () ->
            parts
                .target()
                .once(
                    connection -> {
                      T result = work.on(connection);
                      connection.rollback();
                      return result;
                    });
    return parts.stage().whileTargetIsDown(spec, attempt);
  }
}
