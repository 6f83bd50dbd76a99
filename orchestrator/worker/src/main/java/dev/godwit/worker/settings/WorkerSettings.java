package dev.godwit.worker.settings;

import dev.godwit.common.v1.Stage;
import dev.godwit.trace.TraceSettings;
import dev.godwit.wire.KafkaSettings;
import dev.godwit.wire.security.TransportSecurity;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * Settings that every service with workers has. Each key can be set as an environment variable too,
 * in capitals with underscores: {@code godwit.kafka} is {@code GODWIT_KAFKA}. {@link WorkerBeans}
 * validates and prints them at start. None is a secret.
 *
 * <p>A service adds a {@code @ConfigMapping} of its own for what only it needs.
 */
@ConfigMapping(prefix = "godwit")
public interface WorkerSettings {
  /**
   * Name of the service, such as extractor; the service's {@code application.properties} sets it.
   */
  String service();

  /** Stage of the service; the service's {@code application.properties} sets it. */
  Stage stage();

  /**
   * Name of this process, unique among running processes and the same after a restart. Empty for
   * service, host and port.
   */
  Optional<String> instance();

  /** Addresses of the broker, host:port, separated by commas. */
  @WithDefault(KafkaSettings.DEFAULT_KAFKA)
  String kafka();

  /** Base address of the schema registry, below which its APIs are. */
  @WithDefault(KafkaSettings.DEFAULT_REGISTRY)
  String registry();

  /**
   * Client that speaks to the registry: apicurio, confluent or the path of a properties file. Empty
   * for the client that the build chose.
   */
  Optional<String> serde();

  /** Directory of the packs. */
  @WithDefault("schemas/packs/reference")
  Path packs();

  /** Number of tasks that this process does at once. */
  @WithDefault("1")
  int taskWorkers();

  /** True to make traces. */
  @WithDefault("false")
  boolean traces();

  /** Base address of a collector that takes OTLP over HTTP. */
  @WithDefault(TraceSettings.DEFAULT_ENDPOINT)
  String tracesEndpoint();

  /** Share of the traces that is recorded, 0 to 1. */
  @WithDefault("1")
  double tracesSampled();

  /**
   * How long a stage waits while the disk of a database is full, before it fails and a live run is
   * held.
   */
  @WithDefault("PT5M")
  Duration fullDiskWait();

  /** Where broker and registry are. */
  default KafkaSettings kafkaSettings() {
    return new KafkaSettings(
        kafka(), registry(), serde().orElse(null), TransportSecurity.ofThisProcess());
  }

  /**
   * Checks the values.
   *
   * @throws IllegalStateException with every value that cannot work
   */
  default void validate() {
    new SettingsProblems()
        .notBlank("godwit.service", service())
        .matches("godwit.kafka", kafka(), "[^\\s,:]+:\\d+(,[^\\s,:]+:\\d+)*", "host:port")
        .matches("godwit.registry", registry(), "https?://\\S+", "an http address")
        .positive("godwit.task-workers", taskWorkers())
        .positive("godwit.full-disk-wait", fullDiskWait())
        .throwIfAny();
  }
}
