package dev.godwit.transformer.entity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.godwit.records.Entity;
import dev.godwit.row.v1.TransformedRecord;
import dev.godwit.transformer.quarantine.QuarantinedException;
import dev.godwit.wire.WireEncoder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.specific.SpecificRecord;

/** Transforms records in tests. */
final class Transforms {
  private static final byte[] ROOM = new byte[WireEncoder.PREFIX_BYTES];

  private Transforms() {}

  /** Why the record is quarantined. */
  static QuarantinedException why(RunTransform run, Entity entity, SpecificRecord record) {
    return catchThrowableOfType(QuarantinedException.class, () -> run.transform(entity, record));
  }

  /** Transforms, and holds the bytes against those of Avro's own encoder. */
  static TransformedRecord transform(RunTransform run, Entity entity, SpecificRecord record)
      throws Exception {
    byte[] value = run.transform(entity, record);
    assertThat(Arrays.copyOf(value, ROOM.length)).isEqualTo(ROOM);
    byte[] body = Arrays.copyOfRange(value, ROOM.length, value.length);
    TransformedRecord read =
        new SpecificDatumReader<>(TransformedRecord.class)
            .read(null, DecoderFactory.get().binaryDecoder(body, null));
    assertThat(body).isEqualTo(encoded(read));
    return read;
  }

  private static byte[] encoded(TransformedRecord record) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(bytes, null);
    new SpecificDatumWriter<>(TransformedRecord.class).write(record, encoder);
    encoder.flush();
    return bytes.toByteArray();
  }
}
