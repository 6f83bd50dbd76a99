package dev.godwit.loader;

import dev.godwit.wire.UnreadableRecordException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.specific.SpecificRecord;
import org.apache.avro.specific.SpecificRecordBase;

/** Records as bytes without a registry: class name, a zero byte, Avro. */
public final class PlainBytes {
  private PlainBytes() {}

  public static byte[] encode(String topic, SpecificRecord record) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(record.getClass().getName().getBytes(StandardCharsets.US_ASCII));
    out.write(0);
    try {
      var encoder = EncoderFactory.get().binaryEncoder(out, null);
      SpecificData model = SpecificData.getForClass(record.getClass());
      new SpecificDatumWriter<SpecificRecord>(record.getSchema(), model).write(record, encoder);
      encoder.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  public static SpecificRecord decode(String topic, byte[] value) throws UnreadableRecordException {
    int end = 0;
    while (end < value.length && value[end] != 0) {
      end++;
    }
    try {
      SpecificRecordBase empty =
          Class.forName(new String(value, 0, end, StandardCharsets.US_ASCII))
              .asSubclass(SpecificRecordBase.class)
              .getDeclaredConstructor()
              .newInstance();
      byte[] body = Arrays.copyOfRange(value, end + 1, value.length);
      SpecificDatumReader<SpecificRecord> reader =
          new SpecificDatumReader<>(SpecificData.getForClass(empty.getClass()));
      reader.setSchema(empty.getSchema());
      reader.setExpected(empty.getSchema());
      return reader.read(null, DecoderFactory.get().binaryDecoder(body, null));
    } catch (ReflectiveOperationException | IOException | RuntimeException e) {
      throw new UnreadableRecordException("Expected a record, found something else.", e);
    }
  }
}
