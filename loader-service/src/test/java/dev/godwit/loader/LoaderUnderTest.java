package dev.godwit.loader;

import dev.godwit.loader.batch.BatchPipeline;
import dev.godwit.loader.batch.StagePort;
import dev.godwit.loader.inbound.TransformedInput;
import dev.godwit.loader.outbound.OutboxMessages;
import dev.godwit.loader.outbound.OutboxSender;
import dev.godwit.loader.targetdb.TargetConnection;
import dev.godwit.loader.targetdb.TargetDatabase;
import dev.godwit.loader.targetdb.TargetPacks;
import dev.godwit.loader.targetdb.TestPacks;
import dev.godwit.receipt.v1.Receipt;
import dev.godwit.records.Entities;
import dev.godwit.records.Entity;
import dev.godwit.records.Topics;
import dev.godwit.row.v1.QuarantinedRecord;
import dev.godwit.worker.failure.SqlFailure;
import dev.godwit.worker.run.RunSpec;
import dev.godwit.worker.run.RunStatus;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.BooleanSupplier;
import java.util.function.ToLongFunction;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** A pipeline on a real target database, with Kafka's own mock clients around it. */
final class LoaderUnderTest implements AutoCloseable, StagePort {
  final String url;
  final MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("earliest");
  final MockProducer<byte[], byte[]> producer;
  final List<String> failures = new ArrayList<>();
  final Map<String, Long> counts = new HashMap<>();
  final Map<String, RunStatus> statuses = new HashMap<>();

  /** Statuses of events that this process has not consumed yet when it starts. */
  final Map<String, RunStatus> unconsumed = new HashMap<>();

  /** Replays of the transformer that events order, and those of events not consumed yet. */
  final Set<Integer> replays = new HashSet<>();

  final Set<Integer> unconsumedReplays = new HashSet<>();

  private final TransformedTopics topics;
  private final TargetConnection target;
  private final BatchPipeline pipeline;
  private final Set<Integer> share;

  LoaderUnderTest(String url, TransformedTopics topics, int batch) {
    this(url, topics, batch, Set.of(0, 1), true);
  }

  /**
   * With a share of the partitions.
   *
   * @param acknowledges whether the broker says at once that it has what is sent
   */
  LoaderUnderTest(
      String url, TransformedTopics topics, int batch, Set<Integer> share, boolean acknowledges) {
    this(
        TestPacks.of(SampleTarget.pack(url)).databases().getFirst(),
        TestPacks.of(SampleTarget.pack(url)),
        topics,
        batch,
        share,
        acknowledges);
  }

  /** All partitions, for one of several target databases. */
  LoaderUnderTest(TargetDatabase database, TargetPacks packs, TransformedTopics topics, int batch) {
    this(database, packs, topics, batch, Set.of(0, 1), true);
  }

  private LoaderUnderTest(
      TargetDatabase database,
      TargetPacks packs,
      TransformedTopics topics,
      int batch,
      Set<Integer> share,
      boolean acknowledges) {
    this.url = database.settings().url();
    this.topics = topics;
    this.share = share;
    this.producer =
        new MockProducer<>(
            acknowledges, null, new ByteArraySerializer(), new ByteArraySerializer());
    TransformedInput input = new TransformedInput(consumer, PlainBytes::decode, this::entities);
    target = new TargetConnection(database.settings());
    pipeline =
        LoadWorker.pipeline(
            input,
            target,
            database,
            packs,
            new OutboxMessages(PlainBytes::encode, "loader-1"),
            new OutboxSender(producer),
            this,
            settings(batch));
    input.subscribe(pipeline::beforeRevoked);
    assign();
  }

  /** Assigns all partitions, as after a start or a rebalance. */
  void assign() {
    Map<TopicPartition, Long> ends = ends();
    consumer.rebalance(ends.keySet());
    consumer.updateEndOffsets(ends);
    ends.replaceAll((partition, end) -> 0L);
    consumer.updateBeginningOffsets(ends);
  }

  private Map<TopicPartition, Long> ends() {
    Map<TopicPartition, Long> ends = new HashMap<>();
    for (Entity entity : List.of(Entity.CONTACTS, Entity.EMAILS, Entity.ENGAGEMENTS, Entity.LIVE)) {
      for (int partition : share) {
        ends.put(
            TransformedTopics.at(entity, partition), (long) topics.log(entity, partition).size());
      }
    }
    return ends;
  }

  /** One turn, with all that stands behind the consumer's positions to be polled. */
  void turn() throws Exception {
    consumer.updateEndOffsets(ends());
    if (!consumer.assignment().isEmpty()) {
      feed();
    }
    pipeline.turn();
  }

