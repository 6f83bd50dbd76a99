package dev.godwit.worker;

import dev.godwit.wire.KafkaSettings;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.reactive.messaging.kafka.IncomingKafkaRecord;
import io.smallrye.reactive.messaging.kafka.KafkaClientService;
import io.smallrye.reactive.messaging.kafka.KafkaConsumer;
import io.smallrye.reactive.messaging.kafka.api.IncomingKafkaRecordMetadata;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.reactive.messaging.Acknowledgment;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.jboss.logging.Logger;

/**
 * Takes tasks from {@code migration.tasks.v1} and gives each to the {@link TaskHandler} of its
 * type; tasks that no handler of this service is for are passed over. Each concurrent consumer of
 * the channel has a thread and a transactional producer of its own, and its next task waits for the
 * one before, while the consumer goes on polling: a long task causes no rebalance.
 */
@ApplicationScoped
public class TaskIntake {
  private static final Logger LOG = Logger.getLogger(TaskIntake.class);
  private static final Duration ANSWER = Duration.ofSeconds(30);

  private static final Duration PAUSE = Duration.ofSeconds(1);

  private record Lane(TaskLane work, ExecutorService thread) {}

  private final Map<Integer, Lane> lanes = new ConcurrentHashMap<>();
  private KafkaClientService clients;
  private TaskLane.Surroundings surroundings;
  private int workers;
  private volatile boolean ending;

  TaskIntake() {}

  @Inject
  TaskIntake(
      KafkaClientService clients,
      StageIdentity identity,
      RunRegistry runs,
      StageReports reports,
      Instance<TaskHandler<?>> handlers,
      @ConfigProperty(name = "godwit.task-workers") int workers) {
    this.clients = clients;
    this.workers = workers;
    Map<Class<?>, TaskHandler<?>> byType = new HashMap<>();
    handlers.forEach(handler -> byType.put(handler.type(), handler));
    this.surroundings =
        new TaskLane.Surroundings(
            KafkaSettings.fromEnvironment(), identity, runs, reports, Map.copyOf(byType));
  }

  @Incoming("tasks")
  @Acknowledgment(Acknowledgment.Strategy.MANUAL)
  CompletionStage<Void> onTask(IncomingKafkaRecord<byte[], byte[]> message) {
    IncomingKafkaRecordMetadata<byte[], byte[]> metadata = metadata(message);
    Lane lane = lane(metadata);
    return CompletableFuture.runAsync(() -> work(lane, metadata), lane.thread())
        .thenCompose(done -> message.ack());
  }

  @SuppressWarnings("unchecked")
  private static IncomingKafkaRecordMetadata<byte[], byte[]> metadata(
      IncomingKafkaRecord<byte[], byte[]> message) {
    return message.getMetadata(IncomingKafkaRecordMetadata.class).orElseThrow();
  }

  private void work(Lane lane, IncomingKafkaRecordMetadata<byte[], byte[]> metadata) {
    while (!ending) {
      try {
        lane.work().process(metadata.getRecord(), groupAtRead(metadata));
        return;
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      } catch (RuntimeException e) {
        LOG.errorf(
            e,
            "The task at offset %d of partition %d is tried again.",
            metadata.getOffset(),
            metadata.getPartition());
        LockSupport.parkNanos(PAUSE.toNanos());
      }
    }
  }

  /**
   * The group as it was when the record was read: so a record that was given to another consumer
   * since, or will be read again, cannot be committed from here.
   */
  private ConsumerGroupMetadata groupAtRead(IncomingKafkaRecordMetadata<?, ?> metadata) {
    KafkaConsumer<?, ?> consumer =
        clients.getConsumers(metadata.getChannel()).get(Math.max(0, metadata.getConsumerIndex()));
    ConsumerGroupMetadata now = consumer.consumerGroupMetadata().await().atMost(ANSWER);
    return new ConsumerGroupMetadata(
        now.groupId(), metadata.getConsumerGroupGenerationId(), now.memberId(), Optional.empty());
  }

  /**
   * Makes all workers at once: a transaction that a killed predecessor left open on one of them
   * ends now, not when that worker gets its first task, so no reader is held up by it.
   */
  void onStart(@Observes StartupEvent start) {
    for (int number = 1; number <= workers; number++) {
      Lane lane = lane(number);
      lane.thread().execute(lane.work()::begin);
    }
  }

  /**
   * The copies of a concurrent channel are named by its name, a dollar sign and a number from 1.
   */
  private Lane lane(IncomingKafkaRecordMetadata<?, ?> metadata) {
    String channel = metadata.getChannel();
    int copy = channel.lastIndexOf('$');
    return lane(copy < 0 ? 1 : Integer.parseInt(channel.substring(copy + 1)));
  }

  private Lane lane(int number) {
    return lanes.computeIfAbsent(
        number,
        key ->
            new Lane(
                new TaskLane(surroundings, "tasks-" + key),
                Executors.newSingleThreadExecutor(
                    Thread.ofPlatform().daemon().name("godwit-tasks-" + key).factory())));
  }

  @PreDestroy
  void close() {
    ending = true;
    lanes.values().forEach(lane -> lane.thread().shutdownNow());
  }
}
