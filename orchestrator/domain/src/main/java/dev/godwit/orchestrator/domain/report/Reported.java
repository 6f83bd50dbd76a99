package dev.godwit.orchestrator.domain.report;

import dev.godwit.orchestrator.domain.common.Stage;
import java.time.Instant;

/** A report as it came in. */
public record Reported(ReportEnvelope envelope, Report report) {
  /**
   * The part that all reports share.
   *
   * @param reportId UUID; the same id twice is consumed once
   * @param taskId the task it answers
   * @param migrationId the migration
   * @param run number of the run
   * @param stage the stage that reports
   * @param instance name of the process that reports
   * @param reportedAt when, by that process's clock
   */
  public record ReportEnvelope(
      String reportId,
      String taskId,
      String migrationId,
      int run,
      Stage stage,
      String instance,
      Instant reportedAt) {}
}
