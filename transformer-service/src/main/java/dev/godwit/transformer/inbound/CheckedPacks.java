package dev.godwit.transformer.inbound;

import dev.godwit.pack.PackCheck;
import dev.godwit.pack.PackException;
import dev.godwit.pack.TargetPack;
import dev.godwit.transformer.entity.RunTransform;
import dev.godwit.transformer.fix.RecordFixes;
import dev.godwit.transformer.inbound.ReadyRuns.PackState;
import dev.godwit.transformer.normalise.PlausibleTimes;
import dev.godwit.worker.failure.PackChangedException;
import dev.godwit.worker.failure.SqlFailure;
import dev.godwit.worker.failure.StageFailedException;
import dev.godwit.worker.outage.OutageRetry;
import dev.godwit.worker.run.RunContext;
import dev.godwit.worker.run.RunSpec;
import dev.godwit.worker.run.RunStatus;
import dev.godwit.worker.run.RunStoppedException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.apache.kafka.common.KafkaException;
import org.jboss.logging.Logger;

/**
 * Target packs, checked against the catalogue of the target database once for each run and each
 * time that it is resumed, so that a column that was widened after a rehearsal counts in the next
 * one, and one that was widened while the run was held counts from there on. The check runs on a
 * thread of its own: while the database is down it waits, and the runs of other packs go on.
 *
 * <p>A pack that is refused fails the run. The run's records stay where they are until it is
 * resumed, which checks the pack again, or undone. Each refusal is reported once for each time that
 * the run was resumed. A committed run is neither resumed nor undone: its pack is checked again
 * from time to time, and a refusal is reported once for each reason.
 *
 * <p>A pack other than the one that the run was assessed with is refused, too, until the run is
 * over: nobody has rehearsed or approved what it would make, and no digest would show it. Live
 * engagement of a committed run goes on with the pack as it is: where its files were read anew and
 * can be used, they are checked, and the former ones dropped.
 *
 * <p>Thread-safe.
 */
final class CheckedPacks implements ReadyRuns.PackOfRun {
  private static final Logger LOG = Logger.getLogger(CheckedPacks.class);
  private static final String TARGET = "the target database";

  /** How a live run goes on; a rehearsal has ended. */
  private static final String THEN =
      " Then resume the migration (godwit resume), or roll it back; a rehearsal is started again.";

  private static final String REFUSED =
      "a person who corrects the pack or the target and resumes the migration";

  private final CatalogueCheck catalogue;
  private final Predicate<TargetPack> outdated;
  private final Refusals refusals;
  private final Duration recheckAfter;
  private final PlausibleTimes times;
  private final Map<String, PackState> states = new ConcurrentHashMap<>();
  private final FixSource fixSource;
  private final Map<String, RecordFixes> fixes = new ConcurrentHashMap<>();
  private final Map<String, Refused> refused = new ConcurrentHashMap<>();

  /** Checks the pack of a run against its database; waits while that is down. */
  @FunctionalInterface
  interface CatalogueCheck {
    /**
     * Checks the pack against its database.
     *
     * @throws IllegalArgumentException where there is no such pack
     * @throws PackChangedException where it is not the one that the run was assessed with
     * @throws PackException where it does not fit
     * @throws SQLException where the database refuses
     */
    TargetPack checked(RunStatus status) throws Exception;
  }

  /** Fixes that hold for a run; fails as {@link dev.godwit.worker.decision.DecisionReader} does. */
  @FunctionalInterface
  interface FixSource {
    RecordFixes of(RunSpec run) throws StageFailedException;
  }

  /** The pack of a run, as {@link dev.godwit.worker.run.RunPacks#target(RunStatus)} gives it. */
  @FunctionalInterface
  interface Source {
    TargetPack of(RunStatus status) throws InterruptedException;
  }

  /** Reports a refusal. */
  @FunctionalInterface
  interface Refusals {
    void report(RunStatus status, String subject, String error, String action);
  }

  /** A refusal, when it was made, and how often the run had been resumed then. */
  private record Refused(String error, long atNanos, int resumes) {}

  /**
   * Checks of the packs as they are read.
   *
   * @param packs the pack of a run, the one that it was assessed with until it is over
   * @param outdated whether the newest files of a pack, which can be used, are other ones
   * @param recheckAfter time after which a refused pack of a committed run is checked again
   * @param times times that an open or click can have
   * @param fixSource fixes of a run
   */
  CheckedPacks(
      Source packs,
      Predicate<TargetPack> outdated,
      OutageRetry outage,
      Refusals refusals,
      Duration recheckAfter,
      PlausibleTimes times,
      FixSource fixSource) {
    this(
        status -> {
          TargetPack pack = packs.of(status);
          return outage.retry(TARGET, status.run(), () -> againstCatalogue(pack));
        },
        outdated,
        refusals,
        recheckAfter,
        times,
        fixSource);
  }

