package dev.godwit.orchestrator.view.read;

import dev.godwit.api.ProgressAnswer;
import dev.godwit.orchestrator.view.fold.MigrationDocument;
import dev.godwit.orchestrator.view.fold.RunDocument;
import dev.godwit.orchestrator.view.store.MigrationRow;
import dev.godwit.orchestrator.view.store.QuarantineReasonRow;
import dev.godwit.orchestrator.view.store.RunRow;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Everything that the metrics say, of the latest run of every migration. */
@ApplicationScoped
public class HealthReader {
  private final ProgressReader progress;

  HealthReader(ProgressReader progress) {
    this.progress = progress;
  }

  /**
   * Health of one migration.
   *
   * @param run its latest run; null before the first
   * @param progress progress and lag of that run
   * @param quarantine what that run quarantined
   */
  public record Health(
      MigrationDocument migration,
      RunDocument run,
      ProgressAnswer progress,
      List<QuarantineReasonRow> quarantine) {}

  /** Of every migration. */
  @Transactional
  public List<Health> all() {
    Map<String, ProgressAnswer> byCustomer = new HashMap<>();
    progress.latestRuns().forEach(p -> byCustomer.put(p.customer(), p));
    List<Health> all = new ArrayList<>();
    for (MigrationRow row : MigrationRow.latestFirst()) {
      MigrationDocument migration = row.read();
      RunDocument run = RunRow.document(migration.customer, migration.run);
      List<QuarantineReasonRow> quarantine =
          run == null ? List.of() : QuarantineReasonRow.ofRun(run.id());
      all.add(new Health(migration, run, byCustomer.get(migration.customer), quarantine));
    }
    return all;
  }
}
