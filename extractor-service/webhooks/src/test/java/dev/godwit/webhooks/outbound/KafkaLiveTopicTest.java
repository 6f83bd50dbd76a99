package dev.godwit.webhooks.outbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.godwit.records.Topics;
import dev.godwit.row.v1.LiveEngagement;
import dev.godwit.row.v1.LiveWay;
import dev.godwit.webhooks.outbound.LiveTopic.UnreadableEvent;
import dev.godwit.webhooks.request.Refusal;
import dev.godwit.wire.UnreadableRecordException;
import dev.godwit.wire.live.LiveEvents;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
public class KafkaLiveTopicTest {
  private final MockProducer<byte[], byte[]> producer =
      new MockProducer<>(false, null, new ByteArraySerializer(), new ByteArraySerializer());

  @Test
  void shouldReturnOnlyWhenEveryEventIsAcknowledged() throws Exception {
    KafkaLiveTopic log = log();
    CompletableFuture<Void> appended =
        CompletableFuture.runAsync(() -> append(log, List.of(event("a"), event("b"))));
    await().until(() -> producer.history().size() == 2);
    producer.completeNext();
    assertThat(appended).isNotDone();
    producer.completeNext();
    appended.get(10, TimeUnit.SECONDS);
    assertThat(producer.history())
        .allSatisfy(record -> assertThat(record.topic()).isEqualTo(Topics.LIVE))
        .extracting(record -> new String(record.key(), StandardCharsets.UTF_8))
        .containsExactly("acme/<a>", "acme/<b>");
  }

  @Test
  void shouldKeepAnUnreadableEventSoThatEveryReaderRefusesIt() throws Exception {
    KafkaLiveTopic log = log();
    byte[] body = "{\"customer\":\"other\",\"n\":NaN}".getBytes(StandardCharsets.UTF_8);
    CompletableFuture<Void> appended =
        CompletableFuture.runAsync(
            () -> append(log, List.of(), List.of(new UnreadableEvent("acme", "sendgrid", body))));
    await().until(() -> !producer.history().isEmpty());
    producer.completeNext();
    appended.get(10, TimeUnit.SECONDS);
    ProducerRecord<byte[], byte[]> kept = producer.history().getFirst();
    assertThat(LiveEvents.customerOf(kept.key())).isEqualTo("acme");
    assertThat(new String(kept.value(), StandardCharsets.UTF_8))
        .contains("sendgrid")
        .endsWith("NaN}");
    try (LiveEvents events =
        new LiveEvents(
            Map.of("godwit.serde.deserializer", ByteArrayDeserializer.class.getName()))) {
      assertThatThrownBy(
              () ->
                  events.decode(new ConsumerRecord<>(kept.topic(), 0, 0, kept.key(), kept.value())))
          .isInstanceOf(UnreadableRecordException.class)
          .hasMessageContaining("mail provider");
    }
  }

  @Test
  void shouldFailTheWholeRequestWhenKafkaRefusesOneEvent() {
    KafkaLiveTopic log = log();
    CompletableFuture<Void> appended =
        CompletableFuture.runAsync(() -> append(log, List.of(event("a"), event("b"))));
    await().until(() -> producer.history().size() == 2);
    producer.completeNext();
    producer.errorNext(new TimeoutException("expired"));
    assertThatThrownBy(() -> appended.get(10, TimeUnit.SECONDS))
        .hasRootCauseInstanceOf(TimeoutException.class)
        .satisfies(
            e -> {
              Refusal refusal = (Refusal) e.getCause().getCause();
              assertThat(refusal.status()).isEqualTo(503);
              assertThat(refusal.retryAfter()).isPositive();
            });
  }

  @Test
  void shouldSetNoRetryAfterWhenKafkaWillNeverTakeAnEvent() {
    KafkaLiveTopic log = log();
    CompletableFuture<Void> appended =
        CompletableFuture.runAsync(() -> append(log, List.of(event("a"))));
    await().until(() -> !producer.history().isEmpty());
    producer.errorNext(new RecordTooLargeException("too large"));
    assertThatThrownBy(() -> appended.get(10, TimeUnit.SECONDS))
        .satisfies(
            e -> {
              Refusal refusal = (Refusal) e.getCause().getCause();
              assertThat(refusal.status()).isEqualTo(413);
              assertThat(refusal.retryAfter()).isNull();
            });
  }

  @Test
  void shouldAcceptNothingWhenTheSchemaIsUnknown() {
    KafkaLiveTopic log = new KafkaLiveTopic(producer, (topic, event) -> new byte[1]);
    assertThatThrownBy(() -> log.append(List.of(event("a")), List.of()))
        .isInstanceOfSatisfying(
            Refusal.class, refusal -> assertThat(refusal.status()).isEqualTo(503));
    assertThat(producer.history()).isEmpty();
  }

  private KafkaLiveTopic log() {
    KafkaLiveTopic log = new KafkaLiveTopic(producer, (topic, event) -> new byte[1]);
    log.learnSchema();
    return log;
  }

  private static void append(KafkaLiveTopic log, List<LiveEngagement> events) {
    append(log, events, List.of());
  }

  private static void append(
      KafkaLiveTopic log, List<LiveEngagement> events, List<UnreadableEvent> unreadable) {
    try {
      log.append(events, unreadable);
    } catch (Refusal e) {
      throw new IllegalStateException(e);
    }
  }

  private static LiveEngagement event(String id) {
    return LiveEngagement.newBuilder()
        .setCustomer("acme")
        .setWay(LiveWay.WEBHOOK)
        .setEventId(id)
        .setMessageId("<" + id + ">")
        .build();
  }
}
