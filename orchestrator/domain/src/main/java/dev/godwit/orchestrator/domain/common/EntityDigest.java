package dev.godwit.orchestrator.domain.common;

import java.util.List;

/**
 * The rows and the digest that an extraction read of an entity.
 *
 * @param entity the entity
 * @param rows source rows, merged members included
 * @param digest sum modulo 2^64 of the hashes of the extracted records; null where a chunk was
 *     extracted by a version that did not report it
 */
public record EntityDigest(Entity entity, long rows, Long digest) {
  /** Rows by entity. */
  public static List<EntityCount> rows(List<EntityDigest> extracted) {
    return extracted.stream().map(one -> new EntityCount(one.entity(), one.rows())).toList();
  }
}
