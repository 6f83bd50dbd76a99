package dev.godwit.orchestrator.engine;

import dev.godwit.wire.UnreadableRecordException;
import org.apache.avro.specific.SpecificRecord;

/** The wire format of a topic's values. Not thread-safe. */
interface Wire extends AutoCloseable {
  /** The value of a record; waits while the registry cannot be reached. */
  byte[] encode(String topic, SpecificRecord record);

  /**
   * The record in a value.
   *
   * @throws UnreadableRecordException where no retry will make it readable: poison
   */
  SpecificRecord decode(String topic, byte[] value) throws UnreadableRecordException;

  @Override
  void close();
}
