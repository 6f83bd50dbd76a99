package dev.godwit.extractor.webhook;

import dev.godwit.wire.KafkaSettings;
import dev.godwit.wire.WireEncoder;
import dev.godwit.worker.StageIdentity;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/**
 * Puts the intake together at start-up, where a setting that makes no sense ends the process. Where
 * no provider has a key there is no connection to Kafka, and every request is answered 503.
 */
@Startup
@Singleton
public class WebhookWiring {
  private static final Logger LOG = Logger.getLogger(WebhookWiring.class);
  private static final int TOTAL_BODY_BYTES = 48 << 20;
  private static final int MOST_BUCKETS = 10_000;
  private static final int MOST_TOKENS = 100_000;
  private static final int MAX_BLOCK_MS = 3_000;
  private static final int REQUEST_TIMEOUT_MS = 5_000;
  private static final int DELIVERY_TIMEOUT_MS = 8_000;
  private static final long BUFFER_BYTES = 16L << 20;

  private final WebhookIntake intake;
  private final KafkaLiveLog kafka;

  @Inject
  WebhookWiring(
      MeterRegistry registry,
      StageIdentity identity,
      @ConfigProperty(name = "quarkus.http.port") int port) {
    List<MailProvider> providers =
        List.of(
            new SendGrid(),
            new Mailgun(new UsedTokens(MOST_TOKENS)),
            new AmazonSes(new JdkHttpsFetcher()),
            new Postmark(),
            new Mandrill());
    WebhookSettings settings = WebhookSettings.from(System.getenv(), providers, port);
    this.kafka = settings.isInUse() ? kafka(identity) : null;
    this.intake =
        new WebhookIntake(
            providers,
            settings,
            new RequestRates(
                settings.requestsPerSecond(), settings.burst(), MOST_BUCKETS, System::nanoTime),
            new BodyBudget(TOTAL_BODY_BYTES),
            kafka == null ? events -> {} : kafka,
            new WebhookMetrics(registry),
            Clock.systemUTC());
    LOG.infof(
        "Webhooks are taken from: %s",
        providers.stream()
            .map(MailProvider::name)
            .filter(name -> settings.providers().get(name).hasKeys())
            .toList());
  }

  @Produces
  @Singleton
  WebhookIntake intake() {
    return intake;
  }

  /** Waits no longer than a provider does for its answer. */
  private static KafkaLiveLog kafka(StageIdentity identity) {
    KafkaSettings where = KafkaSettings.fromEnvironment();
    Map<String, Object> config = where.producer(identity.instance() + "-webhooks");
    config.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, MAX_BLOCK_MS);
    config.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, REQUEST_TIMEOUT_MS);
    config.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, DELIVERY_TIMEOUT_MS);
    config.put(ProducerConfig.BUFFER_MEMORY_CONFIG, BUFFER_BYTES);
    WireEncoder encoder = new WireEncoder(where.serde());
    KafkaLiveLog log = new KafkaLiveLog(new KafkaProducer<>(config), encoder::encode);
    log.prepare();
    return log;
  }

  @PreDestroy
  void close() {
    if (kafka != null) {
      kafka.close();
    }
  }
}