  /** Turns until the condition holds; fails after 200. */
  void turnUntil(BooleanSupplier condition) throws Exception {
    for (int i = 0; i < 200; i++) {
      if (condition.getAsBoolean()) {
        return;
      }
      turn();
    }
    throw new AssertionError("Nothing has come of 200 turns; failures: " + failures);
  }

  /** Turns until all that is in the topics is loaded or skipped. */
  void turnToTheEnd() throws Exception {
    turnUntil(this::isDrained);
  }

  boolean isDrained() {
    try {
      for (TopicPartition written : topics.written()) {
        List<String> stored =
            TargetServer.query(
                url,
                "SELECT next_offset FROM godwit.progress WHERE topic = '%s' AND partition = %d"
                    .formatted(written.topic(), written.partition()));
        if (!stored.equals(List.of(String.valueOf(topics.log(written).size())))) {
          return false;
        }
      }
      return true;
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  List<Receipt> receipts() throws Exception {
    List<Receipt> receipts = new ArrayList<>();
    for (var sent : producer.history()) {
      if (sent.topic().equals(Topics.RECEIPTS)) {
        receipts.add((Receipt) PlainBytes.decode("", sent.value()));
      }
    }
    return receipts;
  }

  List<Receipt> receipts(Entity entity) throws Exception {
    return receipts().stream().filter(receipt -> Entities.of(receipt).equals(entity)).toList();
  }

  /** The first receipt of a partition. */
  Receipt receipt(Entity entity, int partition) throws Exception {
    return receipts(entity).stream()
        .filter(receipt -> receipt.getPartition() == partition)
        .findFirst()
        .orElseThrow();
  }

  long sum(Entity entity, ToLongFunction<Receipt> what) throws Exception {
    return receipts(entity).stream().mapToLong(what).sum();
  }

  List<QuarantinedRecord> quarantined() throws Exception {
    List<QuarantinedRecord> records = new ArrayList<>();
    for (var sent : producer.history()) {
      if (sent.topic().equals(Topics.QUARANTINE)) {
        records.add((QuarantinedRecord) PlainBytes.decode("", sent.value()));
      }
    }
    return records;
  }

  private void feed() {
    for (TopicPartition partition : consumer.assignment()) {
      if (consumer.paused().contains(partition)) {
        continue;
      }
      long position = consumer.position(partition);
      for (var record : topics.log(partition)) {
        if (record.offset() >= position) {
          consumer.addRecord(record);
        }
      }
    }
  }

  @Override
  public <T> T whileTargetIsDown(RunSpec run, Callable<T> work) throws Exception {
    while (true) {
      try {
        return work.call();
      } catch (SQLException e) {
        if (SqlFailure.classify(e) != SqlFailure.RETRIABLE) {
          throw e;
        }
        counts.merge("waited", 1L, Long::sum);
      }
    }
  }

  @Override
  public Optional<RunStatus> status(String runId) {
    return Optional.ofNullable(statuses.get(runId));
  }

  @Override
  public Set<Entity> entities() {
    return Entity.BUILT_IN_AND_LIVE;
  }

  @Override
  public Optional<RunSpec> newestRunOf(String customer) {
    return statuses.values().stream()
        .map(RunStatus::run)
        .filter(run -> run.customer().equals(customer))
        .max(Comparator.comparing(RunSpec::run));
  }

  @Override
  public void awaitStatuses() {
    statuses.putAll(unconsumed);
    replays.addAll(unconsumedReplays);
  }

  @Override
  public boolean isReplayOfTransformer(String runId, int replay) {
    return replays.contains(replay);
  }

  @Override
  public void failed(
      RunSpec run, String subject, String error, String action, long count, String firstKey) {
    failures.add(
        "%s: %s: %s %s count=%d first=%s"
            .formatted(run.runId(), subject, error, action, count, firstKey));
  }

  @Override
  public void count(Entity entity, String outcome, long records) {
    if (records > 0) {
      counts.merge(entity + " " + outcome, records, Long::sum);
    }
  }

  @Override
  public void close() {
    target.close();
  }

  static LoaderSettings settings(int batchRecords) {
    return new LoaderSettings() {
      @Override
      public Optional<String> targetPack() {
        return Optional.empty();
      }

      @Override
      public int workers() {
        return 1;
      }

      @Override
      public int batchRecords() {
        return batchRecords;
      }

      @Override
      public long batchBytes() {
        return 1_000_000;
      }

      @Override
      public int fetchBytes() {
        return 1;
      }

      @Override
      public int fetchMinBytes() {
        return 1;
      }

      @Override
      public Duration fetchWait() {
        return Duration.ZERO;
      }

      @Override
      public Duration checkPausesEvery() {
        return Duration.ZERO;
      }

      @Override
      public Duration retryAfter() {
        return Duration.ZERO;
      }

      @Override
      public Duration sessionTimeout() {
        return Duration.ofSeconds(10);
      }
    };
  }
}
