package dev.godwit.local.trace;

import java.time.Instant;
import org.apache.avro.generic.IndexedRecord;

/**
 * A record and its place.
 *
 * @param topic its topic
 * @param partition its partition
 * @param offset its offset
 * @param at its time
 * @param record its value; null where it cannot be read
 */
record FoundRecord(String topic, int partition, long offset, Instant at, IndexedRecord record) {}
