package dev.godwit.validator.receipts;

import dev.godwit.wire.KafkaSettings;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import org.apache.kafka.streams.Topology;

/** Gives the topology to the process, which runs it from its start to its end. */
@ApplicationScoped
public class LedgerStreams {
  /** The topology with the wire format and this process's figures. */
  @Produces
  @Singleton
  Topology topology(KafkaSettings kafka, MeterRegistry meters) {
    return LedgerTopology.build(() -> new WireRecordBytes(kafka.serde()), new ToldReceipts(meters));
  }
}
