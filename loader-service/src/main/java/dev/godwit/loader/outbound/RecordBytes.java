package dev.godwit.loader.outbound;

import org.apache.avro.specific.SpecificRecord;

/** Writes a record for a topic in the wire format. Not thread-safe. */
@FunctionalInterface
public interface RecordBytes {
  byte[] encode(String topic, SpecificRecord record);
}
