package dev.godwit.transformer.inbound;

import dev.godwit.pack.PackCheck;
import dev.godwit.pack.PackException;
import dev.godwit.pack.TargetPack;
import dev.godwit.transformer.entity.RunTransform;
import dev.godwit.transformer.inbound.ReadyRuns.PackState;
import dev.godwit.worker.failure.SqlFailure;
import dev.godwit.worker.outage.OutageRetry;
import dev.godwit.worker.run.RunContext;
import dev.godwit.worker.run.RunSpec;
import dev.godwit.worker.run.RunStoppedException;
import dev.godwit.worker.stage.StageReports;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jboss.logging.Logger;

/**
 * Target packs, checked against the catalogue of the target database once for each run, so that a
 * column that was widened after a rehearsal counts in the next one. The check runs on a thread of
 * its own: while the database is down it waits, and the runs of other packs go on. A pack that is
 * refused fails the run; the refusal is reported once for each reason. The run's records stay until
 * it is undone or, since a committed run is never undone, until a later check accepts the pack.
 *
 * <p>Thread-safe.
 */
final class CheckedPacks implements ReadyRuns.PackOfRun {
  private static final Logger LOG = Logger.getLogger(CheckedPacks.class);
  private static final String TARGET = "the target database";
  private static final String REFUSED = "the end of the run, or a pack that is not refused";

  private final CatalogueCheck catalogue;
  private final Refusals refusals;
  private final Duration recheckAfter;
  private final Map<String, PackState> states = new ConcurrentHashMap<>();
  private final Map<String, Refused> refused = new ConcurrentHashMap<>();

  /** Checks the pack of a run against its database; waits while that is down. */
  @FunctionalInterface
  interface CatalogueCheck {
    /**
     * Checks the pack against its database.
     *
     * @throws IllegalArgumentException where there is no such pack
     * @throws PackException where it does not fit
     * @throws SQLException where the database refuses
     */
    TargetPack checked(RunSpec run) throws Exception;
  }

  /** Reports a refusal. */
  @FunctionalInterface
  interface Refusals {
    void report(RunSpec run, String subject, String error, String action);
  }

  /** A refusal, and when it was made. */
  private record Refused(String error, long atNanos) {}

  /**
   * Checks of the packs that were read at start.
   *
   * @param packs a pack by name; throws {@link IllegalArgumentException} where there is none
   * @param recheckAfter time after which a refused pack is checked again
   */
  CheckedPacks(
      Function<String, TargetPack> packs,
      OutageRetry outage,
      StageReports reports,
      Duration recheckAfter) {
    this(
        run -> {
          TargetPack pack = packs.apply(run.targetPack());
          return outage.retry(TARGET, run, () -> againstCatalogue(pack));
        },
        reports::failed,
        recheckAfter);
  }

  CheckedPacks(CatalogueCheck catalogue, Refusals refusals, Duration recheckAfter) {
    this.catalogue = catalogue;
    this.refusals = refusals;
    this.recheckAfter = recheckAfter;
  }

  @Override
  public PackState of(RunSpec run) {
    Refused refusal = refused.get(run.runId());
    PackState known = states.get(run.runId());
    boolean old =
        refusal != null && System.nanoTime() - refusal.atNanos() >= recheckAfter.toNanos();
    if (known != null
        && !(known instanceof PackState.Unchecked unchecked && isRefusal(unchecked) && old)) {
      return known;
    }
    PackState unchecked = new PackState.Unchecked("the check of pack " + run.targetPack());
    states.put(run.runId(), unchecked);
    Thread.ofVirtual().name("godwit-pack-check").start(() -> check(run));
    return unchecked;
  }

  private static boolean isRefusal(PackState.Unchecked unchecked) {
    return unchecked.why().equals(REFUSED);
  }

  @Override
  public void forget(String runId) {
    states.remove(runId);
    refused.remove(runId);
  }

  private void check(RunSpec run) {
    try (RunContext context = RunContext.of(run)) {
      TargetPack checked = catalogue.checked(run);
      new RunTransform(run, checked); // A pack that cannot be compiled is refused here.
      states.put(run.runId(), new PackState.Checked(checked));
      refused.remove(run.runId());
    } catch (RunStoppedException e) {
      states.remove(run.runId());
    } catch (InterruptedException e) {
      states.remove(run.runId());
      Thread.currentThread().interrupt();
    } catch (PackException | IllegalArgumentException e) {
      refuse(run, e.getMessage(), "Correct the pack or the target database, then start again.");
    } catch (SQLException e) {
      refuse(run, SqlFailure.describe(e), "Check address, user and rights of the target database.");
    } catch (Exception e) {
      LOG.errorf(
          e,
          "customer=%s run=%d: the check of pack %s failed unexpectedly; it is refused.",
          run.customer(),
          run.run(),
          run.targetPack());
      refuse(run, e.getClass().getName(), "Look into the transformer's log.");
    }
  }

  private static TargetPack againstCatalogue(TargetPack pack) throws SQLException {
    try (Connection connection = pack.database().open()) {
      return PackCheck.againstCatalogue(pack, connection);
    }
  }

  private void refuse(RunSpec run, String error, String action) {
    Refused before = refused.put(run.runId(), new Refused(error, System.nanoTime()));
    states.put(run.runId(), new PackState.Unchecked(REFUSED));
    if (before == null || !before.error().equals(error)) {
      LOG.errorf(
          "customer=%s run=%d: pack %s was refused, and is checked again after %s: %s",
          run.customer(), run.run(), run.targetPack(), recheckAfter, error);
      refusals.report(run, "pack " + run.targetPack(), error, action);
    }
  }
}
