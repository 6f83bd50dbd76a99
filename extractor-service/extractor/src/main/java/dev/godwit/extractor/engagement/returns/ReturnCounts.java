package dev.godwit.extractor.engagement.returns;

/**
 * Counts of the live events of a rolled-back run; each event is in exactly one of the last four.
 *
 * @param received live events of the customer between the two cuts
 * @param returned events that the source holds now and did not before
 * @param kept events that the source wrote itself
 * @param duplicates repeats, and events that the source held before
 * @param quarantined events that the source cannot hold
 */
public record ReturnCounts(
    long received, long returned, long kept, long duplicates, long quarantined) {}
