package dev.godwit.wire;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.IndexedRecord;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serializer;

/** A registry in memory, with the two serdes of a client in the Confluent wire format. */
public final class PretendRegistry {
  static final Map<Integer, Schema> SCHEMAS = new ConcurrentHashMap<>();
  static final AtomicInteger ASKED = new AtomicInteger();

  private PretendRegistry() {}

  static Map<String, Object> settings() {
    Map<String, Object> settings = new HashMap<>();
    settings.put(SerdeClient.SERIALIZER, Writes.class.getName());
    settings.put(SerdeClient.DESERIALIZER, Reads.class.getName());
    return settings;
  }

  static int idOf(Schema schema) {
    for (Map.Entry<Integer, Schema> entry : SCHEMAS.entrySet()) {
      if (entry.getValue().equals(schema)) {
        return entry.getKey();
      }
    }
    int id = SCHEMAS.size() + 1;
    SCHEMAS.put(id, schema);
    return id;
  }

  /** A value as a writer with a schema of its own makes it. */
  static byte[] value(GenericRecord record) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(
        ByteBuffer.allocate(5).put(1, new byte[4]).putInt(1, idOf(record.getSchema())).array());
    try {
      var encoder = EncoderFactory.get().directBinaryEncoder(out, null);
      new GenericDatumWriter<GenericRecord>(record.getSchema()).write(record, encoder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  /** The client's serializer. */
  public static final class Writes implements Serializer<Object> {
    @Override
    public byte[] serialize(String topic, Object data) {
      ASKED.incrementAndGet();
      IndexedRecord record = (IndexedRecord) data;
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      out.writeBytes(ByteBuffer.allocate(5).putInt(1, idOf(record.getSchema())).array());
      try {
        var encoder = EncoderFactory.get().directBinaryEncoder(out, null);
        new SpecificDatumWriter<IndexedRecord>(record.getSchema()).write(record, encoder);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      return out.toByteArray();
    }
  }

  /** The client's deserializer. */
  public static final class Reads implements Deserializer<Object> {
    @Override
    public Object deserialize(String topic, byte[] data) {
      ASKED.incrementAndGet();
      Schema schema = SCHEMAS.get(ByteBuffer.wrap(data).getInt(1));
      if (schema == null) {
        throw new SerializationException("no such schema");
      }
      try {
        return new GenericDatumReader<GenericRecord>(schema)
            .read(null, DecoderFactory.get().binaryDecoder(data, 5, data.length - 5, null));
      } catch (IOException e) {
        throw new SerializationException(e);
      }
    }
  }
}
