package dev.godwit.wire;

import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;

/**
 * {@link WireDecoder} as a Kafka deserializer. An unreadable value is a {@link
 * SerializationException}, which stops most readers: where poison is possible, read bytes and use
 * the decoder. Safe for several threads: one decoder, guarded.
 */
public final class WireDeserializer implements Deserializer<SpecificRecord> {
  private WireDecoder decoder;

  @Override
  public synchronized void configure(Map<String, ?> configs, boolean isKey) {
    decoder = new WireDecoder(WireSettings.of(configs));
  }

  @Override
  public synchronized SpecificRecord deserialize(String topic, byte[] data) {
    if (data == null) {
      return null;
    }
    if (decoder == null) {
      configure(Map.of(), false);
    }
    try {
      return decoder.decode(topic, data);
    } catch (UnreadableRecordException e) {
      throw new SerializationException(e.getMessage(), e);
    }
  }

  @Override
  public synchronized void close() {
    if (decoder != null) {
      decoder.close();
      decoder = null;
    }
  }
}
