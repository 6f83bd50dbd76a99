package dev.godwit.orchestrator.domain.common;

/**
 * The count algebra of one entity of a run at a cut. All figures are numbers of source rows, but
 * targetRows and transformed, loaded, quarantinedByLoader, which count records.
 *
 * @param entity the entity
 * @param sourceRows rows counted by the database in the source snapshot
 * @param extracted rows that extract receipts name
 * @param transformed records that transform receipts name as passed on
 * @param mergedAway rows that live on inside another record
 * @param quarantinedByTransformer rows quarantined by the extractor or the transformer
 * @param loaded records that load receipts name as loaded
 * @param quarantinedByLoader records quarantined by the loader
 * @param targetRows rows of the entity's main table that the target holds for the customer
 * @param liveReceived live events that arrived before the cut
 * @param liveLoaded live events loaded
 * @param liveDuplicates live events recognised as already held
 * @param liveQuarantined live events quarantined
 * @param liveReturned live events returned to the source
 * @param duplicates records of the snapshot that the target held already
 * @param liveKept live events of a run that rolled back which the source wrote itself
 * @param liveMachine of the live events that arrived, those that a machine caused
 */
public record LedgerLine(
    Entity entity,
    long sourceRows,
    long extracted,
    long transformed,
    long mergedAway,
    long quarantinedByTransformer,
    long loaded,
    long quarantinedByLoader,
    long targetRows,
    long liveReceived,
    long liveLoaded,
    long liveDuplicates,
    long liveQuarantined,
    long liveReturned,
    long duplicates,
    long liveKept,
    long liveMachine) {}
