package dev.godwit.validator.inbound;

import dev.godwit.task.v1.RunProbes;
import dev.godwit.task.v1.TaskEnvelope;
import dev.godwit.trace.Traces;
import dev.godwit.validator.outbound.VerdictTransaction;
import dev.godwit.validator.pages.PageProbes;
import dev.godwit.wire.KafkaSettings;
import dev.godwit.wire.crash.CrashPoint;
import dev.godwit.worker.order.TaskOrders;
import dev.godwit.worker.run.RunRegistry;
import dev.godwit.worker.task.GroupAtRead;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.reactive.messaging.kafka.IncomingKafkaRecord;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.util.concurrent.CompletionStage;
import org.apache.avro.specific.SpecificRecord;
import org.eclipse.microprofile.reactive.messaging.Acknowledgment;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/** Consumes the tasks that ask for the speed of the target's pages. */
@Singleton
public class ProbeIntake extends TaskIntake<RunProbes> {
  private final PageProbes probes;

  ProbeIntake(
      KafkaSettings kafka,
      RunRegistry runs,
      TaskOrders orders,
      PageProbes probes,
      GroupAtRead groups,
      Traces traces) {
    super(kafka, runs, orders, groups, traces, VerdictTransaction.PROBE_GROUP);
    this.probes = probes;
  }

  @Incoming("probes")
  @Acknowledgment(Acknowledgment.Strategy.MANUAL)
  @Blocking
  CompletionStage<Void> onTask(IncomingKafkaRecord<byte[], byte[]> message)
      throws InterruptedException {
    return take(message);
  }

  @Override
  RunProbes taskOf(SpecificRecord record) {
    return record instanceof RunProbes task ? task : null;
  }

  @Override
  void answer(RunProbes task, VerdictTransaction open, Runnable commit)
      throws InterruptedException {
    probes.answer(task, open);
  }

  @Override
  TaskEnvelope envelopeOf(RunProbes task) {
    return task.getEnvelope();
  }

  @Override
  void beforeCommit() {
    CrashPoint.VALIDATOR_PROBES_BEFORE_COMMIT.reach();
  }

  @Override
  void afterCommit() {
    CrashPoint.VALIDATOR_PROBES_AFTER_COMMIT.reach();
  }

  @PreDestroy
  void close() {
    probes.end();
    end();
  }
}
