package dev.godwit.orchestrator.view.projection;

import dev.godwit.orchestrator.view.store.LeftOutRow;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Instant;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jboss.logging.Logger;

/**
 * Records that the read model skips because they cannot be read or projected. Each is logged,
 * counted in {@code godwit_view_left_out_total} and kept, so that {@code godwit view} names it.
 */
@ApplicationScoped
class SkippedRecords {
  private static final Logger LOG = Logger.getLogger(SkippedRecords.class);

  private final MeterRegistry metrics;
  private final ViewState state;

  SkippedRecords(MeterRegistry metrics, ViewState state) {
    this.metrics = metrics;
    this.state = state;
  }

  /** Keeps one; call it in the transaction that moves the position past it. */
  void keep(ConsumerRecord<?, ?> record, String why) {
    LOG.errorf(
        "%s[%d]@%d cannot be projected: the read model skips it and continues with the next record. %s",
        record.topic(), record.partition(), record.offset(), why);
    metrics.counter("godwit.view.left.out", "topic", record.topic()).increment();
    LeftOutRow.keep(record.topic(), record.partition(), record.offset(), Instant.now(), why);
  }

  /** Puts the kept ones into the state of the read model. */
  @Transactional
  void show() {
    state.leftOut(LeftOutRow.count(), LeftOutRow.newest());
  }
}
