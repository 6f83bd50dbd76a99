package dev.godwit.worker.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.godwit.common.v1.RunKind;
import dev.godwit.task.v1.TaskEnvelope;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class KafkaTaskTransactionTest {
  private static final TopicPartition TASKS = new TopicPartition("migration.tasks.v1", 2);
  private static final ConsumerGroupMetadata GROUP = new ConsumerGroupMetadata("godwit-extractor");
  private static final byte[] BYTES = {1};

  private final MockProducer<byte[], byte[]> producer =
      new MockProducer<>(true, null, new ByteArraySerializer(), new ByteArraySerializer());
  private final KafkaTaskTransaction transaction =
      new KafkaTaskTransaction(producer, null, null, task(), false, List.of());

  @BeforeEach
  void begin() {
    producer.initTransactions();
  }

  @Test
  void shouldOpenNoTransactionWhenNoRecordWasSent() {
    assertThat(producer.transactionInFlight()).isFalse();
    send(transaction, "t");
    assertThat(producer.transactionInFlight()).isTrue();
  }

  @Test
  void shouldCommitRecordsAndOffsetTogetherWhenTheTaskIsDone() {
    send(transaction, "t");
    assertThat(producer.history()).isEmpty();
    transaction.commit(TASKS, 8, GROUP);
    assertThat(producer.history()).hasSize(1);
    assertThat(producer.consumerGroupOffsetsHistory())
        .containsExactly(Map.of("godwit-extractor", Map.of(TASKS, new OffsetAndMetadata(8))));
  }

  @Test
  void shouldCommitTheOffsetWhenATaskSendsNothing() {
    transaction.commit(TASKS, 8, GROUP);
    assertThat(producer.consumerGroupOffsetsHistory()).hasSize(1);
  }

  @Test
  void shouldNotCommitRecordsWhenTheTransactionRestarts() {
    send(transaction, "t");
    transaction.restart();
    send(transaction, "u");
    transaction.commit(TASKS, 8, GROUP);
    assertThat(producer.history()).extracting(record -> record.topic()).containsExactly("u");
  }

  @Test
  void shouldThrowAtTheFlushWhenTheBrokerRefusesARecord() {
    MockProducer<byte[], byte[]> manual =
        new MockProducer<>(false, null, new ByteArraySerializer(), new ByteArraySerializer());
    manual.initTransactions();
    KafkaTaskTransaction failing =
        new KafkaTaskTransaction(manual, null, null, task(), false, List.of());
    send(failing, "t");
    manual.errorNext(new TimeoutException("no broker"));
    assertThatThrownBy(failing::flush).isInstanceOf(KafkaException.class);
  }

  private static TaskEnvelope task() {
    return new TaskEnvelope(
        "c/1/x", "c", "c", 1, RunKind.REHEARSAL, "source", "target", Instant.EPOCH, "e");
  }

  private static void send(KafkaTaskTransaction transaction, String topic) {
    Future<RecordMetadata> unused = transaction.sendBytes(topic, 0, BYTES, BYTES);
  }
}
