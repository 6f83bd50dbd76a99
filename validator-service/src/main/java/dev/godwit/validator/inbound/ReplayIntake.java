package dev.godwit.validator.inbound;

import dev.godwit.common.v1.Stage;
import dev.godwit.task.v1.ReplayRecords;
import dev.godwit.task.v1.TaskEnvelope;
import dev.godwit.trace.Traces;
import dev.godwit.validator.outbound.VerdictTransaction;
import dev.godwit.validator.replay.ValidateReplay;
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

/** Consumes the tasks of replays of stage validate: a full comparison can take hours. */
@Singleton
public class ReplayIntake extends TaskIntake<ReplayRecords> {
  private final ValidateReplay validate;

  ReplayIntake(
      KafkaSettings kafka,
      RunRegistry runs,
      TaskOrders orders,
      ValidateReplay validate,
      GroupAtRead groups,
      Traces traces) {
    super(kafka, runs, orders, groups, traces, VerdictTransaction.REPLAY_GROUP);
    this.validate = validate;
  }

  @Incoming("replays")
  @Acknowledgment(Acknowledgment.Strategy.MANUAL)
  @Blocking
  CompletionStage<Void> onTask(IncomingKafkaRecord<byte[], byte[]> message)
      throws InterruptedException {
    return take(message);
  }

  @Override
  ReplayRecords taskOf(SpecificRecord record) {
    return record instanceof ReplayRecords task && task.getStage() == Stage.VALIDATE ? task : null;
  }

  @Override
  void answer(ReplayRecords task, VerdictTransaction open, Runnable commit)
      throws InterruptedException {
    validate.replay(task, open, commit);
  }

  @Override
  TaskEnvelope envelopeOf(ReplayRecords task) {
    return task.getEnvelope();
  }

  @Override
  void beforeCommit() {
    CrashPoint.VALIDATOR_REPLAY_END_BEFORE_COMMIT.reach();
  }

  @Override
  void afterCommit() {
    CrashPoint.VALIDATOR_REPLAY_END_AFTER_COMMIT.reach();
  }

  @PreDestroy
  void close() {
    end();
  }
}
