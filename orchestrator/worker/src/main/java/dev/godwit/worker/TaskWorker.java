package dev.godwit.worker;

import dev.godwit.report.v1.FailureReport;
import dev.godwit.task.v1.TaskEnvelope;
import dev.godwit.wire.KafkaSettings;
import dev.godwit.wire.UnreadableRecordException;
import dev.godwit.wire.WireDecoder;
import dev.godwit.wire.WireEncoder;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.RebalanceInProgressException;
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
      StageReports reports,
      Map<Class<?>, TaskHandler<?>> handlers) {}

  private final Shared shared;
  private final String transactionalId;
  private WireDecoder decoder;
  private WireEncoder encoder;
  private KafkaProducer<byte[], byte[]> producer;

  TaskWorker(Shared shared, String name) {
    this.shared = shared;
    this.transactionalId = shared.identity().instance() + "-" + name;
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

  /** Does the task in a record, until it is done or its partition belongs to another consumer. */
  void process(ConsumerRecord<byte[], byte[]> record, ConsumerGroupMetadata group)
      throws InterruptedException {
    if (decoder == null) {
      decoder = new WireDecoder(shared.kafka().serde());
      encoder = new WireEncoder(shared.kafka().serde());
    }
    SpecificRecord task;
    try {
      task = decoder.decode(record.topic(), record.value());
    } catch (UnreadableRecordException e) {
      reportUnreadable(record, e);
      return;
    }
    TaskHandler<?> handler = shared.handlers().get(task.getClass());
    if (handler == null || !(task.get(ENVELOPE) instanceof TaskEnvelope envelope)) {
      return;
    }
    try (RunContext context = RunContext.of(envelope)) {
      shared.runs().awaitCaughtUp();
      LOG.debugf("%s: task %s begins.", place(envelope), envelope.getTaskId());
      while (!attempt(record, group, task, envelope, handler)) {
        LockSupport.parkNanos(PAUSE.toNanos());
        if (Thread.interrupted()) {
          throw new InterruptedException("Interrupted before task " + envelope.getTaskId());
        }
      }
    }
  }

  /** True where the task is finished, false where it must be repeated. */
  private boolean attempt(
      ConsumerRecord<byte[], byte[]> record,
      ConsumerGroupMetadata group,
      SpecificRecord task,
      TaskEnvelope envelope,
      TaskHandler<?> handler)
      throws InterruptedException {
    try {
      KafkaTaskTransaction transaction =
          new KafkaTaskTransaction(
              producer(), encoder, shared.identity(), envelope, handler.alsoWhenStopped());
      try {
        handle(task, envelope, handler, transaction);
        transaction.commit(partition(record), record.offset() + 1, group);
        return true;
      } catch (KafkaException e) {
        abortQuietly(transaction);
        if (isFinal(e) && producer != null) {
          fail(record, group, transaction, failure(envelope, e));
          return true;
        }
        throw e;
      } catch (InterruptedException e) {
        abortQuietly(transaction);
        throw e;
      } catch (SQLException e) {
        transaction.abort();
        if (SqlFailure.classify(e) == SqlFailure.RETRIABLE) {
          LOG.warnf(
              "%s: repeating task %s: %s",
              place(envelope), envelope.getTaskId(), SqlFailure.describe(e));
          return false;
        }
        fail(record, group, transaction, failure(envelope, e));
        return true;
      } catch (StageFailedException e) {
        transaction.abort();
        fail(record, group, transaction, e);
        return true;
      } catch (Exception e) {
        transaction.abort();
        fail(record, group, transaction, failure(envelope, e));
        return true;
      }
    } catch (InterruptException e) {
      Thread.interrupted();
      throw new InterruptedException(e.getMessage());
    } catch (KafkaException e) {
      dropProducer();
      if (isReassigned(e)) {
        LOG.infof(
            "%s: the partition of task %s belongs to another consumer now; its records are taken"
                + " back here.",
            place(envelope), envelope.getTaskId());
        return true;
      }
      LOG.warnf("%s: repeating task %s: %s", place(envelope), envelope.getTaskId(), e.toString());
      return false;
    }
  }

  private <T extends SpecificRecord> void handle(
      SpecificRecord task,
      TaskEnvelope envelope,
      TaskHandler<T> handler,
      KafkaTaskTransaction transaction)
      throws Exception {
    String runId = RunSpec.idOf(envelope.getCustomer(), envelope.getRun());
    boolean stopped =
        shared.runs().status(runId).filter(status -> !status.writesRows()).isPresent();
    if (stopped && !handler.alsoWhenStopped()) {
      LOG.infof(
          "%s: skipping task %s, because its run is being undone or is over.",
          place(envelope), envelope.getTaskId());
      return;
    }
    try {
      handler.handle(handler.type().cast(task), transaction);
    } catch (RunStoppedException e) {
      transaction.abort();
      LOG.infof("%s: giving up task %s. %s", place(envelope), envelope.getTaskId(), e.getMessage());
    }
  }

  private void fail(
      ConsumerRecord<byte[], byte[]> record,
      ConsumerGroupMetadata group,
      KafkaTaskTransaction transaction,
      StageFailedException failure) {
    LOG.errorf(
        failure,
        "customer=%s run=%d: failed on %s: %s %s",
        transaction.envelope().getMigrationId(),
        transaction.envelope().getRun(),
        failure.subject(),
        failure.getMessage(),
        failure.action());
    transaction.report(
        new FailureReport(
            transaction.envelope(), failure.subject(), failure.getMessage(), failure.action()));
    transaction.commit(partition(record), record.offset() + 1, group);
  }

  /** The report on an error; quotes no row, even where the error wraps a database's. */
  static StageFailedException failure(TaskEnvelope task, Exception error) {
    SQLException refused = SqlFailure.among(error);
    if (refused != null) {
      return new StageFailedException(
          task.getTaskId(),
          "The database refused: " + SqlFailure.describe(refused),
          "Correct the statement of the pack, or the rights of the pack's user, then start again.",
          error);
    }
    return new StageFailedException(
        task.getTaskId(),
        "Expected the task to be done, found %s: %s"
            .formatted(error.getClass().getSimpleName(), error.getMessage()),
        "See the log of this service at this time for the place, then start again.",
        error);
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
            "Find the program that wrote it; only the orchestrator may. No other task waits for it.");
  }

  /** True where the group has given the partition to another consumer since the record was read. */
  private static boolean isReassigned(Throwable error) {
    for (Throwable cause = error; cause != null; cause = cause.getCause()) {
      if (cause instanceof CommitFailedException || cause instanceof RebalanceInProgressException) {
        return true;
      }
    }
    return false;
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

  private static String place(TaskEnvelope task) {
    return "customer=%s run=%d".formatted(task.getCustomer(), task.getRun());
  }

  private static TopicPartition partition(ConsumerRecord<byte[], byte[]> record) {
    return new TopicPartition(record.topic(), record.partition());
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
      transaction.abort();
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
