package dev.godwit.orchestrator.view.projection;

import dev.godwit.common.v1.Stage;
import dev.godwit.orchestrator.OrchestratorSettings;
import dev.godwit.orchestrator.view.progress.StagePositions;
import dev.godwit.orchestrator.view.progress.StagePositions.Head;
import dev.godwit.orchestrator.view.progress.StagePositions.Look;
import dev.godwit.records.Entity;
import dev.godwit.records.Topics;
import dev.godwit.wire.KafkaSettings;
import dev.godwit.wire.UnreadableRecordException;
import dev.godwit.wire.WireDecoder;
import dev.godwit.wire.topics.OpenTransaction;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.avro.Schema;
import org.apache.avro.generic.IndexedRecord;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.jboss.logging.Logger;

/**
 * Looks every few seconds at the committed positions of transformer and loader, on a thread of its
 * own. Where a position is before the end that consumers can reach, it reads the one record there:
 * the oldest that the stage has not processed in that partition. Receipts count a lag exactly, but
 * do not say in which partition the unprocessed records are; this gives their age.
 *
 * <p>The loader reads its topics once for each target database, with a group for each. A database's
 * group can stand before a record that another database has loaded already; the age that this gives
 * counts only while the run has a lag by its receipts.
 *
 * <p>It needs no process of the stage. It joins no group and commits nothing.
 */
@ApplicationScoped
class PositionWatch {
  private static final Logger LOG = Logger.getLogger(PositionWatch.class);
  private static final Duration EVERY = Duration.ofSeconds(3);
  private static final Duration POLL = Duration.ofMillis(200);
  private static final int MOST_POLLS = 3;
  private static final int FETCH_BYTES = 64 * 1024;
  private static final String RUN_ID = "runId";
  private static final Map<Stage, String> GROUPS =
      new EnumMap<>(
          Map.of(
              Stage.EXTRACT, "godwit-extractor",
              Stage.TRANSFORM, LiveTopic.TRANSFORMER,
              Stage.LOAD, "godwit-loader",
              Stage.VALIDATE, "godwit-validator"));

  private final StagePositions positions;
  private final OrchestratorSettings settings;
  private final CountDownLatch stopped = new CountDownLatch(1);
  private final Thread thread = new Thread(this::run, "view-positions");

  /** Offset up to which the live topic is known to have lost records, by partition. */
  private final Map<TopicPartition, Long> lostUpTo = new HashMap<>();

  /** Positions of the transformer at the last look. */
  private final Map<TopicPartition, Long> readAtLastLook = new HashMap<>();

  private long lostLive;

  /** Reads a value of a topic of records. */
  @FunctionalInterface
  interface Decoder {
    IndexedRecord decode(String topic, byte[] value) throws UnreadableRecordException;
  }

  /** The input of a stage and the entity in it. */
  private record Input(Stage stage, Entity entity) {}

  PositionWatch(StagePositions positions, OrchestratorSettings settings) {
    this.positions = positions;
    this.settings = settings;
  }

  void start(@Observes StartupEvent event) {
    thread.setDaemon(true);
    if (settings.view().read()) {
      thread.start();
    }
  }

  void stop(@Observes ShutdownEvent event) throws InterruptedException {
    stopped.countDown();
    thread.join(5_000);
  }

  private void run() {
    KafkaSettings kafka = settings.clients();
    while (stopped.getCount() > 0) {
      try (GroupOffsets offsets = new GroupOffsets(kafka, "godwit-view-positions");
          WireDecoder decoder = new WireDecoder(kafka.serde());
          Consumer<byte[], byte[]> consumer = new KafkaConsumer<>(config(kafka))) {
        do {
          positions.saw(look(offsets, consumer, decoder::decodeRow));
        } while (!isStoppedWithin(EVERY));
      } catch (InterruptException | WakeupException e) {
        return;
      } catch (RuntimeException e) {
        positions.forget();
        LOG.debug("The positions of the stages are unknown until the next look.", e);
        if (isStoppedWithin(EVERY)) {
          return;
        }
      }
    }
  }

