package dev.godwit.validator.inbound;

import dev.godwit.task.v1.CheckLiveArrival;
import dev.godwit.task.v1.TaskEnvelope;
import dev.godwit.trace.Traces;
import dev.godwit.validator.arrival.LiveArrivals;
import dev.godwit.validator.outbound.VerdictTransaction;
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

/**
 * Consumes the tasks that ask whether the synthetic live events of a rehearsal arrived: where one
 * does not, it waits for as long as the setting says.
 */
@Singleton
public class ArrivalIntake extends TaskIntake<CheckLiveArrival> {
  private final LiveArrivals arrivals;

  ArrivalIntake(
      KafkaSettings kafka,
      RunRegistry runs,
      TaskOrders orders,
      LiveArrivals arrivals,
      GroupAtRead groups,
      Traces traces) {
    super(kafka, runs, orders, groups, traces, VerdictTransaction.ARRIVAL_GROUP);
    this.arrivals = arrivals;
  }

  @Incoming("arrivals")
  @Acknowledgment(Acknowledgment.Strategy.MANUAL)
  @Blocking
  CompletionStage<Void> onTask(IncomingKafkaRecord<byte[], byte[]> message)
      throws InterruptedException {
    return take(message);
  }

  @Override
  CheckLiveArrival taskOf(SpecificRecord record) {
    return record instanceof CheckLiveArrival task ? task : null;
  }

  @Override
  void answer(CheckLiveArrival task, VerdictTransaction open, Runnable commit)
      throws InterruptedException {
    arrivals.answer(task, open);
  }

  @Override
  TaskEnvelope envelopeOf(CheckLiveArrival task) {
    return task.getEnvelope();
  }

  @Override
  void beforeCommit() {
    CrashPoint.VALIDATOR_ARRIVAL_BEFORE_COMMIT.reach();
  }

  @Override
  void afterCommit() {
    CrashPoint.VALIDATOR_ARRIVAL_AFTER_COMMIT.reach();
  }

  @PreDestroy
  void close() {
    arrivals.end();
    end();
  }
}
