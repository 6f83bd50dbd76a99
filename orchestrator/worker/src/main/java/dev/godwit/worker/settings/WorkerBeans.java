package dev.godwit.worker.settings;

import dev.godwit.pack.Packs;
import dev.godwit.records.TopicCatalogue;
import dev.godwit.trace.TraceSettings;
import dev.godwit.trace.Traces;
import dev.godwit.wire.KafkaSettings;
import dev.godwit.wire.clock.ClockWatch;
import dev.godwit.wire.topics.TopicsAtStart;
import dev.godwit.worker.stage.StageIdentity;
import io.quarkus.runtime.Startup;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;
import org.eclipse.microprofile.config.Config;
import org.jboss.logging.Logger;

/**
 * Makes the beans that follow from {@link WorkerSettings}: {@link KafkaSettings} and {@link Packs}.
 * Validates the settings when a service starts, and prints all settings of the service ({@code
 * godwit.*}) at debug, without secrets.
 */
@Singleton
public class WorkerBeans {
  private static final Logger LOG = Logger.getLogger(WorkerBeans.class);
  private static final Pattern SECRET =
      Pattern.compile("password|secret|token|credential|key$", Pattern.CASE_INSENSITIVE);

  /** Where broker and registry are. */
  @Produces
  @Singleton
  KafkaSettings kafka(WorkerSettings settings) {
    return settings.kafkaSettings();
  }

  /** Spans of the work on tasks. */
  @Produces
  @Singleton
  Traces traces(WorkerSettings settings, StageIdentity identity) {
    return Traces.of(
        new TraceSettings(
            settings.traces(),
            settings.tracesEndpoint(),
            settings.tracesSampled(),
            settings.service(),
            identity.instance()));
  }

  void close(@Disposes Traces traces) {
    traces.close();
  }

  /** The packs, read at start; one that cannot be read stops the tasks that name it, no other. */
  @Produces
  @Singleton
  @Startup
  Packs packs(WorkerSettings settings, Config config) {
    return Packs.open(settings.packs(), name -> config.getConfigValue(name).getRawValue());
  }

  void onStart(@Observes @Priority(1) StartupEvent start, WorkerSettings settings, Config config) {
    settings.validate();
    ClockWatch.start();
    TopicsAtStart.check(settings.kafkaSettings(), TopicCatalogue.load());
    if (LOG.isDebugEnabled()) {
      LOG.debugf("Settings: %s", describe(config));
    }
  }

  /** All settings of the service by key; a secret's value is replaced. */
  static String describe(Config config) {
    TreeMap<String, String> values = new TreeMap<>();
    StreamSupport.stream(config.getPropertyNames().spliterator(), false)
        .filter(key -> key.startsWith("godwit."))
        .forEach(
            key ->
                values.put(
                    key,
                    SECRET.matcher(key).find()
                        ? "(set)"
                        : config.getOptionalValue(key, String.class).orElse("")));
    return values.toString();
  }
}
