package dev.godwit.carrier;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Carries records by the plain clients on one thread: poll, send, offsets in the transaction. */
final class PlainCarrier {
  private PlainCarrier() {}

  static void carry(String bootstrap, String group, Progress progress) {
    Map<String, Object> in =
        Map.of(
            "bootstrap.servers",
            bootstrap,
            "group.id",
            group,
            "isolation.level",
            "read_committed",
            "enable.auto.commit",
            false,
            "auto.offset.reset",
            "earliest",
            "max.poll.records",
            5000,
            "fetch.min.bytes",
            262_144,
            "fetch.max.wait.ms",
            100);
    Map<String, Object> out =
        Map.of(
            "bootstrap.servers",
            bootstrap,
            "transactional.id",
            "carrier-plain",
            "acks",
            "all",
            "compression.type",
            "lz4",
            "linger.ms",
            20,
            "batch.size",
            262_144);
    try (KafkaConsumer<byte[], byte[]> consumer =
            new KafkaConsumer<>(in, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        KafkaProducer<byte[], byte[]> producer =
            new KafkaProducer<>(out, new ByteArraySerializer(), new ByteArraySerializer())) {
      producer.initTransactions();
      consumer.subscribe(List.of(CarrierBenchmark.IN));
      long carried = 0;
      while (carried < progress.records()) {
        ConsumerRecords<byte[], byte[]> polled = consumer.poll(Duration.ofMillis(500));
        if (polled.isEmpty()) {
          continue;
        }
        producer.beginTransaction();
        Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
        for (TopicPartition partition : polled.partitions()) {
          List<ConsumerRecord<byte[], byte[]>> batch = polled.records(partition);
          for (ConsumerRecord<byte[], byte[]> record : batch) {
            producer.send(
                new ProducerRecord<>(
                    CarrierBenchmark.OUT, partition.partition(), record.key(), record.value()));
          }
          offsets.put(partition, new OffsetAndMetadata(batch.getLast().offset() + 1));
        }
        producer.sendOffsetsToTransaction(offsets, consumer.groupMetadata());
        producer.commitTransaction();
        carried += polled.count();
        progress.add(polled.count());
      }
    }
  }
}