  private boolean isStoppedWithin(Duration time) {
    try {
      return stopped.await(time.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return true;
    }
  }

  private static Map<String, Object> config(KafkaSettings kafka) {
    Map<String, Object> config = kafka.stretchConsumer();
    config.put(ConsumerConfig.CLIENT_ID_CONFIG, "godwit-view-heads");
    config.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 1);
    config.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, FETCH_BYTES);
    config.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    return config;
  }

  /** One look; package-private for the test. */
  Look look(GroupOffsets offsets, Consumer<byte[], byte[]> consumer, Decoder decoder) {
    Map<Stage, Integer> members = new EnumMap<>(Stage.class);
    List<String> loaders = offsets.familyOf(GROUPS.get(Stage.LOAD));
    Set<String> groups = new HashSet<>(GROUPS.values());
    groups.addAll(loaders);
    Map<String, Integer> membersOf = offsets.members(groups);
    GROUPS.forEach((stage, group) -> members.put(stage, membersOf.get(group)));
    members.put(Stage.LOAD, loaders.stream().mapToInt(membersOf::get).sum());
    Map<Head, Long> heads = new HashMap<>();
    Map<String, Input> inputs = inputs(offsets.topics());
    Set<TopicPartition> all = offsets.partitions(inputs.keySet());
    Map<TopicPartition, Long> ends = offsets.stableEnds(all);
    Map<TopicPartition, Long> begins = offsets.begins(all);
    for (Stage stage : List.of(Stage.TRANSFORM, Stage.LOAD)) {
      List<TopicPartition> partitions =
          all.stream().filter(one -> inputs.get(one.topic()).stage() == stage).toList();
      for (String group : stage == Stage.LOAD ? loaders : List.of(GROUPS.get(stage))) {
        Map<TopicPartition, Long> committed = offsets.committed(group, partitions);
        if (stage == Stage.TRANSFORM) {
          noteLost(committed, begins);
        }
        for (TopicPartition partition : partitions) {
          long from =
              Math.max(committed.getOrDefault(partition, 0L), begins.getOrDefault(partition, 0L));
          head(consumer, partition, from, ends.getOrDefault(partition, 0L))
              .forEach(
                  record ->
                      noteHead(
                          heads, inputs.get(partition.topic()), record, runOf(record, decoder)));
        }
      }
    }
    return new Look(heads, members, lostLive, openIn(offsets, all), true);
  }

  /** A broker that does not say it is no reason to know nothing. */
  private static List<OpenTransaction> openIn(GroupOffsets offsets, Set<TopicPartition> all) {
    try {
      return offsets.openTransactions(
          all.stream().filter(partition -> partition.topic().equals(Topics.LIVE)).toList());
    } catch (InterruptException e) {
      throw e;
    } catch (KafkaException e) {
      LOG.debug("The open transactions of the live topic are not known.", e);
      return List.of();
    }
  }

  /** The inputs of transformer and loader by topic, of those that exist. */
  private static Map<String, Input> inputs(Set<String> topics) {
    Set<Entity> entities = new HashSet<>(Entity.BUILT_IN_AND_LIVE);
    topics.forEach(topic -> Topics.declared(topic).ifPresent(entities::add));
    Map<String, Input> inputs = new HashMap<>();
    for (Entity entity : entities) {
      inputs.put(Topics.extracted(entity), new Input(Stage.TRANSFORM, entity));
      inputs.put(Topics.transformed(entity), new Input(Stage.LOAD, entity));
    }
    inputs.keySet().retainAll(topics);
    return inputs;
  }

  /**
   * Records before the first one that is kept, and after the last one that was read, are lost. The
   * transformer continues behind them at once, so its position at the last look counts.
   */
  private void noteLost(Map<TopicPartition, Long> committed, Map<TopicPartition, Long> begins) {
    Map<TopicPartition, Long> before = Map.copyOf(readAtLastLook);
    readAtLastLook.putAll(committed);
    committed.forEach(
        (partition, now) -> {
          long read = before.getOrDefault(partition, now);
          long begin = begins.getOrDefault(partition, 0L);
          if (partition.topic().equals(Topics.LIVE) && begin > read) {
            long from = Math.max(read, lostUpTo.getOrDefault(partition, 0L));
            lostLive += Math.max(0, begin - from);
            lostUpTo.merge(partition, begin, Math::max);
          }
        });
  }

  /** The record at a position, transaction markers and cuts left out; none where it is drained. */
  private static List<ConsumerRecord<byte[], byte[]>> head(
      Consumer<byte[], byte[]> consumer, TopicPartition partition, long from, long end) {
    if (from >= end) {
      return List.of();
    }
    consumer.assign(List.of(partition));
    consumer.seek(partition, from);
    for (int i = 0; i < MOST_POLLS && consumer.position(partition) < end; i++) {
      List<ConsumerRecord<byte[], byte[]>> found = consumer.poll(POLL).records(partition);
      if (!found.isEmpty()) {
        return List.of(found.getFirst());
      }
    }
    return List.of();
  }

  private static void noteHead(
      Map<Head, Long> heads, Input input, ConsumerRecord<byte[], byte[]> record, String runId) {
    if (runId != null) {
      heads.merge(new Head(runId, input.stage(), input.entity()), record.timestamp(), Math::min);
    }
  }

  /** The run that a record names; null for a cut, and for a record that cannot be read. */
  private static String runOf(ConsumerRecord<byte[], byte[]> record, Decoder decoder) {
    try {
      IndexedRecord value = decoder.decode(record.topic(), record.value());
      Schema.Field runId = value.getSchema().getField(RUN_ID);
      boolean isCut = value instanceof dev.godwit.row.v1.Cut;
      return runId == null || isCut ? null : value.get(runId.pos()).toString();
    } catch (UnreadableRecordException e) {
      return null;
    }
  }
}
