package dev.godwit.orchestrator.engine;

import dev.godwit.serdes.KafkaSettings;
import dev.godwit.serdes.UnreadableRecordException;
import dev.godwit.serdes.WireDecoder;
import dev.godwit.serdes.WireEncoder;
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
