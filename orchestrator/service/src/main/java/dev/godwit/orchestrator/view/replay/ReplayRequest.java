package dev.godwit.orchestrator.view.replay;

import dev.godwit.common.v1.Stage;
import dev.godwit.records.Entity;
import java.time.Instant;
import java.util.List;

/**
 * A replay that a person thinks of. All conditions hold together.
 *
 * @param stage TRANSFORM, LOAD or VALIDATE
 * @param repair true for the keys that the last verdict found missing or changed
 * @param entities entities; empty for all
 * @param partitions partitions of the stage's input topics; empty for all
 * @param fromOffset first offset of the input topics; null for the run's first
 * @param fromTime records with this record time or a later one; null for all
 * @param fromFailure true from the first record that the stage quarantined
 * @param keys number of ids in the source; 0 for all records
 * @param quarantined only records in quarantine by the stage for this reason, * for every reason;
 *     null for all records
 * @param rate at most so many records a second; 0 for no limit
 */
public record ReplayRequest(
    Stage stage,
    boolean repair,
    List<Entity> entities,
    List<Integer> partitions,
    Long fromOffset,
    Instant fromTime,
    boolean fromFailure,
    int keys,
    String quarantined,
    int rate) {
  /** Every reason of quarantine. */
  public static final String EVERY = "*";

  public ReplayRequest {
    entities = List.copyOf(entities);
    partitions = List.copyOf(partitions);
  }

  /** The keys that the last verdict found missing or changed. */
  public static ReplayRequest repair(int rate) {
    return new ReplayRequest(
        Stage.LOAD, true, List.of(), List.of(), null, null, false, 0, null, rate);
  }

  /** Records in quarantine of some entities, and what waits for them; the loader reads last. */
  static ReplayRequest redrive(List<Entity> entities) {
    return new ReplayRequest(
        Stage.LOAD, false, entities, List.of(), null, null, false, 0, EVERY, 0);
  }

  /** True where it reads an entity's records in a partition. */
  boolean reads(String entity, int partition) {
    return (entities.isEmpty() || entities.stream().anyMatch(e -> e.name().equals(entity)))
        && (partitions.isEmpty() || partitions.contains(partition));
  }

  /** True where it reads records in quarantine for a reason. */
  boolean readsQuarantined(String reason) {
    return quarantined == null || quarantined.equals(EVERY) || quarantined.equals(reason);
  }
}
