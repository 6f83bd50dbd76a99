package dev.godwit.loader.batch;

import dev.godwit.common.v1.RunKind;
import dev.godwit.loader.LoaderSettings;
import dev.godwit.loader.inbound.LostRows;
import dev.godwit.loader.progress.CutStore;
import dev.godwit.loader.progress.FenceState;
import dev.godwit.loader.progress.FencedRun;
import dev.godwit.loader.progress.RunFence;
import dev.godwit.loader.reference.PassedCuts;
import dev.godwit.loader.reference.PauseReason;
import dev.godwit.loader.targetdb.RunTarget;
import dev.godwit.loader.targetdb.TargetConnection;
import dev.godwit.loader.targetdb.TargetDatabase;
import dev.godwit.loader.targetdb.TargetPacks;
import dev.godwit.pack.TargetPack;
import dev.godwit.pack.identity.CustomerAccount;
import dev.godwit.records.Entity;
import dev.godwit.worker.run.RunSpec;
import dev.godwit.worker.run.RunStatus;
import dev.godwit.worker.run.RunStoppedException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.errors.InterruptException;
import org.jboss.logging.Logger;

/**
 * Decides for the next record of a run whether it is loaded, skipped or paused. It is the only
 * place of the batch pipeline where the run's status and its fence meet; {@link Traffic} holds what
 * each admits. A replay checks both itself: the status when it accepts its task, the fence in the
 * transaction of each step.
 *
 * <ol>
 *   <li>A status that does not admit the record skips it, even where the fence is open: after a
 *       rehearsal whose purge failed the run has ended, and its fence was never closed.
 *   <li>A fence that does not admit the record skips it, even where the status does: this process
 *       may not have consumed the newest events.
 *   <li>Where the target database does not know the run, its records are passed on if its pack is
 *       on another database, whose own pipeline loads them: a run's fence is opened in its database
 *       before its first record, so that a run without one here has no row here.
 *   <li>Otherwise a run that is running is reported and paused; any other is skipped.
 * </ol>
 *
 * <p>The transaction holds and checks the fence again. Runs are read from the target database at
 * their first record and kept until they are forgotten. Not thread-safe.
 */
public final class RunGate {
  private static final Logger LOG = Logger.getLogger(RunGate.class);

  private final TargetConnection target;
  private final RunOwner owner;
  private final TargetPacks packs;
  private final StagePort stage;
  private final RunFailures failures;
  private final LoaderSettings settings;
  private final Map<String, KnownRun> known = new HashMap<>();

  /** A run that cannot be read costs a connection and a check of its pack at each attempt. */
  private final Map<String, Long> unreadableUntilNanos = new HashMap<>();

  /** Layouts of events for which the packs were read again, by run and layout. */
  private final Set<String> readAgainFor = new HashSet<>();

  /**
   * A run of the target database.
   *
   * @param run null where its fence admits nothing
   */
  private record KnownRun(FencedRun fenced, LoadRun run) {}

  /** The decision on the next record of a run. */
  public sealed interface Decision {
    /**
     * It is loaded.
     *
     * @param resumes how often the run was resumed up to now
     */
    record Load(LoadRun run, int resumes) implements Decision {}

    /**
     * It is not loaded, and counted.
     *
     * @param elsewhere whether it belongs to another database, whose pipeline loads or skips it
     */
    record Skip(boolean elsewhere) implements Decision {}

    /** It stays where it is, and so do all records behind it in its partition. */
    record Pause(PauseReason reason) implements Decision {}
  }

  private static final Decision SKIP = new Decision.Skip(false);
  private static final Decision PASS_ON = new Decision.Skip(true);

  public RunGate(
      TargetConnection target,
      TargetDatabase database,
      TargetPacks packs,
      StagePort stage,
      RunFailures failures,
      LoaderSettings settings) {
    this.target = target;
    this.owner = new RunOwner(target, database, packs, stage);
    this.packs = packs;
    this.stage = stage;
    this.failures = failures;
    this.settings = settings;
  }

