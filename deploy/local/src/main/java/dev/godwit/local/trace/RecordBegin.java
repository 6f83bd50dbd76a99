package dev.godwit.local.trace;

import dev.godwit.wire.WireEncoder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;

/**
 * The first bytes of a record's value. Every extracted and transformed record begins with the run's
 * id and the record's own id, so that a record is recognised without decoding the others.
 * Immutable.
 */
final class RecordBegin {
  private final byte[] body;

  /**
   * @param runId id of the run
   * @param id id in the source; of a live event, its identity
   */
  RecordBegin(String runId, String id) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(bytes, null);
    try {
      encoder.writeString(runId);
      encoder.writeString(id);
      encoder.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    this.body = bytes.toByteArray();
  }

  /** Whether a value in the wire format begins so; false for null. */
  boolean matches(byte[] value) {
    int from = WireEncoder.PREFIX_BYTES;
    return value != null
        && value.length >= from + body.length
        && Arrays.equals(value, from, from + body.length, body, 0, body.length);
  }
}
