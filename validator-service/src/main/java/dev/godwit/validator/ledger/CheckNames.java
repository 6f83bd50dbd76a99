package dev.godwit.validator.ledger;

/**
 * Names of the checks. They appear in verdicts, reports and in {@code
 * docs/what-the-checks-cannot-see.md}; a name once released keeps its meaning.
 */
public final class CheckNames {
  /** Rows in the source snapshot = rows that extract receipts name. */
  public static final String EXTRACTED_EQUALS_SOURCE = "extracted-equals-source";

  /** Records that the extractor wrote = records that the transformer read. */
  public static final String EXTRACTED_RECORDS_ARRIVED = "extracted-records-arrived";

  /** Bytes that the extractor wrote = bytes that the transformer read. */
  public static final String EXTRACTED_BYTES_ARRIVED = "extracted-bytes-arrived";

  /** Extracted = transformed + merged away + quarantined by the extractor or transformer. */
  public static final String EXTRACTED_ACCOUNTED_FOR = "extracted-accounted-for";

  /** Records that the transformer wrote = records that the loader read. */
  public static final String TRANSFORMED_RECORDS_ARRIVED = "transformed-records-arrived";

  /** Bytes that the transformer wrote = bytes that the loader read. */
  public static final String TRANSFORMED_BYTES_ARRIVED = "transformed-bytes-arrived";

  /** Transformed = loaded + quarantined by the loader + duplicates. */
  public static final String TRANSFORMED_ACCOUNTED_FOR = "transformed-accounted-for";

  /** Every quarantined row has a reason. */
  public static final String QUARANTINE_HAS_REASONS = "quarantine-has-reasons";

  /** The target held no contact or email before it was loaded. */
  public static final String NOTHING_LOADED_TWICE = "nothing-loaded-twice";

  /** No receipt contradicts another. */
  public static final String RECEIPTS_AGREE = "receipts-agree";

  /** Live received = live loaded + duplicates + quarantined, all at the cut. */
  public static final String LIVE_ACCOUNTED_FOR = "live-accounted-for";

  /** No live event was deleted from the live topic before it was read. */
  public static final String LIVE_RECORDS_KEPT = "live-records-kept";

  /** The target's totals of live engagement are not less than those of the receipts. */
  public static final String LIVE_TOTALS_INCLUDE_CUT = "live-totals-include-cut";

  /** The target's own totals of live engagement add up. */
  public static final String LIVE_TOTALS_ADD_UP = "live-totals-add-up";

  /** After the commit: rows of engagement are not fewer than loaded + live loaded. */
  public static final String TARGET_HOLDS_LOADED = "target-holds-loaded";

  /** Loaded + live loaded = rows in the main table of the entity. */
  public static final String TARGET_EQUALS_LOADED = "target-equals-loaded";

  /** Rows in a table = rows that load receipts name for it. */
  public static final String TABLE_ROWS_EQUAL_LOADED = "table-rows-equal-loaded";

  /** Buckets of a table whose digest is not that of the load receipts: none. */
  public static final String TABLE_DIGEST_EQUALS_LOADED = "table-digest-equals-loaded";

  /** Columns of a table that the pack leaves out of the comparison; passes, and names them. */
  public static final String COLUMNS_NOT_COMPARED = "columns-not-compared";

  /**
   * Sequences at or above the highest id that the source gave; passes, and names those that are
   * below.
   */
  public static final String SEQUENCES_ABOVE_IDS = "sequences-above-ids";

  /** Rehearsal: rehearsed rows whose unique values a live row has already: none. */
  public static final String KEYS_FREE_IN_LIVE = "keys-free-in-live";

  /** Rehearsal: what the live schema demands of a table's rows = what staging demands. */
  public static final String STAGING_LIKE_LIVE = "staging-like-live";

  /**
   * Rows whose foreign key leads to no row: none. Made where Godwit checks foreign keys in place of
   * the database.
   */
  public static final String REFERENCES_LEAD_TO_ROWS = "references-lead-to-rows";

  private CheckNames() {}
}
