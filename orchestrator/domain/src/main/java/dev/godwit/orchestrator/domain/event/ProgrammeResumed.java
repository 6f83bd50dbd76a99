package dev.godwit.orchestrator.domain.event;

/**
 * Migrations go on from where they were.
 *
 * @param why why, in the words of whoever asked
 */
public record ProgrammeResumed(String why) implements Event {}
