package dev.godwit.orchestrator.engine;

import dev.godwit.orchestrator.codec.ControlPlaneCodec;
import dev.godwit.wire.KafkaSettings;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Makes the engine's topology; Quarkus runs it. */
@Singleton
class EngineBeans {
  private static final String GUARANTEE =
      "kafka-streams." + StreamsConfig.PROCESSING_GUARANTEE_CONFIG;

  @Produces
  @Singleton
  Topology topology(
      EngineConfiguration configuration,
      MeterRegistry registry,
      @ConfigProperty(name = GUARANTEE, defaultValue = "none") String guarantee) {
    if (!guarantee.equals(StreamsConfig.EXACTLY_ONCE_V2)) {
      throw new IllegalStateException(
          "Expected %s=%s, found %s. The control plane decides nothing without it: correct the setting."
              .formatted(GUARANTEE, StreamsConfig.EXACTLY_ONCE_V2, guarantee));
    }
    KafkaSettings kafka = KafkaSettings.fromEnvironment();
    ControlPlaneCodec codec = new ControlPlaneCodec();
    return EngineTopology.of(
        new Engine(
            configuration.settings(),
            () -> new RegistryWire(kafka),
            codec,
            new KafkaEventHistory(kafka, codec),
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
