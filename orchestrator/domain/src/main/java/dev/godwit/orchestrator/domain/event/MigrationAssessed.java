package dev.godwit.orchestrator.domain.event;

import dev.godwit.orchestrator.domain.common.EntityCount;
import dev.godwit.orchestrator.domain.common.TableCount;
import java.util.List;

/**
 * Both systems were looked at: sizes, fingerprints of the packs, leftovers.
 *
 * @param entities rows of the old system
 * @param estimatedSeconds estimate of freeze to verdict, seconds
 * @param sourceFingerprint SHA-256 of the source pack's files, hex
 * @param targetFingerprint SHA-256 of the target pack's files, hex
 * @param leftovers tables of the new system that already hold rows of the customer; empty where
 *     none
 */
public record MigrationAssessed(
    List<EntityCount> entities,
    long estimatedSeconds,
    String sourceFingerprint,
    String targetFingerprint,
    List<TableCount> leftovers)
    implements Event {
  public MigrationAssessed {
    entities = List.copyOf(entities);
    leftovers = List.copyOf(leftovers);
  }
}
