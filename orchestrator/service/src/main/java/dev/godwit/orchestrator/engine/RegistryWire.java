package dev.godwit.orchestrator.engine;

import dev.godwit.wire.KafkaSettings;
import dev.godwit.wire.UnreadableRecordException;
import dev.godwit.wire.WireDecoder;
import dev.godwit.wire.WireEncoder;
import org.apache.avro.specific.SpecificRecord;

/** The wire format with the schema ids of the registry. */
final class RegistryWire implements Wire {
  private final WireEncoder encoder;
  private final WireDecoder decoder;

  RegistryWire(KafkaSettings kafka) {
    this.encoder = new WireEncoder(kafka.serde());
    this.decoder = new WireDecoder(kafka.serde());
  }

  @Override
  public byte[] encode(String topic, SpecificRecord record) {
    return encoder.encode(topic, record);
  }

  @Override
  public SpecificRecord decode(String topic, byte[] value) throws UnreadableRecordException {
    return decoder.decode(topic, value);
  }

  @Override
  public void close() {
    encoder.close();
    decoder.close();
  }
}
