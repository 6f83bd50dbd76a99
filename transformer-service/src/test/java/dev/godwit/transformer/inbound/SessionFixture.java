package dev.godwit.transformer.inbound;

import dev.godwit.canonical.DerivedId;
import dev.godwit.event.v1.RunStarted;
import dev.godwit.pack.TargetPack;
import dev.godwit.receipt.v1.Receipt;
import dev.godwit.records.Entity;
import dev.godwit.records.Topics;
import dev.godwit.transformer.TestPack;
import dev.godwit.transformer.TestWire;
import dev.godwit.transformer.outbound.OutboundTransaction;
import dev.godwit.wire.WireDecoder;
import dev.godwit.wire.WireEncoder;
import dev.godwit.wire.live.LiveEvents;
import dev.godwit.wire.live.TailMark;
import dev.godwit.worker.merge.RunMerges;
import dev.godwit.worker.run.LiveWindows;
import dev.godwit.worker.run.RunSpec;
import dev.godwit.worker.run.RunStatus;
import dev.godwit.worker.run.RunStatusTable;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** A session between a consumer and a producer that are made up. */
final class SessionFixture {
  private static final long FAR_END = 1_000_000;
  static final byte[] KEY = "acme/7".getBytes(StandardCharsets.UTF_8);

  final MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("earliest");
  final MockProducer<byte[], byte[]> producer =
      new MockProducer<>(true, null, new ByteArraySerializer(), new ByteArraySerializer());
  final WireEncoder encoder = new WireEncoder(TestWire.settings());
  final WireDecoder decoder = new WireDecoder(TestWire.settings());
  static final TailMark TAIL = TailMark.of("t".repeat(TailMark.SHORTEST));
  final LiveEvents events = new LiveEvents(TestWire.settings(), TAIL);
  final RunStatusTable statuses = new RunStatusTable();
  final LiveWindows windows = new LiveWindows(statuses);
  final Map<String, RunSpec> known = new HashMap<>();
  final Set<String> stopped = new HashSet<>();
  final Set<String> liveStopped = new HashSet<>();
  final List<String> counted = new ArrayList<>();
  final List<String> failures = new ArrayList<>();

  /** Positions that the transformer's receipts tell. */
  final Map<TopicPartition, OffsetAndMetadata> ofReceipts = new HashMap<>();

  /** Events that are in their topic, and are consumed only where a test waits for them. */
  final List<SpecificRecord> unheard = new ArrayList<>();

  /** Target pack of every run that is not ready yet. */
  TargetPack pack = TestPack.standard();

  /** Merge groups of every run; waits where another answer stands here. */
  MergesOfRun.Answer ofMerges = new MergesOfRun.Answer.Known(RunMerges.NONE);

  final MergesOfRun merges = (run, resumes) -> ofMerges;

  TransformSession session;
  int stepsLeft;
  int waits;

  /** Begins to read these partitions, each from offset 0. */
  SessionFixture(TopicPartition... partitions) {
    this(Map.of(), partitions);
  }

