package dev.godwit.orchestrator.domain.event;

/**
 * No migration begins a new step until resumed.
 *
 * @param why why, in the words of whoever asked
 */
public record ProgrammePaused(String why) implements Event {}
