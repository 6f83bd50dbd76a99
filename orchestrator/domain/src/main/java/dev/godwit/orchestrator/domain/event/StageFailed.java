package dev.godwit.orchestrator.domain.event;

import dev.godwit.orchestrator.domain.common.Stage;

/**
 * A stage met what no retry mends.
 *
 * @param stage the stage
 * @param subject entity, table or file it happened on
 * @param error what happened, without a row's content
 * @param action what to do
 */
public record StageFailed(Stage stage, String subject, String error, String action)
    implements Event {}