  /** Begins where the transformer's receipts end, else at offset 0. */
  SessionFixture(Map<TopicPartition, OffsetAndMetadata> told, TopicPartition... partitions) {
    ofReceipts.putAll(told);
    known.put(TestPack.RUN.runId(), TestPack.RUN);
    ReadyRuns.PackOfRun packs =
        new ReadyRuns.PackOfRun() {
          @Override
          public ReadyRuns.PackState of(RunStatus status) {
            return new ReadyRuns.PackState.Checked(pack, status.resumes());
          }

          @Override
          public void forget(String runId) {
            // Nothing is kept here.
          }
        };
    ReadyRuns runs = new ReadyRuns(id -> status(id, stopped), RunStatus::writesRows, packs);
    ReadyRuns liveRuns =
        new ReadyRuns(id -> status(id, liveStopped), RunStatus::writesEngagement, packs);
    OutboundTransaction transaction = new OutboundTransaction(producer, encoder);
    session =
        new TransformSession(
            consumer,
            () -> Entity.BUILT_IN_AND_LIVE,
            transaction,
            new RecordTransformer(decoder::decode, runs),
            new LiveTransformer(events::decode, windows, liveRuns, merges, this::hear),
            new MarkerCheck(windows, this::hear),
            runs,
            liveRuns,
            new OutcomeCounts((entity, outcome, n) -> counted.add(outcome + "=" + n)),
            this::hear,
            new PartitionTakeover(
                new StartOffsets(asked -> Map.copyOf(ofReceipts)),
                new LostRecords(
                    windows::open,
                    statuses::running,
                    (run, id, subject, error, action) -> failures.add(run.runId() + ": " + error))),
            "me",
            InstantSource.fixed(Instant.EPOCH));
    run(0);
    Map<TopicPartition, Long> beginnings = new HashMap<>();
    List.of(partitions).forEach(partition -> beginnings.put(partition, 0L));
    consumer.updateBeginningOffsets(beginnings);
    beginnings.replaceAll((partition, begin) -> FAR_END);
    consumer.updateEndOffsets(beginnings);
    consumer.rebalance(List.of(partitions));
    session.step(); // Records where it begins.
  }

  private Optional<RunStatus> status(String runId, Set<String> ended) {
    RunSpec run = known.get(runId);
    return ended.contains(runId)
        ? Optional.of(new RunStatus.Ended(run))
        : Optional.ofNullable(run).map(RunStatus.Running::new);
  }

  private void hear() {
    waits++;
    unheard.forEach(this::event);
    unheard.clear();
  }

  /** Is heard. */
  void event(SpecificRecord event) {
    statuses.apply(event);
    if (event instanceof RunStarted started) {
      String customer = started.getCustomer();
      int run = started.getEnvelope().getRun();
      String runId = RunSpec.idOf(customer, run);
      known.put(
          runId,
          new RunSpec(runId, customer, run, started.getKind(), "legacy", "crm", DerivedId.ORDERED));
    }
  }

  void run(int steps) {
    stepsLeft = steps;
    session.run(() -> stepsLeft-- > 0);
  }

  void steps(int steps) {
    for (int i = 0; i < steps; i++) {
      session.step();
    }
  }

  byte[] read(TopicPartition partition, long offset, SpecificRecord value) {
    byte[] bytes = encoder.encode(partition.topic(), value);
    consumer.addRecord(record(partition, offset, bytes));
    return bytes;
  }

  /** A record that the tail of the source wrote. */
  void readTail(TopicPartition partition, long offset, SpecificRecord value) {
    byte[] bytes = encoder.encode(partition.topic(), value);
    ConsumerRecord<byte[], byte[]> record = record(partition, offset, bytes);
    record.headers().add(TAIL.header(KEY, bytes));
    consumer.addRecord(record);
  }

  static ConsumerRecord<byte[], byte[]> record(
      TopicPartition partition, long offset, byte[] value) {
    return new ConsumerRecord<>(partition.topic(), partition.partition(), offset, KEY, value);
  }

  List<ProducerRecord<byte[], byte[]>> sent(String topic) {
    return producer.history().stream().filter(record -> record.topic().equals(topic)).toList();
  }

  List<Receipt> receipts() throws Exception {
    List<Receipt> receipts = new ArrayList<>();
    for (ProducerRecord<byte[], byte[]> record : sent(Topics.RECEIPTS)) {
      receipts.add((Receipt) decoder.decode(record.topic(), record.value()));
    }
    return receipts;
  }

  OffsetAndMetadata committed(TopicPartition partition) {
    List<Map<String, Map<TopicPartition, OffsetAndMetadata>>> all =
        producer.consumerGroupOffsetsHistory();
    OffsetAndMetadata last = null;
    for (Map<String, Map<TopicPartition, OffsetAndMetadata>> groups : all) {
      for (Map<TopicPartition, OffsetAndMetadata> offsets : groups.values()) {
        last = offsets.getOrDefault(partition, last);
      }
    }
    return last;
  }
}
