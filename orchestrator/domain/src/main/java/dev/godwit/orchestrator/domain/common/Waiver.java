package dev.godwit.orchestrator.domain.common;

/**
 * Somebody's word that records quarantined for a reason may stay behind.
 *
 * @param entity the entity
 * @param reason typed reason that is waived
 * @param upTo at most so many records are waived
 * @param why the reason that its author gave
 */
public record Waiver(Entity entity, String reason, long upTo, String why) {}
