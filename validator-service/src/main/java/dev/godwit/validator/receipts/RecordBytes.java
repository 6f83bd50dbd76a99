package dev.godwit.validator.receipts;

import dev.godwit.wire.UnreadableRecordException;
import dev.godwit.wire.WireDecoder;
import dev.godwit.wire.WireEncoder;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;

/**
 * Codec between records and the bytes of a topic.
 *
 * <p><b>Contract</b>: what is written can be read; used by one thread at a time.
 */
public interface RecordBytes extends AutoCloseable {
  /**
   * The record in a value.
   *
   * @throws UnreadableRecordException poison: no retry makes it readable
   */
  SpecificRecord read(String topic, byte[] value) throws UnreadableRecordException;

  /** The value of a record. */
  byte[] write(String topic, SpecificRecord record);

  @Override
  void close();

  /** The wire format with the schemas of the registry, by settings of the registry's client. */
  static RecordBytes wire(Map<String, ?> serde) {
    WireDecoder decoder = new WireDecoder(serde);
    WireEncoder encoder = new WireEncoder(serde);
    return new RecordBytes() {
      @Override
      public SpecificRecord read(String topic, byte[] value) throws UnreadableRecordException {
        return decoder.decode(topic, value);
      }

      @Override
      public byte[] write(String topic, SpecificRecord record) {
        return encoder.encode(topic, record);
      }

      @Override
      public void close() {
        decoder.close();
        encoder.close();
      }
    };
  }
}
