package dev.godwit.extractor.engagement.delivery;

import dev.godwit.records.TopicCatalogue;
import dev.godwit.records.Topics;
import dev.godwit.task.v1.TaskEnvelope;
import dev.godwit.wire.KafkaSettings;
import dev.godwit.wire.topics.OpenTransaction;
import dev.godwit.wire.topics.OpenTransactions;
import dev.godwit.worker.run.LiveWindows;
import dev.godwit.worker.run.LiveWindows.Window;
import dev.godwit.worker.run.RunRegistry;
import dev.godwit.worker.run.RunSpec;
import dev.godwit.worker.stage.StageIdentity;
import dev.godwit.worker.stage.StageReports;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.jboss.logging.Logger;

/**
 * Makes a run wait until the delivery is past its opening cut. Every event before the run's window
 * belongs to the source, which must hold it before the snapshot is taken: an event that reached the
 * source between the snapshot and the end of the run would be in neither. The delivery's committed
 * offsets show its position; a marker's offset is committed with the events before it. Thread-safe.
 */
@ApplicationScoped
public class DeliveryBarrier {
  private static final Logger LOG = Logger.getLogger(DeliveryBarrier.class);

  /** Time for the question which transactions are open. */
  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  private static final long POLL_INTERVAL_NANOS = 50_000_000;
  private static final String DELIVERY = "the delivery of live events to the source";

  private final KafkaSettings kafka;
  private final LiveWindows windows;
  private final RunRegistry runs;
  private final Delivery delivery;
  private final StageReports reports;
  private final StageIdentity identity;

  DeliveryBarrier(
      KafkaSettings kafka,
      LiveWindows windows,
      RunRegistry runs,
      Delivery delivery,
      StageReports reports,
      StageIdentity identity) {
    this.kafka = kafka;
    this.windows = windows;
    this.runs = runs;
    this.delivery = delivery;
    this.reports = reports;
    this.identity = identity;
  }

  /**
   * Waits until the delivery is past the run's opening cut in every partition. Returns at once for
   * a run without a window, and as soon as the run may not write any more. A long wait is reported
   * with its cause, and its end too.
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
              LOG.warnf("runId=%s: the plan waits for %s: %s", runId, DELIVERY, why);
              reports.waiting(identity.envelope(task), DELIVERY, why);
            },
            waited -> {
              LOG.infof("runId=%s: the plan continues after %d ms", runId, waited.toMillis());
              reports.recovered(identity.envelope(task), DELIVERY, waited);
            });
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(kafka.consumer(DeliveryClients.GROUP))) {
      for (long left = left(consumer, markers);
          left > 0 && mayWrite(runId);
          left = left(consumer, markers)) {
        wait.continues(left, this::cause);
        LockSupport.parkNanos(POLL_INTERVAL_NANOS);
        if (Thread.interrupted()) {
          throw new InterruptedException("Interrupted while waiting for the delivery.");
        }
      }
      if (mayWrite(runId)) {
        wait.ends();
      }
    }
  }

  /** Wait of the delivery for a source, or for another producer's open transaction. */
  private Optional<String> cause() {
    return delivery.waiting().or(this::openTransactions);
  }

  private Optional<String> openTransactions() {
    try (Admin admin = Admin.create(kafka.admin(TIMEOUT, TIMEOUT))) {
      List<TopicPartition> live =
          IntStream.range(0, TopicCatalogue.load().topic(Topics.LIVE).partitions())
              .mapToObj(partition -> new TopicPartition(Topics.LIVE, partition))
              .toList();
      List<OpenTransaction> open = OpenTransactions.of(admin, live);
      return open.isEmpty()
          ? Optional.empty()
          : Optional.of(open.stream().map(OpenTransaction::text).collect(Collectors.joining("; ")));
    } catch (InterruptException e) {
      throw e;
    } catch (KafkaException e) {
      LOG.debugf("The open transactions of the live topic are not known: %s", e.toString());
      return Optional.empty();
    }
  }

  private boolean mayWrite(String runId) {
    return runs.status(runId).filter(status -> !status.writesRows()).isEmpty();
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
      LOG.debugf("The delivery's offsets cannot be read; they are read again: %s", e.toString());
    }
    return left(markers, committed);
  }

  /**
   * Number of records up to and including the markers that are not delivered. In a partition
   * without a committed offset, every offset from 0 counts.
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
