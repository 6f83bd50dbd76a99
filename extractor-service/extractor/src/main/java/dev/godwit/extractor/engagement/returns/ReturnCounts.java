package dev.godwit.extractor.engagement.returns;

/**
 * What became of the live events of a run that went back; each is in exactly one of the last four.
 *
 * @param received live events of the customer between the two cuts
 * @param returned the old system holds them now and did not before
 * @param kept the old system wrote them itself
 * @param duplicates repeats, and events that the old system held already
 * @param quarantined the old system cannot hold them
 */
public record ReturnCounts(
    long received, long returned, long kept, long duplicates, long quarantined) {}
