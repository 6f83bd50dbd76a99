package dev.godwit.validator.inbound;

import dev.godwit.common.v1.Stage;
import dev.godwit.task.v1.ReplayRecords;
import dev.godwit.trace.Consumed;
import dev.godwit.trace.Subject;
import dev.godwit.trace.Traces;
import dev.godwit.trace.Work;
import dev.godwit.validator.outbound.VerdictTransaction;
import dev.godwit.validator.replay.ValidateReplay;
import dev.godwit.wire.KafkaSettings;
import dev.godwit.wire.UnreadableRecordException;
import dev.godwit.wire.WireDecoder;
import dev.godwit.wire.crash.CrashPoint;
import dev.godwit.worker.run.RunContext;
import dev.godwit.worker.run.RunRegistry;
import dev.godwit.worker.task.GroupAtRead;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.reactive.messaging.kafka.IncomingKafkaRecord;
import io.smallrye.reactive.messaging.kafka.api.IncomingKafkaRecordMetadata;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.eclipse.microprofile.reactive.messaging.Acknowledgment;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.jboss.logging.Logger;

/**
 * Consumes the tasks of replays of stage validate, one at a time, in a group of its own: a full
 * comparison can take hours, and neither a verdict nor the request for one waits for it. The
 * channel commits the offset of a task once the task is answered, so that a killed process does it
 * again. Tasks of other kinds are skipped; {@link dev.godwit.worker.task.TaskConsumer} does them.
 */
@ApplicationScoped
public class ReplayIntake {
  private static final Logger LOG = Logger.getLogger(ReplayIntake.class);
  private static final Duration PAUSE = Duration.ofSeconds(1);

  private final KafkaSettings kafka;
  private final RunRegistry runs;
  private final ValidateReplay validate;
  private final GroupAtRead groups;
  private final Traces traces;
  private WireDecoder decoder;
  private VerdictTransaction transaction;
  private TopicPartition transactionOf;
  private volatile boolean closing;

  ReplayIntake(
      KafkaSettings kafka,
      RunRegistry runs,
      ValidateReplay validate,
      GroupAtRead groups,
      Traces traces) {
    this.kafka = kafka;
    this.runs = runs;
    this.validate = validate;
    this.groups = groups;
    this.traces = traces;
  }

  @Incoming("replays")
  @Acknowledgment(Acknowledgment.Strategy.MANUAL)
  @Blocking
  CompletionStage<Void> onTask(IncomingKafkaRecord<byte[], byte[]> message)
      throws InterruptedException {
    ReplayRecords task = decoded(message);
    if (task == null) {
      return message.ack();
    }
    runs.awaitCaughtUp();
    TopicPartition partition = new TopicPartition(message.getTopic(), message.getPartition());
    IncomingKafkaRecordMetadata<byte[], byte[]> read = metadata(message);
    try (RunContext context = RunContext.of(task.getEnvelope());
        Work work = work(task, message)) {
      while (!closing) {
        try {
          VerdictTransaction open = transaction(partition);
          open.reportHeaders(work.headers());
          ConsumerGroupMetadata group = groups.of(read);
          validate.replay(task, open, () -> open.commit(partition, message.getOffset(), group));
          CrashPoint.VALIDATOR_REPLAY_END_BEFORE_COMMIT.reach();
          open.commit(partition, message.getOffset() + 1, group);
          CrashPoint.VALIDATOR_REPLAY_END_AFTER_COMMIT.reach();
          return message.ack();
        } catch (InterruptException e) {
          throw e;
        } catch (KafkaException e) {
          closeTransaction();
          if (GroupAtRead.isReassigned(e) || groups.isPast(read)) {
            LOG.infof(
                "customer=%s run=%d replay=%d: its task belongs to another consumer now; giving the comparison up here.",
                task.getEnvelope().getCustomer(), task.getEnvelope().getRun(), task.getReplay());
            return CompletableFuture.completedFuture(null);
          }
          LOG.warnf(
              "customer=%s run=%d replay=%d: Kafka failed, beginning the comparison again: %s",
              task.getEnvelope().getCustomer(), task.getEnvelope().getRun(), task.getReplay(), e);
          work.repeated();
          LockSupport.parkNanos(PAUSE.toNanos());
        }
      }
    }
    // The process ends. Not acknowledged: the replay is done again after the restart.
    return new CompletableFuture<>();
  }

  private Work work(ReplayRecords task, IncomingKafkaRecord<byte[], byte[]> message) {
    return traces.work(
        new Consumed(
            message.getTopic(),
            message.getPartition(),
            message.getOffset(),
            VerdictTransaction.REPLAY_GROUP,
            message.getHeaders()),
        Subject.ofTask(
            task.getSchema().getName(),
            task.getEnvelope().getTaskId(),
            task.getEnvelope().getCustomer(),
            task.getEnvelope().getRun(),
            Stage.VALIDATE.name()));
  }

  @SuppressWarnings("unchecked")
  private static IncomingKafkaRecordMetadata<byte[], byte[]> metadata(
      IncomingKafkaRecord<byte[], byte[]> message) {
    return message.getMetadata(IncomingKafkaRecordMetadata.class).orElseThrow();
  }

  private VerdictTransaction transaction(TopicPartition partition) {
    if (!partition.equals(transactionOf)) {
      closeTransaction();
    }
    if (transaction == null) {
      transaction = VerdictTransaction.ofReplays(kafka, partition.partition());
      transactionOf = partition;
    }
    return transaction;
  }

  /** The task, or null where it is none of this stage. */
  private ReplayRecords decoded(IncomingKafkaRecord<byte[], byte[]> message) {
    if (decoder == null) {
      decoder = new WireDecoder(kafka.serde());
    }
    try {
      return decoder.decode(message.getTopic(), message.getPayload()) instanceof ReplayRecords task
              && task.getStage() == Stage.VALIDATE
          ? task
          : null;
    } catch (UnreadableRecordException e) {
      return null; // TaskConsumer reports it.
    }
  }

  private void closeTransaction() {
    if (transaction != null) {
      transaction.close();
      transaction = null;
      transactionOf = null;
    }
  }

  @PreDestroy
  void close() {
    closing = true;
    closeTransaction();
    if (decoder != null) {
      decoder.close();
    }
  }
}
