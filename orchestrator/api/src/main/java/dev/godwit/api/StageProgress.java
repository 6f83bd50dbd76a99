package dev.godwit.api;

/**
 * How far one stage of a run is with one entity.
 *
 * @param stage EXTRACT, TRANSFORM, LOAD or VALIDATE
 * @param entity CONTACTS, EMAILS, ENGAGEMENTS or LIVE
 * @param total what there is to do: source rows for EXTRACT and TRANSFORM, records for LOAD and
 *     VALIDATE; an estimate for LOAD and VALIDATE until the stage before is through
 * @param done how much of it is done, in the same unit
 * @param quarantined how much of it was quarantined by this stage
 * @param lagRecords records that the stage before has passed on and this one has not processed;
 *     exactly 0 when drained; negative where it is not known
 * @param lagSeconds age of the oldest of them; 0 when drained
 * @param rowsPerSecond over the last ten seconds or so
 * @param etaSeconds seconds until it is through at that speed; null where that cannot be said
 * @param complete the run's cut has passed this stage in every partition
 */
public record StageProgress(
    String stage,
    String entity,
    long total,
    long done,
    long quarantined,
    long lagRecords,
    double lagSeconds,
    double rowsPerSecond,
    Double etaSeconds,
    boolean complete) {
  /**
   * Whether there is no end of it: live engagement goes on for ever, so that its total is what is
   * done.
   */
  public boolean endless() {
    return "LIVE".equals(entity);
  }

  /**
   * Whether its lag is known. What of live engagement waits before the transformer is in no
   * receipt; it is read from the topic, which may not have been looked at yet.
   */
  public boolean counted() {
    return lagRecords >= 0;
  }
}
