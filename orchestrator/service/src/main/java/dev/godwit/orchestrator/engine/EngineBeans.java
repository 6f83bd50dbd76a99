package dev.godwit.orchestrator.engine;

import dev.godwit.serdes.KafkaSettings;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler;

/** Makes the engine's topology; Quarkus runs it. */
@Singleton
class EngineBeans {

  @Produces
  @Singleton
  Topology topology(EngineConfiguration configuration, MeterRegistry registry) {
    KafkaSettings kafka = KafkaSettings.fromEnvironment();
    RecordMapper mapper = new RecordMapper();
    return EngineTopology.of(
        new Engine(
            configuration.settings(),
            () -> new RegistryWire(kafka),
            mapper,
            new KafkaEventHistory(kafka, mapper),
            new EngineMetrics(registry),
            configuration.cuts(),
            new AtomicBoolean(configuration.rebuild())));
  }

  @Produces
  @Singleton
  StreamsUncaughtExceptionHandler onThreadDeath() {
    return new EngineFailure();
  }
}
