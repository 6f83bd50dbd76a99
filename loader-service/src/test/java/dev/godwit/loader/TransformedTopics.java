package dev.godwit.loader;

import dev.godwit.records.Entity;
import dev.godwit.records.Topics;
import dev.godwit.row.v1.Cut;
import dev.godwit.wire.RedrivenHeader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;

/** The topics that a loader reads, each record at the offset at which it was appended. */
public final class TransformedTopics {
  static final int PARTITIONS = 2;

  private final Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> logs = new HashMap<>();
  private long millis = ConsumerRecord.NO_TIMESTAMP;

  /** The broker's time of the records that are appended from now on. */
  void at(long timeMillis) {
    millis = timeMillis;
  }

  /** Appends a record to a topic; it is polled as soon as a consumer stands before it. */
  void append(Entity entity, int partition, SpecificRecord record) {
    appendBytes(entity, partition, PlainBytes.encode("", record));
  }

  /** Appends a record that left the transformer's quarantine. */
  void appendRedriven(Entity entity, int partition, SpecificRecord record) {
    appendBytes(
        entity,
        partition,
        SampleTarget.CUSTOMER + "/7",
        PlainBytes.encode("", record),
        RedrivenHeader.of(1));
  }

  void appendBytes(Entity entity, int partition, byte[] value) {
    appendBytes(entity, partition, SampleTarget.CUSTOMER + "/7", value);
  }

  void appendBytes(Entity entity, int partition, String of, byte[] value, Header... headers) {
    TopicPartition to = at(entity, partition);
    byte[] key = of.getBytes(StandardCharsets.UTF_8);
    var log = logs.computeIfAbsent(to, p -> new ArrayList<>());
    log.add(
        new ConsumerRecord<>(
            to.topic(),
            partition,
            log.size(),
            millis,
            TimestampType.LOG_APPEND_TIME,
            key.length,
            value.length,
            key,
            value,
            new RecordHeaders(headers),
            Optional.empty()));
  }

  void cut(String runId, Entity entity, int partition) {
    append(
        entity,
        partition,
        new Cut(runId, entity.symbol(), 1, PARTITIONS, false, entity.declaredName()));
  }

  void cutEverywhere(String runId, Entity entity) {
    for (int partition = 0; partition < PARTITIONS; partition++) {
      cut(runId, entity, partition);
    }
  }

  public static TopicPartition at(Entity entity, int partition) {
    return new TopicPartition(Topics.transformed(entity), partition);
  }

  List<ConsumerRecord<byte[], byte[]>> log(Entity entity, int partition) {
    return log(at(entity, partition));
  }

  /** Records of a partition, in order. */
  public List<ConsumerRecord<byte[], byte[]>> log(TopicPartition partition) {
    return logs.getOrDefault(partition, List.of());
  }

  /** Partitions to which something was appended. */
  Set<TopicPartition> written() {
    return logs.keySet();
  }
}
