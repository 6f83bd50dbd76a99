package dev.godwit.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.godwit.records.Entity;
import dev.godwit.row.v1.Cut;
import dev.godwit.row.v1.TransformedRecord;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.StreamSupport;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;
import org.apache.avro.util.RandomData;
import org.junit.jupiter.api.Test;

/** {@link TransformedRecords} reads the same as {@link WireDecoder}. */
class TransformedRecordsTest {
  private static final String TOPIC = "crm.emails.transformed.v1";
  private static final String UNREADABLE = "unreadable";

  private final WireEncoder encoder = new WireEncoder(PretendRegistry.settings());
  private final WireDecoder decoder = new WireDecoder(PretendRegistry.settings());
  private final TransformedRecords records = new TransformedRecords(decoder);

  /** Records with cells of every form. */
  private static List<TransformedRecord> random(int count) {
    Schema schema = TransformedRecord.getClassSchema();
    return StreamSupport.stream(new RandomData(schema, count, 7L).spliterator(), false)
        .map(one -> (TransformedRecord) SpecificData.get().deepCopy(schema, one))
        .toList();
  }

  @Test
  void shouldReadTheRecordThatWasWritten() throws UnreadableRecordException {
    for (TransformedRecord record : random(300)) {
      byte[] value = encoder.encode(TOPIC, record);
      SpecificRecord read = records.decode(TOPIC, value);
      assertThat(read).isInstanceOf(TransformedRecord.class);
      assertThat(read.toString()).isEqualTo(decoder.decode(TOPIC, value).toString());
      assertThat(encoder.encode(TOPIC, read)).isEqualTo(value);
    }
  }

  @Test
  void shouldReadRecordsOfAnotherTypeAndGoOn() throws UnreadableRecordException {
    Cut cut = new Cut("c/1", Entity.EMAILS.symbol(), 1, 6, false, null);
    byte[] row = encoder.encode(TOPIC, random(1).getFirst());
    assertThat(records.decode(TOPIC, encoder.encode(TOPIC, cut))).isEqualTo(cut);
    assertThat(records.decode(TOPIC, row)).isInstanceOf(TransformedRecord.class);
    assertThat(records.decode(TOPIC, encoder.encode(TOPIC, cut))).isEqualTo(cut);
    assertThatThrownBy(() -> records.decode(TOPIC, null))
        .isInstanceOf(UnreadableRecordException.class)
        .hasMessageContaining("found no value");
  }

  @Test
  void shouldRefuseWhatTheGeneralReaderRefusesWhenBytesAreLostOrChanged() {
    Random random = new Random(11);
    for (TransformedRecord record : random(40)) {
      byte[] value = encoder.encode(TOPIC, record);
      for (int i = 0; i < 60; i++) {
        byte[] broken = value.clone();
        int at = WireEncoder.PREFIX_BYTES + random.nextInt(value.length - WireEncoder.PREFIX_BYTES);
        if (i % 3 == 0) {
          broken = Arrays.copyOf(broken, at);
        } else if (i % 3 == 1) {
          broken[at] ^= (byte) (1 << random.nextInt(8));
        } else {
          broken = Arrays.copyOf(broken, value.length + 1 + random.nextInt(5));
        }
        byte[] tried = broken;
        assertThat(read(() -> records.decode(TOPIC, tried)))
            .isEqualTo(read(() -> decoder.decode(TOPIC, tried)));
      }
    }
  }

  private interface Reader {
    SpecificRecord read() throws UnreadableRecordException;
  }

  private static String read(Reader reader) {
    try {
      return reader.read().toString();
    } catch (UnreadableRecordException e) {
      return UNREADABLE;
    }
  }
}
