package dev.godwit.api;

import java.util.List;

/**
 * The plan of a replay, with the records that it would read, computed from the receipts of the run.
 * Nothing has begun.
 *
 * @param customer the customer
 * @param run number of the run; 0 where there is none
 * @param stage TRANSFORM, LOAD or VALIDATE
 * @param refusal why it would be refused; null where it is possible
 * @param fromOffset first offset that was asked for or found; null for the run's first
 * @param ranges offsets to be read, by topic and partition
 * @param entities records to be read, by entity
 * @param records records in the ranges; negative where it is not known
 * @param selected at most so many of them meet the selection; negative where it is not known
 * @param rate at most so many records a second; 0 for no limit
 * @param measuredPerSecond records a second that the stage did in this run; 0 where none was
 *     measured
 * @param estimateSeconds how long it will take, about, seconds; null where it cannot be computed
 * @param notes sentences that a person should read before it is started
 */
public record ReplayPlanAnswer(
    String customer,
    int run,
    String stage,
    Problem refusal,
    Long fromOffset,
    List<Range> ranges,
    List<EntityPlan> entities,
    long records,
    long selected,
    int rate,
    double measuredPerSecond,
    Double estimateSeconds,
    List<String> notes) {
  public ReplayPlanAnswer {
    ranges = List.copyOf(ranges);
    entities = List.copyOf(entities);
    notes = List.copyOf(notes);
  }

  /**
   * Offsets of one partition.
   *
   * @param topic input topic of the stage
   * @param entity CONTACTS, EMAILS, ENGAGEMENTS or LIVE
   * @param partition the partition
   * @param from first offset
   * @param to offset after the last one
   * @param records records of the run in the range; negative where it is not known
   */
  public record Range(
      String topic, String entity, int partition, long from, long to, long records) {}

  /**
   * Records of one entity in the ranges, by what the stage did with them.
   *
   * @param entity CONTACTS, EMAILS, ENGAGEMENTS or LIVE
   * @param records records of the run; negative where it is not known
   * @param done LOAD and VALIDATE: in the target already; TRANSFORM: transformed already
   * @param quarantined in quarantine by the stage
   */
  public record EntityPlan(String entity, long records, long done, long quarantined) {}
}
