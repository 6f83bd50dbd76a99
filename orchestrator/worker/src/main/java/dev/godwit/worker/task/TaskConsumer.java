package dev.godwit.worker.task;

import dev.godwit.trace.Traces;
import dev.godwit.wire.KafkaSettings;
import dev.godwit.worker.order.TaskOrders;
import dev.godwit.worker.outage.OutageRetry;
import dev.godwit.worker.run.RunRegistry;
import dev.godwit.worker.settings.WorkerSettings;
import dev.godwit.worker.stage.StageIdentity;
import dev.godwit.worker.stage.StageReports;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.reactive.messaging.kafka.IncomingKafkaRecord;
import io.smallrye.reactive.messaging.kafka.api.IncomingKafkaRecordMetadata;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Instance;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;
import org.eclipse.microprofile.reactive.messaging.Acknowledgment;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.jboss.logging.Logger;

/**
 * Consumes {@code migration.tasks.v1} and passes each task to the {@link TaskHandler} of its type;
 * tasks without a handler in this service are skipped. Each concurrent consumer of the channel has
 * a {@link TaskWorker} with a thread of its own. Its next task waits for the one before, while the
 * consumer continues to poll: a long task causes no rebalance.
 */
@ApplicationScoped
public class TaskConsumer {
  private static final Logger LOG = Logger.getLogger(TaskConsumer.class);
  private static final Duration PAUSE = Duration.ofSeconds(1);

  private record WorkerThread(TaskWorker worker, ExecutorService executor) {}

  private final Map<Integer, WorkerThread> threads = new ConcurrentHashMap<>();
  private final GroupAtRead groups;
  private final TaskWorker.Shared shared;
  private final int workers;
  private volatile boolean ending;

  TaskConsumer(
      GroupAtRead groups,
      StageIdentity identity,
      RunRegistry runs,
      TaskOrders orders,
      StageReports reports,
      OutageRetry outage,
      Instance<TaskHandler<?>> handlers,
      KafkaSettings kafka,
      WorkerSettings settings,
      Traces traces) {
    this.groups = groups;
    this.workers = settings.taskWorkers();
    Map<Class<?>, TaskHandler<?>> byType = new HashMap<>();
    handlers.forEach(handler -> byType.put(handler.type(), handler));
    this.shared =
        new TaskWorker.Shared(
            kafka, identity, runs, orders, reports, outage, Map.copyOf(byType), traces);
  }

  @Incoming("tasks")
  @Acknowledgment(Acknowledgment.Strategy.MANUAL)
  CompletionStage<Void> onTask(IncomingKafkaRecord<byte[], byte[]> message) {
    IncomingKafkaRecordMetadata<byte[], byte[]> metadata = metadata(message);
    WorkerThread thread = thread(workerOf(metadata.getChannel()));
    return CompletableFuture.runAsync(() -> work(thread.worker(), metadata), thread.executor())
        .thenCompose(done -> message.ack());
  }

  @SuppressWarnings("unchecked")
  private static IncomingKafkaRecordMetadata<byte[], byte[]> metadata(
      IncomingKafkaRecord<byte[], byte[]> message) {
    return message.getMetadata(IncomingKafkaRecordMetadata.class).orElseThrow();
  }

  private void work(TaskWorker worker, IncomingKafkaRecordMetadata<byte[], byte[]> metadata) {
    while (!ending) {
      try {
        worker.process(metadata.getRecord(), groups.of(metadata));
        return;
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      } catch (RuntimeException e) {
        LOG.errorf(
            e,
            "Repeating the task at partition %d, offset %d.",
            metadata.getPartition(),
            metadata.getOffset());
        LockSupport.parkNanos(PAUSE.toNanos());
      }
    }
  }

  /**
   * Starts all workers at once: a transaction that a killed predecessor left open ends now, not
   * with the first task of its worker, so that it holds up no consumer.
   */
  void onStart(@Observes StartupEvent start) {
    for (int number = 1; number <= workers; number++) {
      WorkerThread thread = thread(number);
      thread.executor().execute(thread.worker()::begin);
    }
  }

  /**
   * Number of a channel's worker: a concurrent channel's copies are named channel$1, channel$2, …
   */
  private static int workerOf(String channel) {
    int copy = channel.lastIndexOf('$');
    return copy < 0 ? 1 : Integer.parseInt(channel.substring(copy + 1));
  }

  private WorkerThread thread(int number) {
    return threads.computeIfAbsent(
        number,
        key ->
            new WorkerThread(
                new TaskWorker(shared, "tasks-" + key),
                Executors.newSingleThreadExecutor(
                    Thread.ofPlatform().daemon().name("godwit-tasks-" + key).factory())));
  }

  @PreDestroy
  void close() {
    ending = true;
    threads.values().forEach(thread -> thread.executor().shutdownNow());
  }
}
