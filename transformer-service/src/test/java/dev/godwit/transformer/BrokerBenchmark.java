package dev.godwit.transformer;

import dev.godwit.canonical.ByteDigest;
import dev.godwit.common.v1.Route;
import dev.godwit.common.v1.RunKind;
import dev.godwit.common.v1.Stage;
import dev.godwit.event.v1.Envelope;
import dev.godwit.event.v1.RunStarted;
import dev.godwit.receipt.v1.Receipt;
import dev.godwit.records.Entities;
import dev.godwit.records.Entity;
import dev.godwit.records.Topics;
import dev.godwit.row.v1.Cut;
import dev.godwit.wire.KafkaSettings;
import dev.godwit.wire.WireDecoder;
import dev.godwit.wire.WireEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import org.apache.avro.specific.SpecificRecord;
import org.apache.avro.specific.SpecificRecordBase;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.utils.Utils;

/**
 * Writes a run's records and cuts into the extracted topics of a stack that is up, waits for the
 * transformer's receipts, and holds their counts and digests against what was written. Not a test;
 * run the main method with the number of engagements (an email to four of them, a contact to
 * twenty). {@code GODWIT_KAFKA} and {@code GODWIT_REGISTRY} say where.
 */
public final class BrokerBenchmark {
  private static final int PARTITIONS = 6;
  private static final int TRANSACTION = 25_000;

  private final KafkaSettings kafka = KafkaSettings.of(System.getenv());
  private final String customer = "bench-" + UUID.randomUUID();
  private final String runId = customer + "/1";
  private final Map<Entity, long[]> written = new HashMap<>();

  private BrokerBenchmark() {}

  public static void main(String[] args) throws Exception {
    new BrokerBenchmark().run(args.length == 0 ? 200_000 : Integer.parseInt(args[0]));
  }

  private void run(int engagements) throws Exception {
    int records = engagements + engagements / 4 + engagements / 20;
    try (KafkaConsumer<byte[], byte[]> receipts = new KafkaConsumer<>(kafka.consumer(null));
        WireDecoder decoder = new WireDecoder(kafka.serde())) {
      TopicPartition partition = partitionOfReceipts(receipts);
      receipts.assign(List.of(partition));
      receipts.seekToEnd(List.of(partition));
      receipts.position(partition);
      long start = System.nanoTime();
      try (KafkaProducer<byte[], byte[]> producer =
              new KafkaProducer<>(kafka.transactionalProducer(customer));
          WireEncoder encoder = new WireEncoder(kafka.serde())) {
        producer.initTransactions();
        startRun(producer, encoder);
        write(producer, encoder, Entity.CONTACTS, engagements / 20, RecordCostBenchmark::contact);
        write(producer, encoder, Entity.EMAILS, engagements / 4, RecordCostBenchmark::email);
        write(producer, encoder, Entity.ENGAGEMENTS, engagements, RecordCostBenchmark::engagement);
      }
      long writing = System.nanoTime() - start;
      check(receipts, decoder);
      long all = System.nanoTime() - start;
      System.out.printf(
          "%d records written in %d ms; transformed %d ms after the first: %d records/s%n",
          records, writing / 1_000_000, all / 1_000_000, records * 1_000_000_000L / all);
    }
  }

  private TopicPartition partitionOfReceipts(KafkaConsumer<byte[], byte[]> consumer) {
    int partitions = consumer.partitionsFor(Topics.RECEIPTS).size();
    byte[] key = runId.getBytes(StandardCharsets.UTF_8);
    return new TopicPartition(Topics.RECEIPTS, Utils.toPositive(Utils.murmur2(key)) % partitions);
  }

  private void startRun(KafkaProducer<byte[], byte[]> producer, WireEncoder encoder) {
    Envelope envelope =
        new Envelope(
            UUID.randomUUID().toString(),
            customer,
            1L,
            "none",
            "none",
            Instant.now(),
            "bench",
            1,
            Route.UNKNOWN,
            -1L);
    RunStarted started =
        new RunStarted(
            envelope,
            RunKind.REHEARSAL,
            customer,
            "reference-legacy",
            "reference-crm",
            "bench",
            0L,
            8,
            null,
            List.of());
    producer.beginTransaction();
    Future<RecordMetadata> unused =
        producer.send(
            new ProducerRecord<>(
                Topics.EVENTS,
                customer.getBytes(StandardCharsets.UTF_8),
                encoder.encode(Topics.EVENTS, started)));
    producer.commitTransaction();
  }

  private <T extends SpecificRecordBase> void write(
      KafkaProducer<byte[], byte[]> producer,
      WireEncoder encoder,
      Entity entity,
      int count,
      IntFunction<T> make) {
    String topic = Topics.extracted(entity);
    long[] sums = new long[2];
    producer.beginTransaction();
    for (int i = 0; i < count; i++) {
      T record = make.apply(i);
      record.put("runId", runId);
      byte[] key = (customer + "/" + i % 1_000).getBytes(StandardCharsets.UTF_8);
      byte[] value = encoder.encode(topic, record);
      sums[0]++;
      sums[1] += ByteDigest.hash(value);
      Future<RecordMetadata> unused =
          producer.send(
              new ProducerRecord<>(
                  topic, Utils.toPositive(Utils.murmur2(key)) % PARTITIONS, key, value));
      if (i % TRANSACTION == TRANSACTION - 1) {
        producer.commitTransaction();
        producer.beginTransaction();
      }
    }
    byte[] cut =
        encoder.encode(
            topic, new Cut(runId, entity.symbol(), 1, PARTITIONS, false, entity.declaredName()));
    for (int partition = 0; partition < PARTITIONS; partition++) {
      Future<RecordMetadata> unused =
          producer.send(new ProducerRecord<>(topic, partition, null, cut));
    }
    producer.commitTransaction();
    written.put(entity, sums);
  }

  private void check(KafkaConsumer<byte[], byte[]> receipts, WireDecoder decoder) throws Exception {
    Map<Entity, long[]> read = new HashMap<>();
    Map<String, Long> ends = new HashMap<>();
    int cuts = 0;
    long quarantined = 0;
    while (cuts < 3 * PARTITIONS) {
      for (ConsumerRecord<byte[], byte[]> record : receipts.poll(Duration.ofMillis(200))) {
        SpecificRecord value = decoder.decode(record.topic(), record.value());
        if (!(value instanceof Receipt receipt)
            || !receipt.getRunId().equals(runId)
            || receipt.getStage() != Stage.TRANSFORM) {
          continue;
        }
        String range = Entities.of(receipt) + "/" + receipt.getPartition();
        Long end = ends.put(range, receipt.getToOffset());
        if (end != null && !Objects.equals(end, receipt.getFromOffset())) {
          throw new IllegalStateException("Ranges of " + range + " are not contiguous.");
        }
        long[] sums = read.computeIfAbsent(Entities.of(receipt), entity -> new long[2]);
        sums[0] += receipt.getRecordsIn();
        sums[1] += receipt.getDigestIn();
        quarantined += receipt.getQuarantined();
        cuts += receipt.getCut() > 0 ? 1 : 0;
      }
    }
    written.forEach(
        (entity, sums) -> {
          if (!java.util.Arrays.equals(sums, read.get(entity))) {
            throw new IllegalStateException("Counts or digests of " + entity + " differ.");
          }
        });
    System.out.println("Counts and digests agree; quarantined: " + quarantined);
  }
}
