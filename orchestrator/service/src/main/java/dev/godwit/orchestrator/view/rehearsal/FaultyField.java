package dev.godwit.orchestrator.view.rehearsal;

/**
 * A field whose values were quarantined.
 *
 * @param field field of the source pack
 * @param limit limit that they exceed; null where it is about none
 */
public record FaultyField(String field, Long limit) {}
