package dev.godwit.orchestrator.keeping;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godwit.api.PersonalDataAnswer.Left;
import dev.godwit.records.Topics;
import dev.godwit.row.v1.LiveEngagement;
import dev.godwit.row.v1.LiveWay;
import dev.godwit.wire.UnreadableRecordException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;

class CustomerRecordsTest {
  private final CustomerRecords records =
      new CustomerRecords(
          "acme",
          record -> {
            if (record.value().length == 0) {
              throw new UnreadableRecordException("no event");
            }
            LiveEngagement event = new LiveEngagement();
            event.setCustomer(new String(record.value(), StandardCharsets.UTF_8));
            event.setWay(LiveWay.TOPIC);
            return event;
          });

  private void see(String topic, String key, String value, long millis) {
    records.see(
        new ConsumerRecord<>(
            topic,
            0,
            0,
            millis,
            TimestampType.CREATE_TIME,
            0,
            0,
            key == null ? null : key.getBytes(StandardCharsets.UTF_8),
            value.getBytes(StandardCharsets.UTF_8),
            new RecordHeaders(),
            Optional.empty()));
  }

  @Test
  void shouldCountTheRecordsOfTheCustomerAlone() {
    see(Topics.QUARANTINE, "acme/7", "x", 20);
    see(Topics.QUARANTINE, "acme/", "x", 10);
    see(Topics.QUARANTINE, "acmex/7", "x", 5);
    see(Topics.QUARANTINE, "acme", "x", 5);
    see(Topics.QUARANTINE, null, "acme", 5);
    assertThat(records.left())
        .containsExactly(
            new Left(Topics.QUARANTINE, 2, Instant.ofEpochMilli(10), Instant.ofEpochMilli(20)));
  }

  @Test
  void shouldReadTheCustomerOfALiveEventWhoseSenderChoseTheKey() {
    see(Topics.LIVE, null, "acme", 10);
    see(Topics.LIVE, "anything", "acme", 10);
    see(Topics.LIVE, "anything", "globex", 10);
    see(Topics.LIVE, "anything", "", 10);
    assertThat(records.left()).extracting(Left::records).containsExactly(2L);
  }
}
