package dev.godwit.orchestrator.domain.event;

/**
 * A command was refused; nothing else changed.
 *
 * @param commandId id of the command, or topic, partition and offset where it has none
 * @param command name of the command, or unreadable
 * @param expected what was expected
 * @param found what was found
 * @param action what to do
 */
public record CommandRejected(
    String commandId, String command, String expected, String found, String action)
    implements Event {}