  /**
   * Decides. Waits while the target database is away; reports a run that cannot be read.
   *
   * @param runId empty for no run
   * @throws RunStoppedException where the run was stopped while waiting
   * @throws InterruptedException where the process is about to end
   */
  public Decision decide(String runId, Traffic traffic)
      throws RunStoppedException, InterruptedException {
    if (runId.isEmpty()) {
      return owner.isPrimary() ? SKIP : PASS_ON;
    }
    if (runId.equals(RunOwner.ELSEWHERE)) {
      return PASS_ON;
    }
    Optional<RunStatus> status = owner.status(runId);
    if (owner.isElsewhere(status) && !known.containsKey(runId) && !owner.knows(runId)) {
      return PASS_ON;
    }
    dropOutdatedPack(runId, status);
    if (status.filter(found -> !traffic.admits(found)).isPresent()) {
      return SKIP;
    }
    int resumes = status.map(RunStatus::resumes).orElse(0);
    Optional<KnownRun> found;
    try {
      found =
          stage.whileTargetIsDown(
              specOf(runId), () -> target.once(connection -> find(connection, runId)));
    } catch (RunStoppedException | InterruptedException | InterruptException e) {
      throw e;
    } catch (Exception e) {
      failures.targetUnfit(specOf(runId), resumes, e);
      return new Decision.Pause(traffic.unfit(runId, resumes, settings.retryAfter()));
    }
    if (found.isPresent()) {
      return traffic.admits(found.get().fenced())
          ? new Decision.Load(found.get().run(), resumes)
          : SKIP;
    }
    if (status.filter(RunStatus::isOver).isPresent()) {
      return SKIP;
    }
    failures.unknown(specOf(runId), resumes);
    return new Decision.Pause(new PauseReason.RunResume(runId, resumes));
  }

  /**
   * Reads again how far a run is, for the partitions that wait for it; other instances may have
   * passed cuts, the run may have been resumed, and it may have ended.
   *
   * @return which of its pauses are over; where the run cannot be read now, only those that a
   *     resume has ended
   */
  public Predicate<PauseReason> pausesOver(String runId) {
    Optional<RunStatus> status = stage.status(runId);
    if (status.filter(RunGate::writesNothing).isPresent()) {
      failures.ended(runId);
      return reason -> true;
    }
    int resumes = status.map(RunStatus::resumes).orElse(0);
    Predicate<PauseReason> resumed = reason -> reason.endsWithResume(resumes);
    Long unreadableUntil = unreadableUntilNanos.get(runId);
    if (unreadableUntil != null && System.nanoTime() - unreadableUntil < 0) {
      return resumed;
    }
    unreadableUntilNanos.remove(runId);
    try {
      return resumed.or(
          pausesOver(runId, target.once(connection -> refresh(connection, runId)), status));
    } catch (SQLException | RuntimeException e) {
      LOG.debugf(
          "run=%s could not be read and is read again later: %s", runId, e.getClass().getName());
      unreadableUntilNanos.put(runId, System.nanoTime() + settings.retryAfter().toNanos());
      return resumed;
    }
  }

  /** A run that is over goes on with the newest files of its pack. */
  private void dropOutdatedPack(String runId, Optional<RunStatus> status) {
    KnownRun kept = known.get(runId);
    if (kept != null
        && kept.run() != null
        && status.filter(RunStatus::isOver).isPresent()
        && packs.isOutdated(kept.run().target().pack())) {
      known.remove(runId);
    }
  }

  /** As {@link RunOwner#runOfUnreadable}. */
  public String runOfUnreadable(ConsumerRecord<byte[], byte[]> source, Traffic traffic)
      throws SQLException, InterruptedException {
    return owner.runOfUnreadable(source, traffic);
  }

  /**
   * Reads the packs again for an event that was made for another layout than a run's pack has here,
   * and forgets the run: the transformer may have read newer files. Once for each layout.
   *
   * @return false where they were read for it before
   */
  public boolean readsPacksFor(LoadRun run, String layout) {
    if (!readAgainFor.add(run.runId() + " " + layout)) {
      return false;
    }
    packs.reload(run.fenced().targetPack());
    known.remove(run.runId());
    return true;
  }

  /** Forgets a run that was resumed, and what is known of its pack: tables may have been mended. */
  void resumed(String runId) {
    KnownRun kept = known.remove(runId);
    unreadableUntilNanos.remove(runId);
    if (kept != null) {
      packs.forget(kept.fenced().targetPack());
    }
  }

