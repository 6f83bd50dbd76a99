package dev.godwit.loader.reference;

import dev.godwit.records.Entity;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;

/**
 * The target's ids that were found in {@code godwit.identity} before the rows of a batch are
 * written, so that they are not looked up again. Valid in the transaction that found them. Not
 * thread-safe.
 */
public final class FoundIds {
  private final Map<Entity, Map<String, String>> ids = new HashMap<>();

  /** Adds the id of a record by its id in the source. */
  public void add(Entity entity, String sourceId, String id) {
    ids.computeIfAbsent(entity, e -> new HashMap<>()).put(sourceId, id);
  }

  /** Ids of an entity by the source's ids; empty where none was found. */
  public Map<String, String> of(Entity entity) {
    return Collections.unmodifiableMap(ids.getOrDefault(entity, Map.of()));
  }
}
