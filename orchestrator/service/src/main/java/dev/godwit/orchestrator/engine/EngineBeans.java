package dev.godwit.orchestrator.engine;

import dev.godwit.orchestrator.OrchestratorSettings;
import dev.godwit.orchestrator.RebuildOrder;
import dev.godwit.orchestrator.codec.ControlPlaneCodec;
import dev.godwit.orchestrator.domain.decide.Settings;
import dev.godwit.orchestrator.trust.CommandTrust;
import dev.godwit.orchestrator.trust.UnsignedCommands;
import dev.godwit.records.TopicCatalogue;
import dev.godwit.trace.Traces;
import dev.godwit.wire.KafkaSettings;
import dev.godwit.wire.clock.ClockWatch;
import dev.godwit.wire.clock.SteadyClock;
import dev.godwit.wire.topics.TopicsAtStart;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.LaunchMode;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/** Makes the engine's topology; Quarkus runs it. */
@Singleton
class EngineBeans {
  private static final Logger LOG = Logger.getLogger(EngineBeans.class);

  private static final String GUARANTEE =
      "kafka-streams." + StreamsConfig.PROCESSING_GUARANTEE_CONFIG;

  @Produces
  @Singleton
  Topology topology(
      OrchestratorSettings settings,
      MeterRegistry registry,
      RebuildOrder order,
      Traces traces,
      CommandTrust trust,
      @ConfigProperty(name = GUARANTEE, defaultValue = "none") String guarantee) {
    if (!guarantee.equals(StreamsConfig.EXACTLY_ONCE_V2)) {
      throw new IllegalStateException(
          "Expected %s=%s, found %s. The control plane decides nothing without it: correct the setting."
              .formatted(GUARANTEE, StreamsConfig.EXACTLY_ONCE_V2, guarantee));
    }
    LOG.debugf("Settings: %s", settings.describe());
    KafkaSettings kafka = settings.clients();
    OrchestratorSettings.Control control = settings.control();
    CutIntervals cuts =
        new CutIntervals(
            control.liveCutEvery(), control.liveCutLaterEvery(), control.liveCutLaterAfter());
    ControlPlaneCodec codec = new ControlPlaneCodec();
    EngineMetrics metrics = new EngineMetrics(registry);
    return EngineTopology.of(
        new Engine(
            decisions(settings, cuts.verdictWithin()),
            () -> new RegistryWire(kafka),
            codec,
            new KafkaEventHistory(
                kafka, codec, Set.copyOf(control.foreignEvents().orElse(List.of())), metrics),
            metrics,
            cuts,
            new SteadyClock()::agreed,
            new AtomicBoolean(control.rebuild()),
            order,
            traces,
            trust,
            UnsignedCommands.of(settings.commands().unsigned())));
  }

  /** Tests make only the topics that they need. */
  void onStart(@Observes @Priority(1) StartupEvent start, OrchestratorSettings settings) {
    ClockWatch.start();
    if (LaunchMode.current() != LaunchMode.TEST) {
      TopicsAtStart.check(settings.clients(), TopicCatalogue.load());
    }
  }

  @Produces
  @Singleton
  StreamsUncaughtExceptionHandler onThreadDeath() {
    return new EngineFailure();
  }

  private static Settings decisions(OrchestratorSettings settings, Duration verdictWithin) {
    OrchestratorSettings.Control control = settings.control();
    return new Settings(
        control.approvalByAnother(),
        control.maxLiveRuns(),
        control.sourcePack(),
        control.targetPack(),
        control.chunkWindow(),
        control.maxAttempts(),
        control.estimateRowsPerSecond(),
        control.maxGrowthPercent(),
        verdictWithin,
        settings.onFailure(),
        settings.freezeBudget(),
        settings.rehearsalShare());
  }
}
