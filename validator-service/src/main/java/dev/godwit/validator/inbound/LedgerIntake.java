package dev.godwit.validator.inbound;

import dev.godwit.common.v1.Stage;
import dev.godwit.receipt.v1.Ledger;
import dev.godwit.records.Topics;
import dev.godwit.trace.Consumed;
import dev.godwit.trace.Subject;
import dev.godwit.trace.Traces;
import dev.godwit.trace.Work;
import dev.godwit.validator.outbound.VerdictTransaction;
import dev.godwit.validator.verdict.Reconciliation;
import dev.godwit.wire.KafkaSettings;
import dev.godwit.wire.UnreadableRecordException;
import dev.godwit.wire.WireDecoder;
import dev.godwit.worker.run.RunRegistry;
import dev.godwit.worker.run.RunSpec;
import dev.godwit.worker.run.RunTraces;
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
 * Consumes ledgers one at a time and answers each through {@link Reconciliation}. The answer and
 * the ledger's offset are one Kafka transaction; after an error of Kafka nothing of the answer is
 * visible, and it is made again. A ledger that cannot be answered now is appended to its topic in
 * the same transaction, so that it holds up no other.
 */
@ApplicationScoped
public class LedgerIntake {
  private static final Logger LOG = Logger.getLogger(LedgerIntake.class);
  private static final Duration PAUSE = Duration.ofSeconds(1);
  private static final Duration EVENTS_LIMIT = Duration.ofSeconds(30);

  private final KafkaSettings kafka;
  private final RunRegistry runs;
  private final Reconciliation reconciliation;
  private final GroupAtRead groups;
  private final Traces traces;
  private final RunTraces runTraces;
  private WireDecoder decoder;
  private VerdictTransaction transaction;
  private volatile boolean closing;

  LedgerIntake(
      KafkaSettings kafka,
      RunRegistry runs,
      Reconciliation reconciliation,
      GroupAtRead groups,
      Traces traces,
      RunTraces runTraces) {
    this.kafka = kafka;
    this.runs = runs;
    this.reconciliation = reconciliation;
    this.groups = groups;
    this.traces = traces;
    this.runTraces = runTraces;
  }

  @Incoming("ledgers")
  @Acknowledgment(Acknowledgment.Strategy.MANUAL)
  @Blocking
  CompletionStage<Void> onLedger(IncomingKafkaRecord<byte[], byte[]> message)
      throws InterruptedException {
    runs.awaitCaughtUp();
    Ledger ledger = decoded(message);
    if (ledger == null || !isOfKnownRun(ledger, message)) {
      return message.ack();
    }
    IncomingKafkaRecordMetadata<byte[], byte[]> read = metadata(message);
    while (!closing) {
      try {
        answer(ledger, message, groups.of(read));
        return message.ack();
      } catch (InterruptException e) {
        throw e;
      } catch (KafkaException e) {
        closeTransaction();
        if (GroupAtRead.isReassigned(e) || groups.isPast(read)) {
          LOG.infof(
              "run=%s cut=%d: its ledger belongs to another consumer now; giving the verdict up here.",
              ledger.getRunId(), ledger.getCut());
          return CompletableFuture.completedFuture(null);
        }
        LOG.warnf(
            "run=%s cut=%d: the verdict could not be sent, making it again: %s",
            ledger.getRunId(), ledger.getCut(), e);
        LockSupport.parkNanos(PAUSE.toNanos());
      }
    }
    // The process ends. Not acknowledged: the ledger is answered after the restart.
    return new CompletableFuture<>();
  }

  /** A ledger whose run never began would hold up those of all customers for ever. */
  private boolean isOfKnownRun(Ledger ledger, IncomingKafkaRecord<byte[], byte[]> message)
      throws InterruptedException {
    if (runs.status(ledger.getRunId()).isEmpty()) {
      runs.awaitSettled(EVENTS_LIMIT);
    }
    boolean known = runs.status(ledger.getRunId()).isPresent();
    if (!known) {
      LOG.errorf(
          "Skipping the ledger at offset %d: expected a run that an event began, found %s. Find the program that wrote it; only the validator may.",
          message.getOffset(), ledger.getRunId());
    }
    return known;
  }

  @SuppressWarnings("unchecked")
  private static IncomingKafkaRecordMetadata<byte[], byte[]> metadata(
      IncomingKafkaRecord<byte[], byte[]> message) {
    return message.getMetadata(IncomingKafkaRecordMetadata.class).orElseThrow();
  }

  private void answer(
      Ledger ledger, IncomingKafkaRecord<byte[], byte[]> message, ConsumerGroupMetadata group)
      throws InterruptedException {
    if (transaction == null) {
      transaction = VerdictTransaction.open(kafka, message.getPartition());
    }
    TopicPartition partition = new TopicPartition(message.getTopic(), message.getPartition());
    try (Work work = work(ledger, message)) {
      transaction.reportHeaders(work.headers());
      if (!reconciliation.reconcile(ledger, transaction)) {
        transaction.postpone(partition, message.getKey(), message.getPayload());
      }
      transaction.commit(partition, message.getOffset() + 1, group);
    }
  }

  /** A ledger is made from receipts, by a topology; so its trace is that of its run. */
  private Work work(Ledger ledger, IncomingKafkaRecord<byte[], byte[]> message)
      throws InterruptedException {
    RunSpec run = runs.awaitStatus(ledger.getRunId()).run();
    return traces.work(
        new Consumed(
            message.getTopic(),
            message.getPartition(),
            message.getOffset(),
            VerdictTransaction.GROUP,
            runTraces.headers(run.customer(), run.run())),
        Subject.ofTask(
            ledger.getSchema().getName(),
            ledger.getTaskId(),
            run.customer(),
            run.run(),
            Stage.VALIDATE.name()));
  }

  private Ledger decoded(IncomingKafkaRecord<byte[], byte[]> message) {
    if (decoder == null) {
      decoder = new WireDecoder(kafka.serde());
    }
    try {
      return decoder.decode(Topics.LEDGERS, message.getPayload()) instanceof Ledger ledger
          ? ledger
          : null;
    } catch (UnreadableRecordException e) {
      LOG.errorf(
          "Skipping the ledger at offset %d; its run gets no verdict. %s Roll the run back.",
          message.getOffset(), e.getMessage());
      return null;
    }
  }

  private void closeTransaction() {
    if (transaction != null) {
      transaction.close();
      transaction = null;
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
