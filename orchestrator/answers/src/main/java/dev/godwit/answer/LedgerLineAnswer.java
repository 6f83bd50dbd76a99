package dev.godwit.answer;

/**
 * The count algebra of one entity at a cut. Source rows up to {@code quarantinedByTransformer},
 * records from {@code transformed} on as the ledger of the run has them.
 *
 * @param targetRows rows of the entity's main table that the new system holds; negative where it
 *     was not read back
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
    long targetRows) {}
