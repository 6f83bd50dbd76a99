package dev.godwit.local.trace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godwit.row.v1.TransformedRecord;
import dev.godwit.wire.WireEncoder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificDatumWriter;
import org.junit.jupiter.api.Test;

class RecordBeginTest {

  @Test
  void shouldMatchTheRecordOfTheRunAndIdOnly() throws IOException {
    byte[] value = value("acme/2", "4711");

    assertThat(new RecordBegin("acme/2", "4711").matches(value)).isTrue();
    assertThat(new RecordBegin("acme/2", "471").matches(value)).isFalse();
    assertThat(new RecordBegin("acme/2", "47111").matches(value)).isFalse();
    assertThat(new RecordBegin("acme/1", "4711").matches(value)).isFalse();
  }

  @Test
  void shouldMatchIdsBeyondAsciiAndLongOnes() throws IOException {
    String id = "Größe/".repeat(100);

    assertThat(new RecordBegin("ümlaut/12", id).matches(value("ümlaut/12", id))).isTrue();
  }

  @Test
  void shouldMatchNoShortOrMissingValue() {
    assertThat(new RecordBegin("a/1", "1").matches(null)).isFalse();
    assertThat(new RecordBegin("a/1", "1").matches(new byte[WireEncoder.PREFIX_BYTES])).isFalse();
  }

  private static byte[] value(String runId, String id) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.write(new byte[WireEncoder.PREFIX_BYTES]);
    BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(bytes, null);
    new SpecificDatumWriter<TransformedRecord>(TransformedRecord.getClassSchema())
        .write(new TransformedRecord(runId, id, List.of()), encoder);
    encoder.flush();
    return bytes.toByteArray();
  }
}
