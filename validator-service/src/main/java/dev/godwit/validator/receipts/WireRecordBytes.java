package dev.godwit.validator.receipts;

import dev.godwit.wire.UnreadableRecordException;
import dev.godwit.wire.WireDecoder;
import dev.godwit.wire.WireEncoder;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;

/** Bytes in the wire format, with the schemas of the registry. Not thread-safe. */
public final class WireRecordBytes implements RecordBytes {
  private final WireDecoder decoder;
  private final WireEncoder encoder;

  /** Settings of the registry's client. */
  public WireRecordBytes(Map<String, ?> serde) {
    this.decoder = new WireDecoder(serde);
    this.encoder = new WireEncoder(serde);
  }

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
}
