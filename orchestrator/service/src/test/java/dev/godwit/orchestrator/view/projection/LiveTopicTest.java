package dev.godwit.orchestrator.view.projection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.godwit.orchestrator.view.progress.LiveBacklog;
import dev.godwit.orchestrator.view.progress.Unread;
import dev.godwit.records.Topics;
import dev.godwit.wire.live.LiveEvents;
import dev.godwit.wire.live.RehearsalMark;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.Test;

class LiveTopicTest {
  private static final TopicPartition PARTITION = new TopicPartition(Topics.LIVE, 0);

  private KafkaException trouble;

  private final MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("earliest");
  private final Map<TopicPartition, Long> committed = new HashMap<>();
  private final LiveBacklog backlog = new LiveBacklog();
  private final LiveEvents events =
      new LiveEvents(Map.of("godwit.serde.deserializer", ByteArrayDeserializer.class.getName()));
  private long now = 1;

  @Test
  void shouldCountUnreadEventsButNotMarkers() {
    topic();
    commit(4);
    LiveTopic live = live();
    live.look();
    event(4, "acme");
    event(5, "other");
    event(6, "acme");
    record(8, "a cut; before it stands a transaction's marker");
    end(9);
    live.look();
    assertThat(unread()).isEqualTo(new Unread(2, 4_000));
  }

  @Test
  void shouldCountWhateverTheTransformerCountsWhenItIsReadByTheSameReader() {
    topic();
    commit(0);
    LiveTopic live = live();
    live.look();
    record(0, "{\"customer\":17,\"eventId\":\"n1\",\"emailId\":\"940001\",\"kind\":\"open\"}");
    record(1, "{\"eventId\":\"ms\",\"occurredAt\":1795341600000,\"customer\":\"17\"}");
    end(2);
    live.look();
    assertThat(backlog.of("17", List.of())).isEqualTo(new Unread(2, 0));
  }

  @Test
  void shouldNotCountEventsThatARehearsalSent() {
    topic();
    commit(0);
    LiveTopic live = live();
    live.look();
    event(0, "acme");
    record(
        1,
        "{\"customer\":\"acme\",\"rehearsal\":3,\"eventId\":\"%s\"}"
            .formatted(RehearsalMark.eventId("acme", 3, "topic", 1)));
    end(2);
    live.look();
    assertThat(unread().records()).isEqualTo(1);
  }

  @Test
  void shouldDropEventsWhenTheTransformerReadThem() {
    topic();
    commit(0);
    LiveTopic live = live();
    live.look();
    event(0, "acme");
    end(1);
    live.look();
    assertThat(unread().records()).isEqualTo(1);

    commit(1);
    record(2, "a cut");
    end(3);
    now += 2_000_000_000L;
    live.look();
    assertThat(unread()).isEqualTo(Unread.NONE);
  }

  @Test
  void shouldNotKnowTheCountUntilAllIsRead() {
    topic();
    commit(0);
    end(100);
    LiveTopic live = live();
    live.look();
    event(0, "acme");
    live.look();
    assertThat(unread()).isEqualTo(Unread.NOT_KNOWN);
  }

  @Test
  void shouldCountAgainWhenTheTransformerIsReset() {
    topic();
    commit(2);
    LiveTopic live = live();
    live.look();
    end(2);
    live.look();
    assertThat(unread()).isEqualTo(Unread.NONE);

    commit(0);
    now += 2_000_000_000L;
    event(0, "acme");
    event(1, "acme");
    live.look();
    assertThat(unread().records()).isEqualTo(2);
  }

  @Test
  void shouldRetryLaterWithoutWaitingWhenOffsetsAreUnavailable() {
    topic();
    commit(0);
    LiveTopic live = live();
    live.look();
    event(0, "acme");
    end(1);
    live.look();
    assertThat(unread().records()).isEqualTo(1);

    trouble = new TimeoutException("the broker is away");
    now += 2_000_000_000L;
    live.look();
    assertThat(unread()).isEqualTo(Unread.NOT_KNOWN);

    trouble = null;
    live.look();
    assertThat(unread()).isEqualTo(Unread.NOT_KNOWN);
    now += 2_000_000_000L;
    event(0, "acme");
    live.look();
    assertThat(unread().records()).isEqualTo(1);
  }

  @Test
  void shouldStopWhenWokenUp() {
    topic();
    commit(0);
    trouble = new WakeupException();
    LiveTopic live = live();
    assertThatThrownBy(live::look).isSameAs(trouble);
  }

  @Test
  void shouldKnowNothingWhenTheTopicIsMissing() {
    LiveTopic live = live();
    live.look();
    assertThat(unread()).isEqualTo(Unread.NOT_KNOWN);
  }

  private LiveTopic live() {
    return new LiveTopic(
        consumer,
        partitions -> {
          if (trouble != null) {
            throw trouble;
          }
          return Map.copyOf(committed);
        },
        () -> {},
        events::decode,
        backlog,
        () -> now);
  }

  private Unread unread() {
    return backlog.of("acme", List.of());
  }

  private void topic() {
    Node node = Node.noNode();
    consumer.updatePartitions(
        Topics.LIVE, List.of(new PartitionInfo(Topics.LIVE, 0, node, new Node[0], new Node[0])));
    consumer.updateBeginningOffsets(Map.of(PARTITION, 0L));
    end(0);
  }

  private void commit(long offset) {
    committed.put(PARTITION, offset);
  }

  private void end(long offset) {
    consumer.updateEndOffsets(Map.of(PARTITION, offset));
  }

  private void event(long offset, String customer) {
    record(offset, "{\"customer\":\"%s\",\"eventId\":\"e\"}".formatted(customer));
  }

  private void record(long offset, String value) {
    consumer.addRecord(
        new ConsumerRecord<>(
            Topics.LIVE,
            0,
            offset,
            offset * 1_000,
            TimestampType.CREATE_TIME,
            0,
            0,
            null,
            value.getBytes(StandardCharsets.UTF_8),
            new org.apache.kafka.common.header.internals.RecordHeaders(),
            java.util.Optional.empty()));
  }
}
