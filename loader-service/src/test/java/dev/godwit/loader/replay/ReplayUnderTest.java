package dev.godwit.loader.replay;

import dev.godwit.common.v1.ReplaySelection;
import dev.godwit.common.v1.RunKind;
import dev.godwit.common.v1.Stage;
import dev.godwit.loader.LoaderSettings;
import dev.godwit.loader.PlainBytes;
import dev.godwit.loader.SampleTarget;
import dev.godwit.loader.TargetServer;
import dev.godwit.loader.TransformedTopics;
import dev.godwit.loader.batch.StagePort;
import dev.godwit.loader.outbound.OutboxMessages;
import dev.godwit.loader.outbound.OutboxSender;
import dev.godwit.loader.progress.ReplayStore;
import dev.godwit.loader.targetdb.TargetConnection;
import dev.godwit.loader.targetdb.TestPacks;
import dev.godwit.records.Topics;
import dev.godwit.report.v1.ReportEnvelope;
import dev.godwit.row.v1.Difference;
import dev.godwit.row.v1.ReleasedRecord;
import dev.godwit.task.v1.ReplayRecords;
import dev.godwit.task.v1.TaskEnvelope;
import dev.godwit.worker.run.ReplayControl;
import dev.godwit.worker.run.ReplayControl.State;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** One process's attempt at a replay, on a real target database, with Kafka's own mock clients. */
public final class ReplayUnderTest implements AutoCloseable, ReplayControls {
  /** Partitions of each transformed topic. */
  private static final int PARTITIONS = 2;

  private static final TopicPartition DIFFERENCES = new TopicPartition(Topics.DIFFERENCES, 0);

  /** Numbers the steps that ask for their turn, from 1; gives the control of each. */
  @FunctionalInterface
  public interface Script {
    State at(int turn);
  }

  public final MockProducer<byte[], byte[]> producer;
  public final AtomicInteger decoded = new AtomicInteger();

  private final List<ConsumerRecord<byte[], byte[]>> differences = new ArrayList<>();
  private final List<ConsumerRecord<byte[], byte[]>> quarantine = new ArrayList<>();
  private final TransformedTopics topics;
  private final String url;
  private final TargetConnection target;
  private final StagePort stage;
  private final LoaderSettings settings;
  private final AtomicInteger turns = new AtomicInteger();
  private Script script = turn -> State.RUNNING;

  /**
   * @param acknowledges whether the broker says at once that it has what is sent
   */
  public ReplayUnderTest(
      String url,
      TransformedTopics topics,
      StagePort stage,
      LoaderSettings settings,
      boolean acknowledges) {
    this.url = url;
    this.topics = topics;
    this.stage = stage;
    this.settings = settings;
    this.target = new TargetConnection(SampleTarget.pack(url).database());
    this.producer =
        new MockProducer<>(
            acknowledges, null, new ByteArraySerializer(), new ByteArraySerializer());
  }

  public ReplayUnderTest follow(Script states) {
    script = states;
    return this;
  }

  /** Something that happens while a replay is under way. */
  @FunctionalInterface
  public interface Interruption {
    void happen() throws Exception;
  }

  /** Lets something happen before the replay asks for a turn. */
  public ReplayUnderTest beforeTurn(int turn, Interruption interruption) {
    return follow(
        asking -> {
          if (asking == turn) {
            try {
              interruption.happen();
            } catch (Exception e) {
              throw new IllegalStateException(e);
            }
          }
          return State.RUNNING;
        });
  }

  /** A difference that the verdict at a cut found. */
  public ReplayUnderTest differ(String runId, int cut, String table, String key) {
    Difference difference =
        Difference.newBuilder()
            .setRunId(runId)
            .setCut(cut)
            .setTable(table)
            .setKey(key)
            .setDifference("CHANGED")
            .setFields(List.of())
            .build();
    differences.add(
        new ConsumerRecord<>(
            DIFFERENCES.topic(),
            0,
            differences.size(),
            runId.getBytes(StandardCharsets.UTF_8),
            PlainBytes.encode("", difference)));
    return this;
  }

  /** A record that another replay released. */
  public ReplayUnderTest releasedBefore(ReleasedRecord released) {
    quarantine.add(
        new ConsumerRecord<>(
            Topics.QUARANTINE, 0, quarantine.size(), null, PlainBytes.encode("", released)));
    return this;
  }

  /** Stores the replay of live run 1, as its task does, and replays until it ends. */
  public String run(int number, ReplaySelection selection, boolean replace) throws Exception {
    ReplayRecords task = task(number, selection, replace);
    try (Connection connection = TargetServer.open(url)) {
      ReplayStore.accept(
          connection,
          SampleTarget.CUSTOMER + "/1",
          number,
          task.getEnvelope().getTaskId(),
          PlainBytes.encode("", task));
      connection.commit();
    }
    try (TargetConnection closedLikeItsThread = target) {
      return replay(task).run().name();
    }
  }

