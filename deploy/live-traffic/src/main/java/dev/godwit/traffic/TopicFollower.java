package dev.godwit.traffic;

import dev.godwit.wire.KafkaSettings;
import dev.godwit.wire.UnreadableRecordException;
import dev.godwit.wire.WireDecoder;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;

/**
 * Reads all partitions of a topic and folds its records until a condition holds. It commits no
 * offsets. Not thread-safe.
 */
abstract class TopicFollower implements AutoCloseable {
  private static final Duration POLL = Duration.ofMillis(200);

  private final KafkaConsumer<byte[], byte[]> consumer;
  private final WireDecoder decoder;
  private final List<TopicPartition> partitions;

  /**
   * @param fromEnd whether to begin behind the records that are there already
   */
  TopicFollower(KafkaSettings kafka, String topic, boolean fromEnd) {
    this.consumer = new KafkaConsumer<>(kafka.consumer(null));
    this.decoder = new WireDecoder(kafka.serde());
    this.partitions =
        consumer.partitionsFor(topic).stream()
            .map(partition -> new TopicPartition(topic, partition.partition()))
            .toList();
    consumer.assign(partitions);
    if (fromEnd) {
      consumer.seekToEnd(partitions);
      partitions.forEach(consumer::position);
    } else {
      consumer.seekToBeginning(partitions);
    }
  }

  /** Folds one record; it is called in the order of each partition. */
  abstract void take(ConsumerRecord<byte[], byte[]> record);

  final int partitions() {
    return partitions.size();
  }

  /** Reads on until a condition holds; false where it does not within the timeout. */
  final boolean await(BooleanSupplier condition, Duration timeout) throws InterruptedException {
    long deadline = System.nanoTime() + timeout.toNanos();
    while (!condition.getAsBoolean()) {
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      if (System.nanoTime() - deadline > 0) {
        return false;
      }
      consumer.poll(POLL).forEach(this::take);
    }
    return true;
  }

  /** Reads up to the end that the topic has now. */
  final void readToEnd() {
    var ends = consumer.endOffsets(partitions);
    while (partitions.stream().anyMatch(p -> consumer.position(p) < ends.get(p))) {
      consumer.poll(POLL).forEach(this::take);
    }
  }

  final SpecificRecord decode(ConsumerRecord<byte[], byte[]> record)
      throws UnreadableRecordException {
    return decoder.decode(record.topic(), record.value());
  }

  /**
   * Decodes a record that Godwit wrote.
   *
   * @throws TrafficException where it is not readable
   */
  final SpecificRecord decodeOwn(ConsumerRecord<byte[], byte[]> record) {
    try {
      return decode(record);
    } catch (UnreadableRecordException e) {
      throw new TrafficException("Reading " + record.topic() + ": " + e.getMessage(), e);
    }
  }

  @Override
  public final void close() {
    consumer.close();
    decoder.close();
  }
}
