package dev.godwit.extractor.engagement.delivery;

import dev.godwit.records.Topics;
import dev.godwit.task.v1.TaskEnvelope;
import dev.godwit.wire.KafkaSettings;
import dev.godwit.worker.LiveWindows;
import dev.godwit.worker.LiveWindows.Window;
import dev.godwit.worker.RunRegistry;
import dev.godwit.worker.RunSpec;
import dev.godwit.worker.StageIdentity;
import dev.godwit.worker.StageReports;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jboss.logging.Logger;

/**
 * What a snapshot waits for: every event in front of a run's window is the old system's, so it must
 * have it before the snapshot is taken. An event that came to the old system between the snapshot
 * and the run's end would be in neither. The delivery's committed offsets tell; a marker is
 * committed with what stands before it. Thread-safe.
 */
@ApplicationScoped
public class DeliveryBarrier {
  private static final Logger LOG = Logger.getLogger(DeliveryBarrier.class);
  private static final long BETWEEN_LOOKS_NANOS = 50_000_000;
  private static final String DELIVERY = "the delivery of live events to the old system";

  private final KafkaSettings kafka = KafkaSettings.fromEnvironment();
  private LiveWindows windows;
  private RunRegistry runs;
  private Delivery delivery;
  private StageReports reports;
  private StageIdentity identity;

  DeliveryBarrier() {}

  @Inject
  DeliveryBarrier(
      LiveWindows windows,
      RunRegistry runs,
      Delivery delivery,
      StageReports reports,
      StageIdentity identity) {
    this.windows = windows;
    this.runs = runs;
    this.delivery = delivery;
    this.reports = reports;
    this.identity = identity;
  }

  /**
   * Waits until the delivery is past the run's opening cut in every partition; returns at once for
   * a run without a window, and as soon as the run is stopped. Where it takes long, the run is
   * reported as waiting, with what the delivery waits for, and as recovered at the end.
   */
  public void await(TaskEnvelope task) throws InterruptedException {
    String runId = RunSpec.idOf(task.getCustomer(), task.getRun());
    runs.awaitUpToNow();
    Optional<Window> window = windows.of(runId);
    if (window.isEmpty()) {
      return;
    }
    List<Long> markers = window.get().from();
    ReportedWait wait =
        new ReportedWait(
            System::nanoTime,
            why -> {
              LOG.warnf("Waiting for %s: %s", DELIVERY, why);
              reports.waiting(identity.envelope(task), DELIVERY, why);
            },
            waited -> {
              LOG.infof("Recovered: %s went on after %d ms.", DELIVERY, waited.toMillis());
              reports.recovered(identity.envelope(task), DELIVERY, waited);
            });
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(kafka.consumer(DeliveryClients.GROUP))) {
      for (long left = left(consumer, markers);
          left > 0 && !runs.isStopped(runId);
          left = left(consumer, markers)) {
        wait.goesOn(left, delivery.waiting());
        LockSupport.parkNanos(BETWEEN_LOOKS_NANOS);
        if (Thread.interrupted()) {
          throw new InterruptedException("Interrupted while waiting for the delivery.");
        }
      }
      if (!runs.isStopped(runId)) {
        wait.isOver();
      }
    }
  }

  private static long left(KafkaConsumer<byte[], byte[]> consumer, List<Long> markers) {
    Map<TopicPartition, OffsetAndMetadata> committed = Map.of();
    try {
      committed =
          consumer.committed(
              IntStream.range(0, markers.size())
                  .mapToObj(partition -> new TopicPartition(Topics.LIVE, partition))
                  .collect(Collectors.toSet()));
    } catch (KafkaException e) {
      LOG.debugf("The delivery's offsets cannot be read now: %s", e.toString());
    }
    return left(markers, committed);
  }

  /**
   * Records up to the markers, these included, that are not delivered: of a partition that the
   * delivery has committed nothing of, every offset from 0.
   */
  static long left(List<Long> markers, Map<TopicPartition, OffsetAndMetadata> committed) {
    long left = 0;
    for (int partition = 0; partition < markers.size(); partition++) {
      OffsetAndMetadata next = committed.get(new TopicPartition(Topics.LIVE, partition));
      left += Math.max(0, markers.get(partition) + 1 - (next == null ? 0 : next.offset()));
    }
    return left;
  }
}
