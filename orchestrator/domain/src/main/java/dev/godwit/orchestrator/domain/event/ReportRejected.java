package dev.godwit.orchestrator.domain.event;

/**
 * A report could not be read; nothing else changed.
 *
 * @param reportId topic, partition and offset of the report
 * @param expected what was expected
 * @param found what was found
 * @param action what to do
 */
public record ReportRejected(String reportId, String expected, String found, String action)
    implements Event {}
