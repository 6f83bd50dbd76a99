package dev.godwit.validator.inbound;

import dev.godwit.common.v1.Stage;
import dev.godwit.task.v1.TaskEnvelope;
import dev.godwit.trace.Consumed;
import dev.godwit.trace.Subject;
import dev.godwit.trace.Traces;
import dev.godwit.trace.Work;
import dev.godwit.validator.outbound.VerdictTransaction;
import dev.godwit.wire.KafkaSettings;
import dev.godwit.wire.UnreadableRecordException;
import dev.godwit.wire.WireDecoder;
import dev.godwit.worker.order.TaskOrders;
import dev.godwit.worker.run.RunContext;
import dev.godwit.worker.run.RunRegistry;
import dev.godwit.worker.task.GroupAtRead;
import io.smallrye.reactive.messaging.kafka.IncomingKafkaRecord;
import io.smallrye.reactive.messaging.kafka.api.IncomingKafkaRecordMetadata;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.locks.LockSupport;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.jboss.logging.Logger;

/**
 * Consumes one kind of task, one at a time, in a group of its own: the work can take long, and
 * neither a verdict nor the request for one waits for it. Answer and offset are one Kafka
 * transaction, so that a killed process does the task again. A task that no event orders is
 * refused, as {@link TaskOrders} says. Tasks of other kinds are skipped; {@link
 * dev.godwit.worker.task.TaskConsumer} does them. Used by the channel's thread.
 *
 * @param <T> the task's generated class
 */
abstract class TaskIntake<T extends SpecificRecord> {
  private static final Logger LOG = Logger.getLogger(TaskIntake.class);
  private static final Duration PAUSE = Duration.ofSeconds(1);

  private final KafkaSettings kafka;
  private final RunRegistry runs;
  private final TaskOrders orders;
  private final GroupAtRead groups;
  private final Traces traces;
  private final String group;
  private WireDecoder decoder;
  private VerdictTransaction transaction;
  private TopicPartition transactionOf;
  private volatile boolean closing;

  /**
   * @param group consumer group of the channel; begins the transactional ids
   */
  TaskIntake(
      KafkaSettings kafka,
      RunRegistry runs,
      TaskOrders orders,
      GroupAtRead groups,
      Traces traces,
      String group) {
    this.kafka = kafka;
    this.runs = runs;
    this.orders = orders;
    this.groups = groups;
    this.traces = traces;
    this.group = group;
  }

  /** The task in a record; null where it is none of this intake. */
  abstract T taskOf(SpecificRecord record);

  /**
   * Does a task to its end, and puts the report into the transaction.
   *
   * @param commit commits what is in the transaction; the task stays unanswered
   * @throws KafkaException where Kafka failed: called again with a new transaction
   */
  abstract void answer(T task, VerdictTransaction open, Runnable commit)
      throws InterruptedException;

  /** Of which customer and run a task is. */
  abstract TaskEnvelope envelopeOf(T task);

  /** Called before the answer is committed. */
  abstract void beforeCommit();

  /** Called once the answer is committed. */
  abstract void afterCommit();

  /** Takes a record of the channel; completes once it is answered or none of this intake. */
  final CompletionStage<Void> take(IncomingKafkaRecord<byte[], byte[]> message)
      throws InterruptedException {
    T asked = decoded(message);
    if (asked == null) {
      return message.ack();
    }
    runs.awaitCaughtUp();
    T task = orders.await(asked).map(this::taskOf).orElse(null);
    if (task == null) {
      LOG.warnf(
          "customer=%s run=%d task=%s: refused it, because no event of the customer orders it now. Nothing was done.",
          envelopeOf(asked).getCustomer(),
          envelopeOf(asked).getRun(),
          envelopeOf(asked).getTaskId());
      return message.ack();
    }
    TopicPartition partition = new TopicPartition(message.getTopic(), message.getPartition());
    IncomingKafkaRecordMetadata<byte[], byte[]> read = metadata(message);
    TaskEnvelope envelope = envelopeOf(task);
    try (RunContext context = RunContext.of(envelope);
        Work work = work(task, envelope, message)) {
      while (!closing) {
        try {
          VerdictTransaction open = transaction(partition);
          open.reportHeaders(work.headers());
          ConsumerGroupMetadata member = groups.of(read);
          answer(task, open, () -> open.commit(partition, message.getOffset(), member));
          beforeCommit();
          open.commit(partition, message.getOffset() + 1, member);
          afterCommit();
          return message.ack();
        } catch (InterruptException e) {
          throw e;
        } catch (KafkaException e) {
          closeTransaction();
          if (GroupAtRead.isReassigned(e) || groups.isPast(read)) {
            LOG.infof(
                "customer=%s run=%d task=%s: it belongs to another consumer now; giving it up here.",
                envelope.getCustomer(), envelope.getRun(), envelope.getTaskId());
            return CompletableFuture.completedFuture(null);
          }
          LOG.warnf(
              "customer=%s run=%d task=%s: Kafka failed, beginning again: %s",
              envelope.getCustomer(), envelope.getRun(), envelope.getTaskId(), e);
          work.repeated();
          LockSupport.parkNanos(PAUSE.toNanos());
        }
      }
    }
    // The process ends. Not acknowledged: the task is done again after the restart.
    return new CompletableFuture<>();
  }

  private Work work(T task, TaskEnvelope envelope, IncomingKafkaRecord<byte[], byte[]> message) {
    return traces.work(
        new Consumed(
            message.getTopic(),
            message.getPartition(),
            message.getOffset(),
            group,
            message.getHeaders()),
        Subject.ofTask(
            task.getSchema().getName(),
            envelope.getTaskId(),
            envelope.getCustomer(),
            envelope.getRun(),
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
      transaction = VerdictTransaction.ofTasks(kafka, group, partition.partition());
      transactionOf = partition;
    }
    return transaction;
  }

  private T decoded(IncomingKafkaRecord<byte[], byte[]> message) {
    if (decoder == null) {
      decoder = new WireDecoder(kafka.serde());
    }
    try {
      return taskOf(decoder.decode(message.getTopic(), message.getPayload()));
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

  /** Ends the intake; a task that is under way is not answered. */
  final void end() {
    closing = true;
    closeTransaction();
    if (decoder != null) {
      decoder.close();
    }
  }
}
