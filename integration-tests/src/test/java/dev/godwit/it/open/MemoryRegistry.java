package dev.godwit.it.open;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.IndexedRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serializer;

/** The wire format without a registry: a schema's id is its place in a list. Thread-safe. */
public final class MemoryRegistry {
  private static final List<Schema> SCHEMAS = new CopyOnWriteArrayList<>();

  private MemoryRegistry() {}

  /** Settings that encoder and decoder take. */
  static Map<String, Object> settings() {
    return Map.of(
        "godwit.serde.serializer", Writer.class.getName(),
        "godwit.serde.deserializer", Reader.class.getName());
  }

  /** A value in the wire format, in Avro's own form of the record. */
  static byte[] value(IndexedRecord record) {
    if (!SCHEMAS.contains(record.getSchema())) {
      SCHEMAS.add(record.getSchema());
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    int id = SCHEMAS.indexOf(record.getSchema());
    bytes.writeBytes(ByteBuffer.allocate(5).put((byte) 0).putInt(id).array());
    BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(bytes, null);
    try {
      new GenericDatumWriter<IndexedRecord>(record.getSchema()).write(record, encoder);
      encoder.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /** Writes a record. */
  public static final class Writer implements Serializer<Object> {
    @Override
    public byte[] serialize(String topic, Object data) {
      return value((IndexedRecord) data);
    }
  }

  /** Gives the schema of a value, which is all that is asked. */
  public static final class Reader implements Deserializer<Object> {
    @Override
    public Object deserialize(String topic, byte[] data) {
      return new GenericData.Record(SCHEMAS.get(ByteBuffer.wrap(data).getInt(1)));
    }
  }
}
