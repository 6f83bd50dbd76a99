package dev.godwit.wire;

import dev.godwit.records.DerivedRows;
import dev.godwit.records.RenamedTypes;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.DateTimeException;
import java.util.HashMap;
import java.util.Map;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericContainer;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.IndexedRecord;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.serialization.Deserializer;

/**
 * Reads records in the Confluent wire format. The writer's schema is learnt from the configured
 * client's deserializer, once per id; the record is an object of the generated class that the
 * writer's schema names, resolved to the schema that the class was compiled from.
 *
 * <p>Not thread-safe. Waits while the registry cannot be reached.
 */
public final class WireDecoder implements AutoCloseable {
  private static final String OWN_NAMES = "dev.godwit.";

  static {
    AvroLimits.set();
  }

  private final Deserializer<Object> deserializer;
  private final Map<Integer, GenericDatumReader<IndexedRecord>> readers = new HashMap<>();
  private int lastId;
  private GenericDatumReader<IndexedRecord> lastReader;
  private BinaryDecoder decoder;

  /** Settings as {@link KafkaSettings#serde()} makes them. */
  public WireDecoder(Map<String, ?> serdeConfig) {
    this.deserializer = SerdeClient.deserializer(serdeConfig);
  }

  /**
   * The record in a value.
   *
   * @param value may be null, which is unreadable
   * @throws UnreadableRecordException where no retry will make it readable
   */
  public SpecificRecord decode(String topic, byte[] value) throws UnreadableRecordException {
    if (decodeRow(topic, value) instanceof SpecificRecord record) {
      return record;
    }
    throw unknown(lastReader.getSchema());
  }

  /**
   * The record in a value of an extracted topic: one of this build, or one whose schema was derived
   * from a source pack, with the fields of that pack. Texts are strings.
   *
   * @param value may be null, which is unreadable
   * @throws UnreadableRecordException where no retry will make it readable
   */
  public IndexedRecord decodeRow(String topic, byte[] value) throws UnreadableRecordException {
    GenericDatumReader<IndexedRecord> reader = reader(topic, value);
    try {
      IndexedRecord record = reader.read(null, body(value));
      if (!decoder.isEnd()) {
        throw new UnreadableRecordException(
            "Expected %s to end with the value, found bytes after it."
                .formatted(reader.getExpected().getFullName()));
      }
      return record;
    } catch (IOException
        | AvroRuntimeException
        | IndexOutOfBoundsException
        | UnsupportedOperationException
        | IllegalArgumentException
        | ArithmeticException
        | DateTimeException e) {
      throw new UnreadableRecordException(
          "Expected the Avro form of %s, found bytes that are not (%s)."
              .formatted(reader.getExpected().getFullName(), e.getClass().getSimpleName()),
          e);
    }
  }

  /**
   * Schema with which a value was written; the same object for the same id.
   *
   * @param value may be null, which is unreadable
   * @throws UnreadableRecordException where no retry will make it readable
   */
  Schema writer(String topic, byte[] value) throws UnreadableRecordException {
    return reader(topic, value).getSchema();
  }

  private BinaryDecoder body(byte[] value) {
    int length = value.length - WireEncoder.PREFIX_BYTES;
    decoder = DecoderFactory.get().binaryDecoder(value, WireEncoder.PREFIX_BYTES, length, decoder);
    return decoder;
  }

  private GenericDatumReader<IndexedRecord> reader(String topic, byte[] value)
      throws UnreadableRecordException {
    if (value == null || value.length < WireEncoder.PREFIX_BYTES || value[0] != 0) {
      throw new UnreadableRecordException(
          "Expected the Confluent wire format (00, four bytes of schema id, Avro), found %s."
              .formatted(
                  value == null
                      ? "no value"
                      : value.length < WireEncoder.PREFIX_BYTES
                          ? value.length + " bytes"
                          : "a first byte of " + value[0]));
    }
    int id = ByteBuffer.wrap(value).getInt(1);
    if (lastReader != null && id == lastId) {
      return lastReader;
    }
    GenericDatumReader<IndexedRecord> reader = readers.get(id);
    if (reader == null) {
      reader = learn(topic, id, value);
      readers.put(id, reader);
    }
    lastId = id;
    lastReader = reader;
    return reader;
  }

  private GenericDatumReader<IndexedRecord> learn(String topic, int id, byte[] value)
      throws UnreadableRecordException {
    Schema writer = writerSchema(topic, id, value);
    if (DerivedRows.isDerived(writer.getFullName())) {
      GenericData model = new GenericData();
      model.setFastReaderEnabled(true);
      Schema schema = RowStrings.of(writer);
      return new GenericDatumReader<>(schema, schema, model);
    }
    Class<? extends SpecificRecord> type = type(writer);
    SpecificData model = new SpecificData(type.getClassLoader());
    SpecificData.getForClass(type).getConversions().forEach(model::addLogicalTypeConversion);
    model.setFastReaderEnabled(true);
    SpecificDatumReader<IndexedRecord> reader = new SpecificDatumReader<>(model);
    reader.setSchema(writer);
    reader.setExpected(SpecificData.get().getSchema(type));
    return reader;
  }

  private Schema writerSchema(String topic, int id, byte[] value) throws UnreadableRecordException {
    Object read;
    try {
      read = RegistryRetry.whileUnreachable(() -> deserializer.deserialize(topic, value));
    } catch (InterruptException e) {
      throw e;
    } catch (RuntimeException e) {
      throw new UnreadableRecordException(
          "Expected schema id %d to be in the registry and the value to be of it, found %s."
              .formatted(id, e.getClass().getSimpleName()),
          e);
    }
    if (read instanceof GenericContainer container
        && container.getSchema().getType() == Schema.Type.RECORD) {
      return container.getSchema();
    }
    throw new UnreadableRecordException(
        "Expected schema id %d to be a record's, found another type.".formatted(id));
  }

  private static Class<? extends SpecificRecord> type(Schema writer)
      throws UnreadableRecordException {
    if (writer.getFullName().startsWith(OWN_NAMES)) {
      Class<?> type = SpecificData.get().getClass(writer);
      if (type == null) {
        type = renamedType(writer.getFullName());
      }
      if (type != null && SpecificRecord.class.isAssignableFrom(type)) {
        return type.asSubclass(SpecificRecord.class);
      }
    }
    throw unknown(writer);
  }

  private static UnreadableRecordException unknown(Schema writer) {
    return new UnreadableRecordException(
        "Expected a record type of this build, found %s. A newer version may have written it; read it with that version."
            .formatted(writer.getFullName()));
  }

  /** The class of a type that had another name when the record was written; null where none. */
  private static Class<?> renamedType(String writtenName) {
    try {
      return Class.forName(RenamedTypes.current().currentName(writtenName));
    } catch (ClassNotFoundException e) {
      return null;
    }
  }

  @Override
  public void close() {
    deserializer.close();
  }
}
