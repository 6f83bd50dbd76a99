package dev.godwit.wire;

import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Serializer;

/**
 * {@link WireEncoder} as a Kafka serializer, for Streams and messaging channels. Settings that are
 * not given are those of the environment. Safe for several threads: one encoder, guarded.
 */
public final class WireSerializer implements Serializer<SpecificRecord> {
  private WireEncoder encoder;

  @Override
  public synchronized void configure(Map<String, ?> configs, boolean isKey) {
    encoder = new WireEncoder(WireSettings.of(configs));
  }

  @Override
  public synchronized byte[] serialize(String topic, SpecificRecord data) {
    if (data == null) {
      return null;
    }
    if (encoder == null) {
      configure(Map.of(), false);
    }
    return encoder.encode(topic, data);
  }

  @Override
  public synchronized void close() {
    if (encoder != null) {
      encoder.close();
      encoder = null;
    }
  }
}
