package dev.godwit.transformer.run;

import dev.godwit.pack.PackCheck;
import dev.godwit.pack.PackException;
import dev.godwit.pack.TargetPack;
import dev.godwit.stage.Outage;
import dev.godwit.stage.RunContext;
import dev.godwit.stage.RunSpec;
import dev.godwit.stage.RunStoppedException;
import dev.godwit.stage.SqlFailure;
import dev.godwit.stage.StageReports;
import dev.godwit.transformer.run.OpenRuns.PackAnswer;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jboss.logging.Logger;

/**
 * Target packs, checked against the catalogue of the target database once for each run, so that a
 * column that was widened after a rehearsal counts in the next one. The check goes on beside the
 * loop: while the database is down it waits and says so, and the runs of other packs pass. A pack
 * that is refused fails the run, which is reported once; its records stay until the run is undone.
 *
 * <p>Thread-safe.
 */
public final class CheckedPacks implements OpenRuns.PackOfRun {
  private static final Logger LOG = Logger.getLogger(CheckedPacks.class);
  private static final String TARGET = "the target database";

  private final Function<String, TargetPack> packs;
  private final Outage outage;
  private final StageReports reports;
  private final Map<String, PackAnswer> answers = new ConcurrentHashMap<>();

  /**
   * Over the packs that were read at the start.
   *
   * @param packs a pack by name; throws {@link IllegalArgumentException} where there is none
   */
  public CheckedPacks(Function<String, TargetPack> packs, Outage outage, StageReports reports) {
    this.packs = packs;
    this.outage = outage;
    this.reports = reports;
  }

  @Override
  public PackAnswer ask(RunSpec run) {
    PackAnswer known = answers.get(run.runId());
    if (known != null) {
      return known;
    }
    PackAnswer notYet = new PackAnswer.NotYet("the check of pack " + run.targetPack());
    answers.put(run.runId(), notYet);
    Thread.ofVirtual().name("godwit-pack-check").start(() -> check(run));
    return notYet;
  }

  @Override
  public void forget(String runId) {
    answers.remove(runId);
  }

  private void check(RunSpec run) {
    try (RunContext context = RunContext.of(run)) {
      TargetPack pack = packs.apply(run.targetPack());
      TargetPack checked = outage.during(TARGET, run, () -> againstCatalogue(pack));
      new RunTransform(run, checked); // What cannot be compiled is refused here, not in the loop.
      answers.put(run.runId(), new PackAnswer.Checked(checked));
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
    LOG.errorf("Pack %s was refused: %s", run.targetPack(), error);
    answers.put(run.runId(), new PackAnswer.NotYet("the end of the run, whose pack was refused"));
    reports.failed(run, "pack " + run.targetPack(), error, action);
  }
}
