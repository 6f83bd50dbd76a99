package dev.godwit.orchestrator.domain.event;

import dev.godwit.orchestrator.domain.common.Stage;

/**
 * What a stage waited for is back.
 *
 * @param stage the stage
 * @param waitedFor what for
 * @param waitedMillis how long, milliseconds
 */
public record StageRecovered(Stage stage, String waitedFor, long waitedMillis) implements Event {}
