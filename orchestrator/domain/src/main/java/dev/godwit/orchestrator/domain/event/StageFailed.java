package dev.godwit.orchestrator.domain.event;

import dev.godwit.orchestrator.domain.common.Stage;

/**
 * A stage met what no retry mends.
 *
 * @param stage the stage
 * @param subject entity, table or file it happened on
 * @param error what happened, without a row's content
 * @param action what to do
 * @param taskId id of the task that failed; empty where it happened outside a task, and in events
 *     of before this was recorded
 */
public record StageFailed(Stage stage, String subject, String error, String action, String taskId)
    implements Event {}
