package dev.godwit.loader.outbound;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godwit.loader.progress.Outbox.Entry;
import dev.godwit.loader.progress.Outbox.Message;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class OutboxSenderTest {
  private final MockProducer<byte[], byte[]> producer =
      new MockProducer<>(false, null, new ByteArraySerializer(), new ByteArraySerializer());
  private final OutboxSender sender = new OutboxSender(producer);

  @Test
  void shouldNotSendAnEntryTwiceWhenItIsInFlight() {
    sender.send(List.of(entry(1), entry(2)));
    sender.send(List.of(entry(1), entry(2), entry(3)));

    assertThat(producer.history()).hasSize(3);
  }

  @Test
  void shouldGiveEntriesForDeletionWhenTheBrokerHasAcknowledgedThem() {
    sender.send(List.of(entry(1), entry(2)));
    producer.completeNext();

    assertThat(sender.acknowledged()).containsExactly(1L);
    assertThat(sender.acknowledged()).containsExactly(1L);
    sender.deleted(List.of(1L));
    assertThat(sender.acknowledged()).isEmpty();
  }

  @Test
  void shouldSendAnEntryAgainWhenItsSendingFailed() {
    sender.send(List.of(entry(1)));
    producer.errorNext(new IllegalStateException("broker is gone"));
    assertThat(sender.hasFailed()).isTrue();

    sender.acknowledged();
    sender.send(List.of(entry(1)));

    assertThat(sender.hasFailed()).isFalse();
    assertThat(producer.history()).hasSize(2);
  }

  @Test
  @Timeout(20)
  void shouldEndSettlingWhenEverySendingIsAnswered() throws Exception {
    sender.send(List.of(entry(1), entry(2), entry(3)));
    producer.completeNext();
    Thread broker =
        Thread.startVirtualThread(
            () -> {
              producer.completeNext();
              producer.errorNext(new IllegalStateException("broker is gone"));
            });

    sender.settle(Duration.ofDays(1));
    broker.join();

    assertThat(sender.acknowledged()).containsExactlyInAnyOrder(1L, 2L);
  }

  private static Entry entry(long seq) {
    return new Entry(
        seq,
        new Message(
            "receipt/t/0/" + seq,
            "t",
            0,
            new byte[] {1},
            new byte[] {2},
            new TopicPartition("t", 0)));
  }
}
