package dev.godwit.loader.inbound;

import dev.godwit.wire.UnreadableRecordException;
import org.apache.avro.specific.SpecificRecord;

/** Reads a record of a topic from the wire format. Not thread-safe. */
@FunctionalInterface
interface RecordReader {
  /**
   * The record.
   *
   * @throws UnreadableRecordException poison
   */
  SpecificRecord decode(String topic, byte[] value) throws UnreadableRecordException;
}
