package dev.godwit.wire;

import dev.godwit.records.DerivedRows;
import dev.godwit.records.Subjects;
import dev.godwit.records.Topics;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.IndexedRecord;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.serialization.Serializer;

/**
 * Writes records in the Confluent wire format: a zero byte, the schema's id in four bytes, Avro.
 * The encoder takes the first five bytes from the configured client's serializer, once per topic
 * and schema, and writes the rest itself, without a look-up per record.
 *
 * <p>Not thread-safe. Waits while the registry cannot be reached. The registry holds the schemas of
 * the catalogue's topics before a service starts: that one is missing is an {@link
 * IllegalStateException}, fatal until it is registered. Packs bring the others, which the encoder
 * registers with their first record: schemas that were derived from a pack, and every schema in a
 * topic of a declared entity.
 */
public final class WireEncoder implements AutoCloseable {
  /** Bytes before the Avro body. */
  public static final int PREFIX_BYTES = 5;

  private final Map<String, ?> serdeConfig;
  private final Serializer<Object> serializer;

  /** Made with the first schema that comes with a pack. */
  private Serializer<Object> registering;

  private final Map<String, IdentityHashMap<Schema, byte[]>> prefixes = new HashMap<>();
  private final IdentityHashMap<Schema, SpecificDatumWriter<SpecificRecord>> writers =
      new IdentityHashMap<>();
  private final BodyBuffer body = new BodyBuffer();

  /** Settings as {@link KafkaSettings#serde()} makes them. */
  public WireEncoder(Map<String, ?> serdeConfig) {
    this.serdeConfig = serdeConfig;
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
   * Completes a value whose body was written behind {@link BodyBuffer#beginValue}: puts the first
   * five bytes before it. The first value of a type in a topic goes through the configured client's
   * serializer too, which gives the schema's id and must come to the same body.
   *
   * @throws IllegalStateException where the registry neither holds the schema nor takes it from the
   *     encoder, or where the body is not one of the schema; fatal
   */
  public void complete(String topic, Schema schema, byte[] value) {
    byte[] prefix = prefixes(topic).get(schema);
    if (prefix == null) {
      byte[] written = serialize(topic, schema, bodyOf(schema, value));
      if (!Arrays.equals(
          written, PREFIX_BYTES, written.length, value, PREFIX_BYTES, value.length)) {
        throw new IllegalStateException(
            "Expected a body of %s as the registry's client writes it, found other bytes; the writer of its fields does not follow the schema."
                .formatted(schema.getFullName()));
      }
      prefix = Arrays.copyOf(written, PREFIX_BYTES);
      prefixes(topic).put(schema, prefix);
    }
    System.arraycopy(prefix, 0, value, 0, PREFIX_BYTES);
  }

  private static GenericRecord bodyOf(Schema schema, byte[] value) {
    try {
      return new GenericDatumReader<GenericRecord>(schema)
          .read(
              null,
              DecoderFactory.get()
                  .binaryDecoder(value, PREFIX_BYTES, value.length - PREFIX_BYTES, null));
    } catch (IOException | AvroRuntimeException | IndexOutOfBoundsException e) {
      throw new IllegalStateException(
          "Expected a body of %s, found bytes that are not; the writer of its fields does not follow the schema."
              .formatted(schema.getFullName()),
          e);
    }
  }

  private byte[] prefix(String topic, SpecificRecord record) {
    return prefixes(topic)
        .computeIfAbsent(
            record.getSchema(),
            schema -> Arrays.copyOf(serialize(topic, schema, record), PREFIX_BYTES));
  }

  private IdentityHashMap<Schema, byte[]> prefixes(String topic) {
    IdentityHashMap<Schema, byte[]> ofTopic = prefixes.get(topic);
    if (ofTopic == null) {
      ofTopic = new IdentityHashMap<>();
      prefixes.put(topic, ofTopic);
    }
    return ofTopic;
  }

  private byte[] serialize(String topic, Schema schema, IndexedRecord record) {
    byte[] value;
    try {
      value = RegistryRetry.whileUnreachable(() -> of(topic, schema).serialize(topic, record));
    } catch (InterruptException e) {
      throw e;
    } catch (RuntimeException e) {
      throw refused(topic, schema, e);
    }
    if (value.length < PREFIX_BYTES || value[0] != 0) {
      throw new IllegalStateException(
          "Expected the serializer to write the Confluent wire format, found another first byte."
              + " Check the settings that GODWIT_SERDE names.");
    }
    return value;
  }

  private static IllegalStateException refused(String topic, Schema schema, RuntimeException e) {
    String form =
        comesWithPacks(topic, schema)
            ? "Expected the registry to take subject %s, which comes with a pack, found %s. Check that this service may register schemas and that no other schema has the subject, then start again."
            : "Expected the registry to hold subject %s with this build's schema, found %s. Register the schemas (./godwit up does), then start again.";
    return new IllegalStateException(
        form.formatted(Subjects.of(topic, schema.getFullName()), e), e);
  }

  /**
   * Whether the schema is unknown until a pack is read, so that nobody has registered it before.
   */
  private static boolean comesWithPacks(String topic, Schema schema) {
    return DerivedRows.isDerived(schema.getFullName()) || Topics.declared(topic).isPresent();
  }

  private Serializer<Object> of(String topic, Schema schema) {
    if (!comesWithPacks(topic, schema)) {
      return serializer;
    }
    if (registering == null) {
      registering = SerdeClient.registering(serdeConfig);
    }
    return registering;
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
    if (registering != null) {
      registering.close();
    }
  }
}
