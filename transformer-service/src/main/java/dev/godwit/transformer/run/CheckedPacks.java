package dev.godwit.transformer.run;

import dev.godwit.pack.PackCheck;
import dev.godwit.pack.PackException;
import dev.godwit.pack.TargetPack;
import dev.godwit.transformer.run.OpenRuns.PackAnswer;
import dev.godwit.worker.OutageRetry;
import dev.godwit.worker.RunContext;
import dev.godwit.worker.RunSpec;
import dev.godwit.worker.RunStoppedException;
import dev.godwit.worker.SqlFailure;
import dev.godwit.worker.StageReports;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jboss.logging.Logger;

/**
 * Target packs, checked against the catalogue of the target database once for each run, so that a
 * column that was widened after a rehearsal counts in the next one. The check goes on beside the
 * loop: while the database is down it waits and says so, and the runs of other packs pass. A pack
 * that is refused fails the run, which is reported once for each reason; its records stay until the
 * run is undone or, since a committed run is never undone, a later check finds the pack good.
 *
 * <p>Thread-safe.
 */
public final class CheckedPacks implements OpenRuns.PackOfRun {
  private static final Logger LOG = Logger.getLogger(CheckedPacks.class);
  private static final String TARGET = "the target database";
  private static final String REFUSED = "the end of the run, or a pack that is not refused";

  private final CatalogueCheck catalogue;
  private final Refusals refusals;
  private final Duration againAfter;
  private final Map<String, PackAnswer> answers = new ConcurrentHashMap<>();
  private final Map<String, Refused> refused = new ConcurrentHashMap<>();

  /** Checks the pack of a run against its database; waits while that is down. */
  @FunctionalInterface
  interface CatalogueCheck {
    /**
     * @throws IllegalArgumentException where there is no such pack
     * @throws PackException where it does not fit
     * @throws SQLException where the database refuses
     */
    TargetPack checked(RunSpec run) throws Exception;
  }

  /** Is told of refusals. */
  @FunctionalInterface
  interface Refusals {
    void failed(RunSpec run, String subject, String error, String action);
  }

  /** What was refused and is not asked again for a while. */
  private record Refused(String error, long atNanos) {}

  /**
   * Over the packs that were read at the start.
   *
   * @param packs a pack by name; throws {@link IllegalArgumentException} where there is none
   * @param againAfter how long a refusal stands before the pack is checked again
   */
  public CheckedPacks(
      Function<String, TargetPack> packs,
      OutageRetry outage,
      StageReports reports,
      Duration againAfter) {
    this(
        run -> {
          TargetPack pack = packs.apply(run.targetPack());
          return outage.retry(TARGET, run, () -> againstCatalogue(pack));
        },
        reports::failed,
        againAfter);
  }

  CheckedPacks(CatalogueCheck catalogue, Refusals refusals, Duration againAfter) {
    this.catalogue = catalogue;
    this.refusals = refusals;
    this.againAfter = againAfter;
  }

  @Override
  public PackAnswer ask(RunSpec run) {
    Refused refusal = refused.get(run.runId());
    PackAnswer known = answers.get(run.runId());
    boolean old = refusal != null && System.nanoTime() - refusal.atNanos() >= againAfter.toNanos();
    if (known != null && !(known instanceof PackAnswer.NotYet notYet && isRefusal(notYet) && old)) {
      return known;
    }
    PackAnswer notYet = new PackAnswer.NotYet("the check of pack " + run.targetPack());
    answers.put(run.runId(), notYet);
    Thread.ofVirtual().name("godwit-pack-check").start(() -> check(run));
    return notYet;
  }

  private static boolean isRefusal(PackAnswer.NotYet notYet) {
    return notYet.why().equals(REFUSED);
  }

  @Override
  public void forget(String runId) {
    answers.remove(runId);
    refused.remove(runId);
  }

  private void check(RunSpec run) {
    try (RunContext context = RunContext.of(run)) {
      TargetPack checked = catalogue.checked(run);
      new RunTransform(run, checked); // What cannot be compiled is refused here, not in the loop.
      answers.put(run.runId(), new PackAnswer.Checked(checked));
      refused.remove(run.runId());
    } catch (RunStoppedException e) {
      answers.remove(run.runId());
    } catch (InterruptedException e) {
      answers.remove(run.runId());
      Thread.currentThread().interrupt();
    } catch (PackException | IllegalArgumentException e) {
      refuse(run, e.getMessage(), "Correct the pack or the target database, then start again.");
    } catch (SQLException e) {
      refuse(run, SqlFailure.describe(e), "Check address, user and rights of the target database.");
    } catch (Exception e) {
      LOG.error("The check of a pack failed unexpectedly.", e);
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
    answers.put(run.runId(), new PackAnswer.NotYet(REFUSED));
    if (before == null || !before.error().equals(error)) {
      LOG.errorf("Pack %s was refused: %s", run.targetPack(), error);
      refusals.failed(run, "pack " + run.targetPack(), error, action);
    }
  }
}
