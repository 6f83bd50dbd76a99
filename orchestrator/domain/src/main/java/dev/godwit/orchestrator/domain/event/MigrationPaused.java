package dev.godwit.orchestrator.domain.event;

/**
 * No new step or chunk is begun until resumed.
 *
 * @param why why, in the words of whoever asked
 */
public record MigrationPaused(String why) implements Event {}
