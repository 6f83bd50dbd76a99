package dev.godwit.orchestrator.domain.common;

import java.util.List;

/**
 * Which records of a run a replay reads. All conditions hold together; an empty list or a null sets
 * no condition.
 *
 * @param entities entities, in the order of reference; empty for all
 * @param partitions partitions of the stage's input topics; empty for all
 * @param fromOffset first offset of the input topics; null for the run's first
 * @param fromTimeMillis records with this record time or a later one, milliseconds since 1970; null
 *     for all
 * @param keys ids in the source; empty for all
 * @param quarantined only records in quarantine by the stage for this reason, {@value #EVERY} for
 *     every reason; null for all records
 * @param differencesOfCut only records with a key that the verdict at this cut found missing or
 *     changed; {@value #NO_CUT} for all records
 * @param dependants whether records in quarantine that wait for the selected ones are read too:
 *     those that refer to them, directly or through others. Records that left the quarantine and
 *     that the same conditions select count as selected
 */
public record ReplaySelection(
    List<Entity> entities,
    List<Integer> partitions,
    Long fromOffset,
    Long fromTimeMillis,
    List<String> keys,
    String quarantined,
    int differencesOfCut,
    boolean dependants) {
  /** Every reason of quarantine. */
  public static final String EVERY = "*";

  /** No verdict's differences are meant. */
  public static final int NO_CUT = -1;

  public ReplaySelection {
    entities = List.copyOf(entities);
    partitions = List.copyOf(partitions);
    keys = List.copyOf(keys);
  }

  /** Everything that the stage has in quarantine. */
  public static ReplaySelection everythingQuarantined() {
    return new ReplaySelection(List.of(), List.of(), null, null, List.of(), EVERY, NO_CUT, false);
  }

  /** The rows that the verdict at a cut found missing or changed. */
  public static ReplaySelection differencesOf(int cut) {
    return new ReplaySelection(List.of(), List.of(), null, null, List.of(), null, cut, false);
  }

  /**
   * Records in quarantine, and what waits for them.
   *
   * @param entities entities of the chosen records; empty for all
   * @param keys their ids in the source; empty for all
   * @param reason their reason; null or {@value #EVERY} for every one
   */
  public static ReplaySelection redriven(List<Entity> entities, List<String> keys, String reason) {
    return new ReplaySelection(
        entities,
        List.of(),
        null,
        null,
        keys,
        reason == null || reason.isBlank() ? EVERY : reason,
        NO_CUT,
        true);
  }

  /** Whether only what a verdict found missing or changed is read, so that it is mended. */
  public boolean isOfDifferences() {
    return differencesOfCut != NO_CUT;
  }
}
