package dev.godwit.orchestrator.domain.task;

import dev.godwit.orchestrator.domain.common.RunKind;
import java.time.Instant;

/** A task as it goes out. */
public record DispatchedTask(TaskEnvelope envelope, Task task) {
  /**
   * The part that all tasks share.
   *
   * @param taskId derived from migration, run and step, so that a repeated decision makes the same
   *     id
   * @param migrationId the migration
   * @param customer the customer's id in the source
   * @param run number of the run
   * @param kind rehearsal or live
   * @param sourcePack name of the source pack
   * @param targetPack name of the target pack
   * @param issuedAt when it was issued, by the time of what it follows from
   * @param causationId id of the event it follows from
   */
  public record TaskEnvelope(
      String taskId,
      String migrationId,
      String customer,
      int run,
      RunKind kind,
      String sourcePack,
      String targetPack,
      Instant issuedAt,
      String causationId) {}
}
