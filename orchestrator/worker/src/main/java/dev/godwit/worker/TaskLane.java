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
 * One worker: does the tasks of one consumer, one after another, each in a transaction of a
 * producer of its own. Used by one thread.
 */
final class TaskLane implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(TaskLane.class);
  private static final int ENVELOPE = 0;
  private static final Duration PAUSE = Duration.ofSeconds(1);

  /** What the intake knows and every lane needs. */
  record Surroundings(
      KafkaSettings kafka,
      StageIdentity identity,
      RunRegistry runs,
      StageReports reports,
      Map<Class<?>, TaskHandler<?>> handlers) {}

  private final Surroundings surroundings;
  private final String transactionalId;
  private WireDecoder decoder;
  private WireEncoder encoder;
  private KafkaProducer<byte[], byte[]> producer;

  TaskLane(Surroundings surroundings, String name) {
    this.surroundings = surroundings;
    this.transactionalId = surroundings.identity().instance() + "-" + name;
  }

  /** Ends what a predecessor of the same name left open; waits for the broker if need be. */
  void begin() {
    while (producer == null && !Thread.currentThread().isInterrupted()) {
      try {
        producer();
      } catch (InterruptException e) {
        return;
      } catch (KafkaException e) {
        LOG.warnf("%s waits for the broker: %s", transactionalId, e.getMessage());
        LockSupport.parkNanos(PAUSE.toNanos());
      }
    }
  }

  /** Does the task in a record, until it is done, or is not this group member's any more. */
  void process(ConsumerRecord<byte[], byte[]> record, ConsumerGroupMetadata group)
      throws InterruptedException {
    if (decoder == null) {
      decoder = new WireDecoder(surroundings.kafka().serde());
      encoder = new WireEncoder(surroundings.kafka().serde());
    }
    SpecificRecord task;
    try {
      task = decoder.decode(record.topic(), record.value());
    } catch (UnreadableRecordException e) {
      reportUnreadable(record, e);
      return;
    }
    TaskHandler<?> handler = surroundings.handlers().get(task.getClass());
    if (handler == null || !(task.get(ENVELOPE) instanceof TaskEnvelope envelope)) {
      return;
    }
    try (RunContext context = RunContext.of(envelope)) {
      surroundings.runs().awaitCaughtUp();
      LOG.debugf("Task %s begins.", envelope.getTaskId());
      while (!attempt(record, group, task, envelope, handler)) {
        LockSupport.parkNanos(PAUSE.toNanos());
        if (Thread.interrupted()) {
          throw new InterruptedException("Interrupted before task " + envelope.getTaskId());
        }
      }
    }
  }

  /** True where the record is dealt with. */
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
              producer(), encoder, surroundings.identity(), envelope, handler.alsoWhenStopped());
      try {
        handle(task, envelope, handler, transaction);
        transaction.commit(partition(record), record.offset() + 1, group);
        return true;
      } catch (KafkaException e) {
        abortQuietly(transaction);
        if (isForGood(e) && producer != null) {
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
          LOG.warnf("Task %s is tried again: %s", envelope.getTaskId(), SqlFailure.describe(e));
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
      if (isOthers(e)) {
        LOG.infof("Task %s is another's now; what was done is taken back.", envelope.getTaskId());
        return true;
      }
      LOG.warnf("Task %s is tried again: %s", envelope.getTaskId(), e.toString());
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
    if (!handler.alsoWhenStopped() && surroundings.runs().isStopped(runId)) {
      LOG.infof(
          "Task %s is passed over: its run is being undone or is over.", envelope.getTaskId());
      return;
    }
    try {
      handler.handle(handler.type().cast(task), transaction);
    } catch (RunStoppedException e) {
      transaction.abort();
      LOG.infof("Task %s is given up: %s", envelope.getTaskId(), e.getMessage());
    }
  }

  private void fail(
      ConsumerRecord<byte[], byte[]> record,
      ConsumerGroupMetadata group,
      KafkaTaskTransaction transaction,
      StageFailedException failure) {
    LOG.errorf(
        failure, "Failed on %s: %s %s", failure.subject(), failure.getMessage(), failure.action());
    transaction.report(
        new FailureReport(
            transaction.envelope(), failure.subject(), failure.getMessage(), failure.action()));
    transaction.commit(partition(record), record.offset() + 1, group);
  }

  /** What is reported of an error; the text quotes no row, also where a database's is wrapped. */
  static StageFailedException failure(TaskEnvelope task, Exception error) {
    SQLException refused = SqlFailure.among(error);
    if (refused != null) {
      return new StageFailedException(
          task.getTaskId(),
          "The database refused: " + SqlFailure.describe(refused),
          "Mend the statement of the pack, or the rights of the pack's user, then start again.",
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
    LOG.errorf("The task at %s was passed over. %s", place, error.getMessage());
    surroundings
        .reports()
        .failed(
            surroundings.identity().envelope(place, "*", 0),
            place,
            error.getMessage(),
            "Find out who wrote it; only the orchestrator should. Nothing else is held up by it.");
  }

  /** True where the group has given the partition to another consumer since the record was read. */
  private static boolean isOthers(Throwable error) {
    for (Throwable cause = error; cause != null; cause = cause.getCause()) {
      if (cause instanceof CommitFailedException || cause instanceof RebalanceInProgressException) {
        return true;
      }
    }
    return false;
  }

  /** True where the broker will never take what was sent. */
  private static boolean isForGood(Throwable error) {
    for (Throwable cause = error; cause != null; cause = cause.getCause()) {
      if (cause instanceof RecordTooLargeException
          || cause instanceof InvalidTopicException
          || cause instanceof SerializationException) {
        return true;
      }
    }
    return false;
  }

  private static TopicPartition partition(ConsumerRecord<byte[], byte[]> record) {
    return new TopicPartition(record.topic(), record.partition());
  }

  private KafkaProducer<byte[], byte[]> producer() {
    if (producer == null) {
      KafkaProducer<byte[], byte[]> made =
          new KafkaProducer<>(surroundings.kafka().transactionalProducer(transactionalId));
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
          e, "The transaction of %s cannot be aborted; its successor will do it.", transactionalId);
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