  private Replay replay(ReplayRecords task) {
    return new Replay(
        task,
        new Replay.Parts(
            target,
            new TopicsConsumer(),
            (topic, value) -> {
              decoded.incrementAndGet();
              return PlainBytes.decode(topic, value);
            },
            new OutboxMessages(PlainBytes::encode, "loader-1"),
            new OutboxSender(producer),
            TestPacks.of(SampleTarget.pack(url)),
            stage,
            this,
            ReplayUnderTest::envelope,
            settings,
            partitions -> new TopicsConsumer().endOffsets(partitions)));
  }

  private static ReplayRecords task(int number, ReplaySelection selection, boolean replace) {
    TaskEnvelope envelope =
        new TaskEnvelope(
            "task-" + number,
            SampleTarget.CUSTOMER,
            SampleTarget.CUSTOMER,
            1,
            RunKind.LIVE,
            "legacy",
            "sample",
            Instant.EPOCH,
            "event");
    return new ReplayRecords(envelope, number, Stage.LOAD, selection, 0, replace, List.of());
  }

  private static ReportEnvelope envelope(TaskEnvelope task) {
    return new ReportEnvelope(
        "report",
        task.getTaskId(),
        task.getMigrationId(),
        task.getRun(),
        Stage.LOAD,
        "loader-1",
        Instant.EPOCH);
  }

  /** The messages of one type that were sent, in order. */
  public <T extends SpecificRecord> List<T> sent(Class<T> type) throws Exception {
    List<T> records = new ArrayList<>();
    for (var sent : producer.history()) {
      SpecificRecord record = PlainBytes.decode("", sent.value());
      if (type.isInstance(record)) {
        records.add(type.cast(record));
      }
    }
    return records;
  }

  @Override
  public ReplayControl current(String runId, int number) {
    return new ReplayControl(number, script.at(turns.getAndIncrement()), 0);
  }

  @Override
  public ReplayControl awaitChange(String runId, ReplayControl known, Duration timeout) {
    return current(runId, known.number());
  }

  @Override
  public void close() {
    target.close();
  }

  /** Serves the topics as they are. */
  private final class TopicsConsumer extends MockConsumer<byte[], byte[]> {
    private TopicsConsumer() {
      super("earliest");
    }

    private List<ConsumerRecord<byte[], byte[]>> log(TopicPartition partition) {
      return partition.equals(DIFFERENCES)
          ? differences
          : partition.topic().equals(Topics.QUARANTINE) ? quarantine : topics.log(partition);
    }

    @Override
    public synchronized List<PartitionInfo> partitionsFor(String topic) {
      int partitions = topic.equals(Topics.QUARANTINE) ? 1 : PARTITIONS;
      return IntStream.range(0, partitions)
          .mapToObj(partition -> new PartitionInfo(topic, partition, null, null, null))
          .toList();
    }

    @Override
    public synchronized void assign(Collection<TopicPartition> partitions) {
      super.assign(partitions);
      updateBeginningOffsets(beginningOffsets(partitions));
      updateEndOffsets(endOffsets(partitions));
    }

    @Override
    public synchronized ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
      for (TopicPartition partition : assignment()) {
        long position = position(partition);
        log(partition).stream()
            .filter(record -> record.offset() >= position)
            .forEach(this::addRecord);
      }
      return super.poll(timeout);
    }

    @Override
    public synchronized Map<TopicPartition, Long> beginningOffsets(
        Collection<TopicPartition> partitions) {
      Map<TopicPartition, Long> begins = new HashMap<>();
      partitions.forEach(partition -> begins.put(partition, 0L));
      return begins;
    }

    @Override
    public synchronized Map<TopicPartition, OffsetAndTimestamp> offsetsForTimes(
        Map<TopicPartition, Long> asked) {
      Map<TopicPartition, OffsetAndTimestamp> found = new HashMap<>();
      asked.forEach(
          (partition, millis) ->
              found.put(
                  partition,
                  log(partition).stream()
                      .filter(record -> record.timestamp() >= millis)
                      .findFirst()
                      .map(record -> new OffsetAndTimestamp(record.offset(), record.timestamp()))
                      .orElse(null)));
      return found;
    }

    @Override
    public synchronized Map<TopicPartition, Long> endOffsets(
        Collection<TopicPartition> partitions) {
      Map<TopicPartition, Long> ends = new HashMap<>();
      partitions.forEach(partition -> ends.put(partition, (long) log(partition).size()));
      return ends;
    }
  }
}