  private Predicate<PauseReason> pausesOver(
      String runId, Optional<KnownRun> found, Optional<RunStatus> status) {
    boolean isOver = status.filter(RunStatus::isOver).isPresent();
    if (found.isEmpty() ? isOver : found.get().run() == null) {
      failures.ended(runId);
      return reason -> true;
    }
    if (found.isEmpty()) {
      return reason -> false;
    }
    PassedCuts passed = found.get().run().passed();
    boolean committed = isOver || found.get().fenced().state() == FenceState.ENABLED;
    return reason -> (committed && reason.endsWithCommit()) || reason.isOver(passed);
  }

  private static boolean writesNothing(RunStatus status) {
    return !status.writesRows() && !status.writesEngagement();
  }

  /**
   * Reports records that were deleted unread as a failure of each run that may have had some. A
   * rehearsal has no live events but its synthetic ones, whose arrival is checked.
   */
  void reportLost(List<LostRows> lost) throws SQLException, InterruptedException {
    List<FencedRun> runs =
        target.retrying(
            connection -> {
              List<FencedRun> found =
                  RunFence.inState(connection, EnumSet.of(FenceState.OPEN, FenceState.ENABLED));
              connection.rollback();
              return found;
            });
    for (FencedRun run : runs) {
      Optional<RunStatus> status = stage.status(run.runId());
      List<LostRows> ofRun =
          lost.stream()
              .filter(
                  rows -> {
                    Traffic traffic =
                        rows.entity().equals(Entity.LIVE) ? Traffic.LIVE : Traffic.SNAPSHOT;
                    return traffic.admits(run)
                        && (traffic == Traffic.SNAPSHOT || run.kind() == RunKind.LIVE)
                        && status.map(traffic::admits).orElse(true);
                  })
              .toList();
      if (!ofRun.isEmpty()) {
        failures.lost(specOf(run.runId()), status.map(RunStatus::resumes).orElse(0), ofRun);
      }
    }
  }

  /** Forgets a run, so that it is read again. */
  void forget(String runId) {
    known.remove(runId);
  }

  /** Forgets all runs. */
  void clear() {
    known.clear();
  }

  /** The run of an id, for reports: from its status, or where there is none from the id alone. */
  private RunSpec specOf(String runId) {
    return stage
        .status(runId)
        .map(RunStatus::run)
        .orElseGet(
            () -> {
              int slash = Math.max(0, runId.lastIndexOf('/'));
              String number = runId.substring(Math.min(slash + 1, runId.length()));
              int run = number.matches("\\d{1,9}") ? Integer.parseInt(number) : 0;
              String customer = slash == 0 ? runId : runId.substring(0, slash);
              return RunSpec.named(runId, customer, run, RunKind.UNKNOWN);
            });
  }

  private Optional<KnownRun> find(Connection connection, String runId) throws SQLException {
    KnownRun kept = known.get(runId);
    if (kept != null) {
      return Optional.of(kept);
    }
    Optional<FencedRun> fenced = RunFence.find(connection, runId);
    if (fenced.isPresent()) {
      known.put(runId, read(connection, fenced.get()));
    }
    connection.rollback();
    return Optional.ofNullable(known.get(runId));
  }

  private Optional<KnownRun> refresh(Connection connection, String runId) throws SQLException {
    Optional<FencedRun> fenced = RunFence.find(connection, runId);
    KnownRun kept = known.get(runId);
    if (kept != null && kept.run() != null && fenced.equals(Optional.of(kept.fenced()))) {
      kept.run().passed().add(CutStore.read(connection, runId));
      connection.rollback();
      return Optional.of(kept);
    }
    connection.rollback();
    known.remove(runId);
    return find(connection, runId);
  }

  private KnownRun read(Connection connection, FencedRun fenced) throws SQLException {
    if (!Traffic.SNAPSHOT.admits(fenced) && !Traffic.LIVE.admits(fenced)) {
      return new KnownRun(fenced, null);
    }
    PassedCuts passed = new PassedCuts();
    passed.add(CutStore.read(connection, fenced.runId()));
    TargetPack pack = pack(fenced);
    RunTarget rows =
        new RunTarget(
            pack,
            fenced.kind(),
            fenced.customer(),
            CustomerAccount.stored(connection, pack, fenced.kind(), fenced.customer()));
    return new KnownRun(fenced, new LoadRun(fenced, rows, passed));
  }

  private TargetPack pack(FencedRun fenced) throws SQLException {
    try {
      return packs.of(fenced);
    } catch (InterruptedException e) {
      throw new InterruptException(e);
    }
  }
}
