package dev.godwit.orchestrator.domain.event;

import dev.godwit.orchestrator.domain.common.Stage;

/**
 * A stage waits for something outside and goes on by itself when it is back.
 *
 * @param stage the stage
 * @param waitingFor what for, e.g. the source database
 * @param error the error as the client reported it, without a password
 */
public record StageWaiting(Stage stage, String waitingFor, String error) implements Event {}
