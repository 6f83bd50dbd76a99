package dev.godwit.orchestrator.domain;

import dev.godwit.orchestrator.domain.decide.Decision.Rejection;

/**
 * A command that was refused before it was decided on: it cannot be read, its signature proves
 * nothing, or its author may not send it.
 *
 * @param commandId the id that it gives; null where it gives none, and its causation id stands for
 *     it
 * @param name its name as far as it was understood
 * @param by its author; the one of unsigned commands where no other is proved
 * @param claimed the author that it names without proof; empty where it names none
 * @param rejection why it was refused
 */
public record RefusedCommand(
    String commandId, String name, String by, String claimed, Rejection rejection) {}
