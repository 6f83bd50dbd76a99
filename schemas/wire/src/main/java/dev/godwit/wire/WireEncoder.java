package dev.godwit.wire;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Serializer;

/**
 * Writes records in the Confluent wire format: a zero byte, the schema's id in four bytes, Avro.
 * The first five bytes are learnt from the configured client's serializer, once per topic and
 * schema; the rest is written here, without a look-up per record.
 *
 * <p>Not thread-safe. Waits while the registry cannot be reached; a schema that it does not hold is
 * an {@link IllegalStateException}, fatal until somebody registers it.
 */
public final class WireEncoder implements AutoCloseable {
  /** Bytes before the Avro body. */
  public static final int PREFIX_BYTES = 5;

  private final Serializer<Object> serializer;
  private final Map<String, IdentityHashMap<Schema, byte[]>> prefixes = new HashMap<>();
  private final IdentityHashMap<Schema, SpecificDatumWriter<SpecificRecord>> writers =
      new IdentityHashMap<>();
  private final BodyBuffer body = new BodyBuffer();

  /** Settings as {@link KafkaSettings#serde()} makes them. */
  public WireEncoder(Map<String, ?> serdeConfig) {
    this.serializer = SerdeClient.serializer(serdeConfig);
  }

  /** The value of a record for a topic; neither may be null. */
  public byte[] encode(String topic, SpecificRecord record) {
    byte[] prefix = prefix(topic, record);
    body.reset();
    try {
      body.writeFixed(prefix, 0, PREFIX_BYTES);
      writer(record).write(record, body);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return body.copy();
  }

  /**
   * First five bytes of a type's values in a topic. The record is any valid one of the type; it is
   * serialized once, and not kept. The array is shared: do not change it.
   */
  public byte[] prefix(String topic, SpecificRecord record) {
    IdentityHashMap<Schema, byte[]> ofTopic = prefixes.get(topic);
    if (ofTopic == null) {
      ofTopic = new IdentityHashMap<>();
      prefixes.put(topic, ofTopic);
    }
    byte[] prefix = ofTopic.get(record.getSchema());
    if (prefix == null) {
      prefix = learn(topic, record);
      ofTopic.put(record.getSchema(), prefix);
    }
    return prefix;
  }

  private byte[] learn(String topic, SpecificRecord record) {
    byte[] value;
    try {
      value = RegistryPatience.whileUnreachable(() -> serializer.serialize(topic, record));
    } catch (org.apache.kafka.common.errors.InterruptException e) {
      throw e;
    } catch (RuntimeException e) {
      throw new IllegalStateException(
          "Expected the registry to hold subject %s with this build's schema, found %s. Register the schemas (./godwit up does), then start again."
              .formatted(TopicRecordName.subject(topic, record.getSchema()), e),
          e);
    }
    if (value.length < PREFIX_BYTES || value[0] != 0) {
      throw new IllegalStateException(
          "Expected the serializer to write the Confluent wire format, found another first byte. Check the settings that GODWIT_SERDE names.");
    }
    return java.util.Arrays.copyOf(value, PREFIX_BYTES);
  }

  private SpecificDatumWriter<SpecificRecord> writer(SpecificRecord record) {
    SpecificDatumWriter<SpecificRecord> writer = writers.get(record.getSchema());
    if (writer == null) {
      SpecificData model = SpecificData.getForClass(record.getClass());
      writer = new SpecificDatumWriter<>(record.getSchema(), model);
      writers.put(record.getSchema(), writer);
    }
    return writer;
  }

  @Override
  public void close() {
    serializer.close();
  }
}
