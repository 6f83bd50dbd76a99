package dev.godwit.webhooks.intake;

import dev.godwit.records.TopicCatalogue;
import dev.godwit.records.Topics;
import dev.godwit.webhooks.limits.BodyBudget;
import dev.godwit.webhooks.limits.RateLimits;
import dev.godwit.webhooks.outbound.KafkaLiveTopic;
import dev.godwit.webhooks.providers.AmazonSes;
import dev.godwit.webhooks.providers.MailProvider;
import dev.godwit.webhooks.providers.Mailgun;
import dev.godwit.webhooks.providers.Mandrill;
import dev.godwit.webhooks.providers.Postmark;
import dev.godwit.webhooks.providers.SendGrid;
import dev.godwit.webhooks.rehearsal.RehearsalIntake;
import dev.godwit.webhooks.signatures.JdkHttpsFetcher;
import dev.godwit.webhooks.signatures.UsedTokens;
import dev.godwit.wire.KafkaSettings;
import dev.godwit.wire.WireEncoder;
import dev.godwit.wire.clock.SteadyClock;
import dev.godwit.wire.topics.TopicsAtStart;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.LaunchMode;
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
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;
import org.jboss.logging.Logger;

/**
 * Makes the intake from the settings at start; a setting that makes no sense ends the process.
 * While no provider has a key, the intake answers every request with 503, and a rehearsal with the
 * list of no providers.
 */
@Startup
@Singleton
public class WebhookComponents {
  private static final Logger LOG = Logger.getLogger(WebhookComponents.class);
  private static final int TOTAL_BODY_BYTES = 48 << 20;
  private static final int MOST_BUCKETS = 10_000;
  private static final int MOST_TOKENS = 100_000;
  private static final int MAX_BLOCK_MS = 3_000;
  private static final int REQUEST_TIMEOUT_MS = 5_000;
  private static final int DELIVERY_TIMEOUT_MS = 8_000;
  private static final long BUFFER_BYTES = 16L << 20;

  private final WebhookIntake intake;
  private final KafkaLiveTopic topic;
  private final RehearsalIntake rehearsals;

  @Inject
  WebhookComponents(MeterRegistry registry, WebhookSettings settings) {
    List<MailProvider> providers =
        List.of(
            new SendGrid(),
            new Mailgun(new UsedTokens(MOST_TOKENS)),
            new AmazonSes(new JdkHttpsFetcher()),
            new Postmark(),
            new Mandrill());
    IntakePolicy policy = IntakePolicy.of(settings, providers);
    List<String> open = policy.openProviders();
    this.topic = open.isEmpty() ? null : topic(settings);
    this.intake =
        new WebhookIntake(
            providers,
            policy,
            new RateLimits(
                policy.requestsPerSecond(), policy.burst(), MOST_BUCKETS, System::nanoTime),
            new BodyBudget(TOTAL_BODY_BYTES),
            topic == null ? (events, unreadable) -> {} : topic,
            new WebhookMetrics(registry),
            Clock.systemUTC(),
            new SteadyClock()::stepped);
    this.rehearsals =
        LaunchMode.current() == LaunchMode.TEST
            ? null
            : RehearsalClients.intake(settings, providers, policy.providers(), topic);
    if (rehearsals != null) {
      Thread.ofPlatform().daemon().name("godwit-webhook-rehearsals").start(rehearsals);
    }
    LOG.infof("Webhooks are open for providers with a key: %s", open);
    LOG.debugf(
        "Settings: kafka=%s registry=%s httpPort=%d requestsPerSecond=%s burst=%s providers=%s",
        settings.kafka(),
        settings.registry(),
        settings.httpPort(),
        policy.requestsPerSecond(),
        policy.burst(),
        policy.providers());
  }

  @Produces
  @Singleton
  WebhookIntake intake() {
    return intake;
  }

  /** Ready once events can be written, or where no provider is open. */
  @Produces
  @Singleton
  @Readiness
  HealthCheck readiness() {
    return () ->
        HealthCheckResponse.named("live events can be encoded")
            .status(topic == null || topic.isReady())
            .build();
  }

  /** A producer that gives up before a provider stops waiting for its answer. */
  private static KafkaLiveTopic topic(WebhookSettings settings) {
    KafkaSettings kafka = settings.clients();
    Map<String, Object> config = kafka.producer("godwit-webhooks-" + settings.httpPort());
    config.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, MAX_BLOCK_MS);
    config.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, REQUEST_TIMEOUT_MS);
    config.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, DELIVERY_TIMEOUT_MS);
    config.put(ProducerConfig.BUFFER_MEMORY_CONFIG, BUFFER_BYTES);
    WireEncoder encoder = new WireEncoder(kafka.serde());
    if (LaunchMode.current() != LaunchMode.TEST) {
      TopicsAtStart.check(kafka, List.of(TopicCatalogue.load().topic(Topics.LIVE)));
    }
    KafkaLiveTopic topic = new KafkaLiveTopic(new KafkaProducer<>(config), encoder::encode);
    topic.prepare();
    return topic;
  }

  @PreDestroy
  void close() {
    if (rehearsals != null) {
      rehearsals.close();
    }
    if (topic != null) {
      topic.close();
    }
  }
}
