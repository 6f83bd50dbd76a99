package dev.godwit.orchestrator.engine;

import dev.godwit.wire.UnreadableRecordException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.specific.SpecificRecord;

/** The wire format without a registry: ids are those of this object. */
final class LocalWire implements Wire {
  private final List<Schema> schemas = new ArrayList<>();

  @Override
  public synchronized byte[] encode(String topic, SpecificRecord record) {
    int id = schemas.indexOf(record.getSchema());
    if (id < 0) {
      id = schemas.size();
      schemas.add(record.getSchema());
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(ByteBuffer.allocate(5).put((byte) 0).putInt(id).array());
    try {
      BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(out, null);
      new SpecificDatumWriter<SpecificRecord>(
              record.getSchema(), SpecificData.getForClass(record.getClass()))
          .write(record, encoder);
      encoder.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  @Override
  public synchronized SpecificRecord decode(String topic, byte[] value)
      throws UnreadableRecordException {
    if (value == null || value.length < 5 || value[0] != 0) {
      throw new UnreadableRecordException("Expected the wire format, found something else.");
    }
    int id = ByteBuffer.wrap(value).getInt(1);
    if (id < 0 || id >= schemas.size()) {
      throw new UnreadableRecordException("Expected a known schema, found id " + id + ".");
    }
    try {
      Class<?> type = SpecificData.get().getClass(schemas.get(id));
      SpecificDatumReader<SpecificRecord> reader =
          new SpecificDatumReader<>(SpecificData.getForClass(type));
      reader.setSchema(schemas.get(id));
      return reader.read(
          null, DecoderFactory.get().binaryDecoder(value, 5, value.length - 5, null));
    } catch (IOException | RuntimeException e) {
      throw new UnreadableRecordException("Expected Avro, found other bytes.", e);
    }
  }

  @Override
  public void close() {
    // Shared by all that use it.
  }
}
