package dev.godwit.extractor.engagement;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godwit.records.QuarantineLimits;
import dev.godwit.records.QuarantineReason;
import dev.godwit.row.v1.LiveEngagement;
import dev.godwit.row.v1.LiveWay;
import dev.godwit.row.v1.QuarantinedRecord;
import java.util.Arrays;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

class LiveQuarantineTest {
  private static final SourceWrite REFUSED =
      SourceWrite.refused(QuarantineReason.TARGET_REFUSED, null, "Expected, found.");

  @Test
  void shouldKeepTheWholeRecordWhenItFits() {
    byte[] value = new byte[QuarantineLimits.VALUE_BYTES];
    Arrays.fill(value, (byte) 7);
    QuarantinedRecord record = quarantined(value, "e-1");
    assertThat(record.getValue().array()).isEqualTo(value);
    assertThat(record.getValue().remaining()).isEqualTo(value.length);
    assertThat(record.getDetail()).isEqualTo("Expected, found.");
    assertThat(record.getLegacyId()).isEqualTo("e-1");
  }

  @Test
  void shouldKeepTheBeginningAndTheSizeWhenARecordIsBig() {
    byte[] value = new byte[8 << 20];
    QuarantinedRecord record = quarantined(value, "e".repeat(1 << 20));
    assertThat(record.getValue().remaining()).isEqualTo(QuarantineLimits.VALUE_BYTES);
    assertThat(record.getLegacyId()).hasSize(QuarantineLimits.TEXT_CHARACTERS);
    assertThat(record.getDetail()).startsWith("Expected, found.").contains("8388608 bytes");
    assertThat(record.getTopic()).isEqualTo("topic");
    assertThat(record.getPartition()).isEqualTo(3);
    assertThat(record.getOffset()).isEqualTo(77);
  }

  private static QuarantinedRecord quarantined(byte[] value, String eventId) {
    LiveEngagement event =
        LiveEngagement.newBuilder()
            .setCustomer("acme")
            .setWay(LiveWay.TOPIC)
            .setEventId(eventId)
            .build();
    return LiveQuarantine.of(
        "acme/0", new ConsumerRecord<>("topic", 3, 77, new byte[0], value), event, REFUSED);
  }
}
