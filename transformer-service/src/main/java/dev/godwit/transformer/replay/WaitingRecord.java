package dev.godwit.transformer.replay;

/**
 * A record that the transformer has in quarantine.
 *
 * @param legacyId id in the source; empty where it could not be read
 * @param reason why it was quarantined
 * @param rows source rows that it stands for, at least 1
 */
record WaitingRecord(String legacyId, String reason, long rows) {}
