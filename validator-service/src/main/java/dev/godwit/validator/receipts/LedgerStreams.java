package dev.godwit.validator.receipts;

import dev.godwit.wire.KafkaSettings;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import org.apache.kafka.streams.Topology;

/** Makes the topology, which Quarkus runs from the start of the process to its end. */
@ApplicationScoped
public class LedgerStreams {
  /** The topology with the wire format and the metrics of this process. */
  @Produces
  @Singleton
  Topology topology(KafkaSettings kafka, MeterRegistry meters) {
    return LedgerTopology.build(() -> RecordBytes.wire(kafka.serde()), new LedgerMetrics(meters));
  }
}
