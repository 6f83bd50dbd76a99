package dev.godwit.transformer.replay;

/**
 * A record that the transformer has in quarantine.
 *
 * @param legacyId id in the source; empty where it could not be read
 * @param reason why it was quarantined
 * @param field the field or column at fault; null for the record as a whole
 * @param rows source rows that it stands for, at least 1
 */
record WaitingRecord(String legacyId, String reason, String field, long rows) {
  /** Whether it is in quarantine for this already; one that names no field is for any. */
  boolean isFor(String otherReason, String otherField) {
    return reason.equals(otherReason) && (field == null || field.equals(otherField));
  }
}
