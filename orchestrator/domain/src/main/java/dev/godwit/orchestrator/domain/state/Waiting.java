package dev.godwit.orchestrator.domain.state;

import dev.godwit.orchestrator.domain.common.Stage;

/** A stage that waits for something outside. */
public record Waiting(Stage stage, String waitingFor) {}
