package dev.godwit.orchestrator.domain.event;

/**
 * Ended before anything was frozen.
 *
 * @param why why, in the words of whoever asked
 */
public record MigrationCancelled(String why) implements Event {}
