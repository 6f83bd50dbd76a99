package dev.godwit.api;

/**
 * The count algebra of one entity at a cut. Source rows up to {@code quarantinedByTransformer},
 * records from {@code transformed} on as the ledger of the run has them.
 *
 * @param targetRows rows of the entity's main table that the new system holds; negative where it
 *     was not read back
 * @param duplicates records of the snapshot that the new system held already
 * @param live whether live events become rows of the same table: it may then hold more than the cut
 *     has
 * @param liveReceived live events that arrived before the cut
 * @param liveLoaded those that became rows
 * @param liveDuplicates those that the new system held already
 * @param liveQuarantined those that were quarantined
 */
public record LedgerLineAnswer(
    String entity,
    long sourceRows,
    long extracted,
    long transformed,
    long mergedAway,
    long quarantinedByTransformer,
    long loaded,
    long quarantinedByLoader,
    long targetRows,
    long duplicates,
    boolean live,
    long liveReceived,
    long liveLoaded,
    long liveDuplicates,
    long liveQuarantined) {}
