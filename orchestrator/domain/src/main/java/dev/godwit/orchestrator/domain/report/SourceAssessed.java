package dev.godwit.orchestrator.domain.report;

import dev.godwit.orchestrator.domain.common.EntityCount;
import java.util.List;

/**
 * The customer exists.
 *
 * @param entities rows by entity
 * @param fingerprint SHA-256 of the source pack's files, hex
 */
public record SourceAssessed(List<EntityCount> entities, String fingerprint) implements Report {
  public SourceAssessed {
    entities = List.copyOf(entities);
  }
}
