package dev.godwit.transformer;

import dev.godwit.receipt.v1.Receipt;
import dev.godwit.row.v1.Cut;
import dev.godwit.row.v1.ExtractedContact;
import dev.godwit.row.v1.ExtractedEmail;
import dev.godwit.row.v1.ExtractedEngagement;
import dev.godwit.row.v1.LiveEngagement;
import dev.godwit.row.v1.QuarantinedRecord;
import dev.godwit.row.v1.ReleasedRecord;
import dev.godwit.row.v1.TransformedLive;
import dev.godwit.row.v1.TransformedRecord;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.IndexedRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serializer;

/** The wire format without a registry: a schema's id is its place in a list. */
public final class TestWire {
  private static final List<Schema> SCHEMAS =
      List.of(
          ExtractedContact.getClassSchema(),
          ExtractedEmail.getClassSchema(),
          ExtractedEngagement.getClassSchema(),
          Cut.getClassSchema(),
          TransformedRecord.getClassSchema(),
          QuarantinedRecord.getClassSchema(),
          Receipt.getClassSchema(),
          LiveEngagement.getClassSchema(),
          TransformedLive.getClassSchema(),
          ReleasedRecord.getClassSchema());

  private TestWire() {}

  public static Map<String, Object> settings() {
    return Map.of(
        "godwit.serde.serializer", Writer.class.getName(),
        "godwit.serde.deserializer", Reader.class.getName());
  }

  /** Writes a record. */
  public static final class Writer implements Serializer<Object> {
    @Override
    public byte[] serialize(String topic, Object data) {
      IndexedRecord record = (IndexedRecord) data;
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      bytes.writeBytes(
          ByteBuffer.allocate(5).put((byte) 0).putInt(SCHEMAS.indexOf(record.getSchema())).array());
      BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(bytes, null);
      try {
        new SpecificDatumWriter<IndexedRecord>(record.getSchema()).write(record, encoder);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      return bytes.toByteArray();
    }
  }

  /** Tells the schema of a value by a record without values. */
  public static final class Reader implements Deserializer<Object> {
    @Override
    public Object deserialize(String topic, byte[] data) {
      int id = ByteBuffer.wrap(data).getInt(1);
      if (id < 0 || id >= SCHEMAS.size()) {
        throw new SerializationException("unknown id");
      }
      return new GenericData.Record(SCHEMAS.get(id));
    }
  }
}
