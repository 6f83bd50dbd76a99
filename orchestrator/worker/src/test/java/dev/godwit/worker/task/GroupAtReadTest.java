package dev.godwit.worker.task;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.kafka.KafkaClientService;
import io.smallrye.reactive.messaging.kafka.KafkaConsumer;
import io.smallrye.reactive.messaging.kafka.api.IncomingKafkaRecordMetadata;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.junit.jupiter.api.Test;

class GroupAtReadTest {
  private static final int READ_IN = 4;

  private final IncomingKafkaRecordMetadata<byte[], byte[]> record =
      new IncomingKafkaRecordMetadata<>(
          new ConsumerRecord<>("ledgers", 0, 7, null, null), "ledgers", 0, READ_IN);

  @Test
  void shouldKeepTheGenerationOfTheRecordWhenTheGroupHasANewerOne() {
    ConsumerGroupMetadata group = groups(READ_IN + 2).of(record);

    assertThat(group.groupId()).isEqualTo("group");
    assertThat(group.memberId()).isEqualTo("member");
    assertThat(group.generationId()).isEqualTo(READ_IN);
  }

  @Test
  void shouldBePastWhenTheGroupHasBeenBalancedSinceTheRecordWasRead() {
    assertThat(groups(READ_IN).isPast(record)).isFalse();
    assertThat(groups(READ_IN + 1).isPast(record)).isTrue();
  }

  @Test
  void shouldTellARefusedOffsetFromAFencedProducerWhenACommitFails() {
    assertThat(GroupAtRead.isReassigned(new KafkaException(new CommitFailedException()))).isTrue();
    assertThat(GroupAtRead.isReassigned(new ProducerFencedException("a successor is there")))
        .isFalse();
  }

  private static GroupAtRead groups(int generation) {
    KafkaConsumer<?, ?> consumer =
        answering(
            KafkaConsumer.class,
            Uni.createFrom()
                .item(new ConsumerGroupMetadata("group", generation, "member", Optional.empty())));
    return new GroupAtRead(answering(KafkaClientService.class, List.of(consumer)));
  }

  /** Answers every call with the same object. */
  private static <T> T answering(Class<T> type, Object answer) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> answer));
  }
}
