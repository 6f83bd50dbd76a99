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
import dev.godwit.worker.run.RunContext;
import dev.godwit.worker.run.RunRegistry;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.reactive.messaging.kafka.IncomingKafkaRecord;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.locks.LockSupport;
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
  private final Traces traces;
  private WireDecoder decoder;
  private VerdictTransaction transaction;
  private TopicPartition transactionOf;
  private volatile boolean closing;

  ReplayIntake(KafkaSettings kafka, RunRegistry runs, ValidateReplay validate, Traces traces) {
    this.kafka = kafka;
    this.runs = runs;
    this.validate = validate;
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
    try (RunContext context = RunContext.of(task.getEnvelope());
        Work work = work(task, message)) {
      while (!closing) {
        try {
          VerdictTransaction open = transaction(partition);
          open.reportHeaders(work.headers());
          validate.replay(task, open, partition, message.getOffset());
          open.commit(partition, message.getOffset() + 1);
          return message.ack();
        } catch (InterruptException e) {
          throw e;
        } catch (KafkaException e) {
          LOG.warnf(
              "customer=%s run=%d replay=%d: Kafka failed, beginning the comparison again: %s",
              task.getEnvelope().getCustomer(), task.getEnvelope().getRun(), task.getReplay(), e);
          closeTransaction();
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
