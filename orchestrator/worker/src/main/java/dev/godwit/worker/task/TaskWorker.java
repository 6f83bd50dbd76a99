package dev.godwit.worker.task;

import dev.godwit.report.v1.FailureReport;
import dev.godwit.task.v1.TaskEnvelope;
import dev.godwit.trace.Consumed;
import dev.godwit.trace.Subject;
import dev.godwit.trace.Traces;
import dev.godwit.trace.Work;
import dev.godwit.wire.KafkaSettings;
import dev.godwit.wire.UnreadableRecordException;
import dev.godwit.wire.WireDecoder;
import dev.godwit.wire.WireEncoder;
import dev.godwit.worker.failure.StageFailedException;
import dev.godwit.worker.order.TaskOrders;
import dev.godwit.worker.outage.OutageRetry;
import dev.godwit.worker.run.RunContext;
import dev.godwit.worker.run.RunRegistry;
import dev.godwit.worker.stage.StageIdentity;
import dev.godwit.worker.stage.StageReports;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.SerializationException;
import org.jboss.logging.Logger;

/**
 * Does the tasks of one consumer, one after another, each in a transaction of its own producer.
 * Used by one thread.
 */
final class TaskWorker implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(TaskWorker.class);
  private static final int ENVELOPE = 0;
  private static final Duration PAUSE = Duration.ofSeconds(1);

  /** Parts that all workers of a process share. */
  record Shared(
      KafkaSettings kafka,
      StageIdentity identity,
      RunRegistry runs,
      TaskOrders orders,
      StageReports reports,
      OutageRetry outage,
      Map<Class<?>, TaskHandler<?>> handlers,
      Traces traces) {}

  private final Shared shared;
  private final String transactionalId;
  private final TaskHandling handling;
  private WireDecoder decoder;
  private WireEncoder encoder;
  private KafkaProducer<byte[], byte[]> producer;

  TaskWorker(Shared shared, String name) {
    this.shared = shared;
    this.transactionalId = shared.identity().instance() + "-" + name;
    this.handling =
        new TaskHandling(
            shared.identity().stage(), shared.runs(), shared.orders(), shared.outage());
  }

  /** Ends a transaction that a predecessor of the same name left open; waits for the broker. */
  void begin() {
    while (producer == null && !Thread.currentThread().isInterrupted()) {
      try {
        producer();
      } catch (InterruptException e) {
        return;
      } catch (KafkaException e) {
        LOG.warnf(
            "Worker %s is waiting for the broker, retrying: %s", transactionalId, e.getMessage());
        LockSupport.parkNanos(PAUSE.toNanos());
      }
    }
  }

  /** A task with its place in the topic and its handler. */
  private record Task(
      ConsumerRecord<byte[], byte[]> record,
      ConsumerGroupMetadata group,
      SpecificRecord value,
      TaskEnvelope envelope,
      TaskHandler<?> handler,
      Work work) {
    private void commit(KafkaTaskTransaction transaction) {
      transaction.commit(
          new TopicPartition(record.topic(), record.partition()), record.offset() + 1, group);
    }

    /** Beginning of a log line. */
    @Override
    public String toString() {
      return "customer=%s run=%d task=%s"
          .formatted(envelope.getCustomer(), envelope.getRun(), envelope.getTaskId());
    }
  }

  /** Does the task in a record, until it is done or its partition belongs to another consumer. */
  void process(ConsumerRecord<byte[], byte[]> record, ConsumerGroupMetadata group)
      throws InterruptedException {
    if (decoder == null) {
      decoder = new WireDecoder(shared.kafka().serde());
      encoder = new WireEncoder(shared.kafka().serde());
    }
    SpecificRecord value;
    try {
      value = decoder.decode(record.topic(), record.value());
    } catch (UnreadableRecordException e) {
      reportUnreadable(record, e);
      return;
    }
    TaskHandler<?> handler = shared.handlers().get(value.getClass());
    if (handler == null || !(value.get(ENVELOPE) instanceof TaskEnvelope envelope)) {
      return;
    }
    try (RunContext context = RunContext.of(envelope);
        Work work = shared.traces().work(Consumed.of(record, group.groupId()), subject(value))) {
      Task task = new Task(record, group, value, envelope, handler, work);
      shared.runs().awaitCaughtUp();
      LOG.debugf("%s: begins.", task);
      while (!attempt(task)) {
        work.repeated();
        LockSupport.parkNanos(PAUSE.toNanos());
        if (Thread.interrupted()) {
          throw new InterruptedException("Interrupted before task " + envelope.getTaskId());
        }
      }
    }
  }

  private Subject subject(SpecificRecord task) {
    TaskEnvelope envelope = (TaskEnvelope) task.get(ENVELOPE);
    return Subject.ofTask(
        task.getSchema().getName(),
        envelope.getTaskId(),
        envelope.getCustomer(),
        envelope.getRun(),
        shared.identity().stage().name());
  }

  /** True where the task is finished, false where it must be repeated. */
  private boolean attempt(Task task) throws InterruptedException {
    try {
      KafkaTaskTransaction transaction =
          new KafkaTaskTransaction(
              producer(),
              encoder,
              shared.identity(),
              task.envelope(),
              task.handler().alsoWhenStopped(),
              task.work().headers());
      try {
        handling.handle(
            task.toString(), task.handler(), task.value(), task.envelope(), transaction);
        task.commit(transaction);
        return true;
      } catch (KafkaException e) {
        abortQuietly(transaction);
        if (isFinal(e) && producer != null) {
          fail(task, transaction, StageFailedException.of(task.envelope(), e));
          return true;
        }
        throw e;
      } catch (InterruptedException e) {
        abortQuietly(transaction);
        throw e;
      } catch (Exception e) {
        transaction.restart();
        fail(
            task,
            transaction,
            e instanceof StageFailedException failed
                ? failed
                : StageFailedException.of(task.envelope(), e));
        return true;
      }
    } catch (InterruptException e) {
      Thread.interrupted();
      throw new InterruptedException(e.getMessage());
    } catch (KafkaException e) {
      dropProducer();
      if (GroupAtRead.isReassigned(e)) {
        LOG.infof(
            "%s: its partition belongs to another consumer now; its records are taken back here.",
            task);
        return true;
      }
      LOG.warnf("%s: repeating it: %s", task, e.toString());
      return false;
    }
  }

  private static void fail(
      Task task, KafkaTaskTransaction transaction, StageFailedException failure) {
    Throwable cause = failure.getCause() == null ? failure : failure.getCause();
    task.work().failed(cause.getClass().getName());
    LOG.errorf(
        failure,
        "%s: failed on %s: %s %s",
        task,
        failure.subject(),
        failure.getMessage(),
        failure.action());
    transaction.report(
        new FailureReport(
            transaction.envelope(),
            failure.subject(),
            failure.getMessage(),
            failure.action(),
            failure.count(),
            failure.firstKey()));
    task.commit(transaction);
  }

  private void reportUnreadable(
      ConsumerRecord<byte[], byte[]> record, UnreadableRecordException error) {
    String place = record.topic() + "/" + record.partition() + "/" + record.offset();
    LOG.errorf("Skipping the unreadable task at %s. %s", place, error.getMessage());
    shared
        .reports()
        .failed(
            shared.identity().envelope(place, "*", 0),
            place,
            error.getMessage(),
            "Find the program that wrote it; only the orchestrator may. No other task waits for"
                + " it.");
  }

  /** True where the broker will never accept the records. */
  private static boolean isFinal(Throwable error) {
    for (Throwable cause = error; cause != null; cause = cause.getCause()) {
      if (cause instanceof RecordTooLargeException
          || cause instanceof InvalidTopicException
          || cause instanceof SerializationException) {
        return true;
      }
    }
    return false;
  }

  private KafkaProducer<byte[], byte[]> producer() {
    if (producer == null) {
      KafkaProducer<byte[], byte[]> made =
          new KafkaProducer<>(shared.kafka().transactionalProducer(transactionalId));
      try {
        made.initTransactions();
      } catch (KafkaException e) {
        made.close(Duration.ZERO);
        throw e;
      }
      producer = made;
    }
    return producer;
  }

  private void abortQuietly(KafkaTaskTransaction transaction) {
    try {
      transaction.restart();
    } catch (KafkaException e) {
      LOG.debugf(
          e, "The transaction of %s cannot be aborted; its successor aborts it.", transactionalId);
      dropProducer();
    }
  }

  private void dropProducer() {
    if (producer != null) {
      producer.close(Duration.ZERO);
      producer = null;
    }
  }

  @Override
  public void close() {
    dropProducer();
    if (decoder != null) {
      encoder.close();
      decoder.close();
    }
  }
}
