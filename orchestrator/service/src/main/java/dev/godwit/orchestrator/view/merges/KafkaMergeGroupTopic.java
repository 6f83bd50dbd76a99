package dev.godwit.orchestrator.view.merges;

import dev.godwit.api.MergeGroupAnswer;
import dev.godwit.orchestrator.OrchestratorSettings;
import dev.godwit.orchestrator.view.projection.ReadableText;
import dev.godwit.records.Topics;
import dev.godwit.row.v1.MergeGroupFound;
import dev.godwit.wire.KafkaSettings;
import dev.godwit.wire.UnreadableRecordException;
import dev.godwit.wire.WireDecoder;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/** Reads the topic with a consumer of its own for each call. Thread-safe. */
@ApplicationScoped
class KafkaMergeGroupTopic implements MergeGroupTopic {
  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  /** A gap of more offsets than this is jumped over; the records of a smaller one are skipped. */
  private static final long JUMP = 2_000;

  private final OrchestratorSettings settings;

  /** Reads a value of a topic. */
  interface Decoder {
    SpecificRecord decode(String topic, byte[] value) throws UnreadableRecordException;
  }

  KafkaMergeGroupTopic(OrchestratorSettings settings) {
    this.settings = settings;
  }

  @Override
  public long read(Collection<MergeGroupAnswer> groups, Visitor visitor) throws IOException {
    KafkaSettings kafka = settings.clients();
    Map<String, Object> config = kafka.stretchConsumer();
    config.put(ConsumerConfig.CLIENT_ID_CONFIG, "godwit-merge-groups");
    config.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    try (Consumer<byte[], byte[]> consumer = new KafkaConsumer<>(config);
        WireDecoder decoder = new WireDecoder(kafka.serde())) {
      return read(consumer, decoder::decode, groups, TIMEOUT, visitor);
    }
  }

  /**
   * Reads with a given consumer.
   *
   * @param timeout how long no record may come
   */
  static long read(
      Consumer<byte[], byte[]> consumer,
      Decoder decoder,
      Collection<MergeGroupAnswer> groups,
      Duration timeout,
      Visitor visitor)
      throws IOException {
    Map<Integer, List<MergeGroupAnswer>> byPartition =
        groups.stream()
            .collect(
                Collectors.groupingBy(
                    MergeGroupAnswer::partition, TreeMap::new, Collectors.toList()));
    long missing = 0;
    for (Map.Entry<Integer, List<MergeGroupAnswer>> of : byPartition.entrySet()) {
      NavigableMap<Long, MergeGroupAnswer> wanted = new TreeMap<>();
      of.getValue().forEach(group -> wanted.put(group.offset(), group));
      missing +=
          new PartitionReading(
                  consumer,
                  decoder,
                  new TopicPartition(Topics.MERGE_GROUPS, of.getKey()),
                  timeout,
                  visitor)
              .read(wanted);
    }
    return missing;
  }

  /** Reads given offsets of one partition. */
  private record PartitionReading(
      Consumer<byte[], byte[]> consumer,
      Decoder decoder,
      TopicPartition partition,
      Duration timeout,
      Visitor visitor) {

    /** Reads some offsets, and takes them out; the number of those that are missing. */
    long read(NavigableMap<Long, MergeGroupAnswer> wanted) throws IOException {
      consumer.assign(List.of(partition));
      long begin = consumer.beginningOffsets(List.of(partition), TIMEOUT).get(partition);
      long end = consumer.endOffsets(List.of(partition), TIMEOUT).get(partition);
      long missing = clear(wanted.headMap(begin, false)) + clear(wanted.tailMap(end, true));
      long at = -1;
      long progress = System.nanoTime();
      while (!wanted.isEmpty()) {
        if (at < 0 || wanted.firstKey() - at > JUMP) {
          at = wanted.firstKey();
          consumer.seek(partition, at);
        }
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofSeconds(1))) {
          missing += visit(record, wanted.remove(record.offset()));
        }
        long now = consumer.position(partition, TIMEOUT);
        if (now > at) {
          progress = System.nanoTime();
        } else if (System.nanoTime() - progress > timeout.toNanos()) {
          throw new KafkaException("Kafka did not send the records of %s.".formatted(partition));
        }
        at = now;
        missing += clear(wanted.headMap(at, false));
      }
      return missing;
    }

    private static long clear(Map<Long, MergeGroupAnswer> part) {
      long size = part.size();
      part.clear();
      return size;
    }

    /** Visits a record that is wanted; the number of records that cannot be read. */
    private long visit(ConsumerRecord<byte[], byte[]> record, MergeGroupAnswer group)
        throws IOException {
      if (group == null) {
        return 0;
      }
      try {
        if (ReadableText.of(decoder.decode(record.topic(), record.value()))
                instanceof MergeGroupFound found
            && found.getGroupId().equals(group.group())) {
          visitor.group(group, found);
          return 0;
        }
        return 1;
      } catch (UnreadableRecordException e) {
        return 1;
      }
    }
  }
}