  CheckedPacks(
      CatalogueCheck catalogue,
      Predicate<TargetPack> outdated,
      Refusals refusals,
      Duration recheckAfter,
      PlausibleTimes times,
      FixSource fixSource) {
    this.fixSource = fixSource;
    this.times = times;
    this.catalogue = catalogue;
    this.outdated = outdated;
    this.refusals = refusals;
    this.recheckAfter = recheckAfter;
  }

  @Override
  public PlausibleTimes times() {
    return times;
  }

  @Override
  public RecordFixes fixes(RunSpec run) {
    return fixes.getOrDefault(run.runId(), RecordFixes.NONE);
  }

  @Override
  public PackState of(RunStatus status) {
    RunSpec run = status.run();
    PackState known = states.get(run.runId());
    if (known != null && !isOutdated(known, status)) {
      return known;
    }
    PackState unchecked = new PackState.Unchecked("the check of pack " + run.targetPack());
    states.put(run.runId(), unchecked);
    Thread.ofVirtual().name("godwit-pack-check").start(() -> check(status));
    return unchecked;
  }

  @Override
  public boolean isOutdated(RunStatus status, TargetPack pack) {
    return status.isOver() && outdated.test(pack);
  }

  private boolean isOutdated(PackState known, RunStatus status) {
    return switch (known) {
      case PackState.Checked checked ->
          status.resumes() > checked.resumes() || isOutdated(status, checked.pack());
      case PackState.Unchecked unchecked -> isRefusal(unchecked) && mayCheckAgain(status);
    };
  }

  private boolean mayCheckAgain(RunStatus status) {
    Refused refusal = refused.get(status.run().runId());
    if (refusal == null) {
      return false;
    }
    return status.isOver()
        ? System.nanoTime() - refusal.atNanos() >= recheckAfter.toNanos()
        : status.resumes() > refusal.resumes();
  }

  private static boolean isRefusal(PackState.Unchecked unchecked) {
    return unchecked.why().equals(REFUSED);
  }

  @Override
  public void forget(String runId) {
    states.remove(runId);
    refused.remove(runId);
    fixes.remove(runId);
  }

  private void check(RunStatus status) {
    RunSpec run = status.run();
    try (RunContext context = RunContext.of(run)) {
      TargetPack checked = catalogue.checked(status);
      new RunTransform(run, checked); // A pack that cannot be compiled is refused here.
      fixes.put(run.runId(), fixSource.of(run));
      states.put(run.runId(), new PackState.Checked(checked, status.resumes()));
      refused.remove(run.runId());
    } catch (RunStoppedException e) {
      states.remove(run.runId());
    } catch (KafkaException e) {
      LOG.warnf(
          e,
          "customer=%s run=%d: the fixes of people could not be read; it is tried again.",
          run.customer(),
          run.run());
      states.remove(run.runId());
    } catch (StageFailedException e) {
      refuse(status, e.getMessage(), e.action());
    } catch (InterruptedException e) {
      states.remove(run.runId());
      Thread.currentThread().interrupt();
    } catch (PackChangedException e) {
      refuse(status, e.getMessage(), e.action());
    } catch (PackException | IllegalArgumentException e) {
      refuse(
          status,
          e.getMessage(),
          "Correct the target database."
              + THEN
              + " If the pack has to change, roll the run back and rehearse; packs are read again then.");
    } catch (SQLException e) {
      refuse(
          status,
          SqlFailure.describe(e),
          "Correct address, user and rights of the target database." + THEN);
    } catch (Exception e) {
      LOG.errorf(
          e,
          "customer=%s run=%d: the check of pack %s failed unexpectedly; it is refused.",
          run.customer(),
          run.run(),
          run.targetPack());
      refuse(
          status,
          e.getClass().getName(),
          "Read the transformer's log at this time and remove the cause." + THEN);
    }
  }

  private static TargetPack againstCatalogue(TargetPack pack) throws SQLException {
    try (Connection connection = pack.database().openForReading()) {
      return PackCheck.againstCatalogue(pack, connection);
    }
  }

  private void refuse(RunStatus status, String error, String action) {
    RunSpec run = status.run();
    Refused now = new Refused(error, System.nanoTime(), status.resumes());
    Refused before = refused.put(run.runId(), now);
    states.put(run.runId(), new PackState.Unchecked(REFUSED));
    if (before == null || !before.error().equals(error) || before.resumes() != now.resumes()) {
      LOG.errorf(
          "customer=%s run=%d: pack %s was refused, and is checked again %s: %s",
          run.customer(),
          run.run(),
          run.targetPack(),
          status.isOver() ? "after " + recheckAfter : "when the migration is resumed",
          error);
      refusals.report(status, "pack " + run.targetPack(), error, action);
    }
  }
}
