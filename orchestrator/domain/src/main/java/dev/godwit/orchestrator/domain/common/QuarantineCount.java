package dev.godwit.orchestrator.domain.common;

/**
 * How many records of one entity a stage quarantined for one reason.
 *
 * @param entity the entity
 * @param stage the stage that quarantined
 * @param reason typed reason, a symbol such as BAD_ADDRESS
 * @param count number of records, at least 1
 */
public record QuarantineCount(Entity entity, Stage stage, String reason, long count) {}
