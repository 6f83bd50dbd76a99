package dev.godwit.orchestrator.domain.event;

/**
 * Steps go on from where they were.
 *
 * @param why why, in the words of whoever asked
 */
public record MigrationResumed(String why) implements Event {}
