package dev.godwit.validator.receipts;

import dev.godwit.wire.UnreadableRecordException;
import org.apache.avro.specific.SpecificRecord;

/**
 * Between records and the bytes of a topic.
 *
 * <p><b>Contract</b>: what is written can be read; used by one thread at a time.
 */
public interface RecordBytes extends AutoCloseable {
  /**
   * The record in a value.
   *
   * @throws UnreadableRecordException poison: no retry will make it readable
   */
  SpecificRecord read(String topic, byte[] value) throws UnreadableRecordException;

  /** The value of a record. */
  byte[] write(String topic, SpecificRecord record);

  @Override
  void close();
}
