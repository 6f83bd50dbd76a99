package dev.godwit.orchestrator.domain.report;

/**
 * The old system has every live event of the run that it can have.
 *
 * @param received live events between the two cuts
 * @param returned those given to the old system
 * @param kept those that the old system wrote itself
 * @param duplicates those that it held already, or that came more than once
 * @param quarantined those that could not be given to it
 */
public record ReturnReport(
    long received, long returned, long kept, long duplicates, long quarantined) implements Report {}
