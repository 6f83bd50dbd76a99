package dev.godwit.orchestrator.view.quarantine;

import dev.godwit.records.Entity;
import java.util.List;
import java.util.Set;

/**
 * The records that a person thinks of redriving. All conditions hold together. Immutable.
 *
 * @param entities their entities; empty for all
 * @param keys their ids in the source; empty for all
 * @param reason their reason; null or * for every one
 */
public record RedriveRequest(List<Entity> entities, Set<String> keys, String reason) {
  private static final String EVERY = "*";

  public RedriveRequest {
    entities = List.copyOf(entities);
    keys = Set.copyOf(keys);
  }

  /** Whether a record is chosen. */
  boolean takes(Entity entity, String key, String why) {
    return (entities.isEmpty() || entities.contains(entity))
        && (keys.isEmpty() || keys.contains(key))
        && (reason == null || reason.equals(EVERY) || reason.equals(why));
  }
}
