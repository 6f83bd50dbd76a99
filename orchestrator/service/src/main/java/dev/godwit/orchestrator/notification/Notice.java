package dev.godwit.orchestrator.notification;

import java.time.Instant;

/**
 * One event that a person is notified of. Immutable.
 *
 * @param eventId id of the event in {@code migration.events.v1}
 * @param kind why
 * @param customer the customer
 * @param run number of the run, 0 where the event is about none
 * @param occurredAt when the event occurred
 * @param sentence what happened, without a row's content
 * @param action what to do; empty where nothing is to be done
 * @param runbook file name of the page that helps; empty where there is none
 */
record Notice(
    String eventId,
    NoticeKind kind,
    String customer,
    int run,
    Instant occurredAt,
    String sentence,
    String action,
    String runbook) {}
