package dev.godwit.webhooks.intake;

import dev.godwit.row.v1.LiveEngagement;
import dev.godwit.webhooks.limits.BodyBudget;
import dev.godwit.webhooks.limits.RateLimits;
import dev.godwit.webhooks.outbound.LiveTopic;
import dev.godwit.webhooks.providers.AmazonSes;
import dev.godwit.webhooks.providers.MailProvider;
import dev.godwit.webhooks.providers.Mailgun;
import dev.godwit.webhooks.providers.Mandrill;
import dev.godwit.webhooks.providers.Postmark;
import dev.godwit.webhooks.providers.SendGrid;
import dev.godwit.webhooks.request.Outcome;
import dev.godwit.webhooks.request.Refusal;
import dev.godwit.webhooks.signatures.UsedTokens;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** An intake with a clock, topic, certificates and environment that a test controls. */
public final class WebhookFixture {
  public static final Instant NOW = Instant.parse("2026-03-04T05:06:07.123456Z");
  public static final String CUSTOMER = "acme-1";

  public final Map<String, String> environment = new HashMap<>();
  public final List<LiveEngagement> log = new ArrayList<>();
  public final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  public final Map<String, byte[]> web = new HashMap<>();
  public final List<String> fetched = new ArrayList<>();
  public Instant now = NOW;
  public Duration stepped = Duration.ZERO;
  public boolean kafkaIsDown;
  public boolean isBroken;
  public int budgetBytes = 48 << 20;

  /** Where events go. */
  public final List<LiveTopic.UnreadableEvent> kept = new ArrayList<>();

  public LiveTopic sink = this::append;

  private WebhookIntake intake;

  public WebhookFixture with(String setting, String value) {
    environment.put(IntakePolicy.PREFIX + setting, value);
    return this;
  }

  public WebhookIntake.Answer post(String provider, Map<String, String> headers, String body) {
    return post(provider, CUSTOMER, headers, body);
  }

  public WebhookIntake.Answer post(
      String provider, String customer, Map<String, String> headers, String body) {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    return intake()
        .take(
            new WebhookIntake.Arrival(
                provider,
                customer,
                "/webhooks/" + provider + "/" + customer,
                headers,
                bytes.length,
                new ByteArrayInputStream(bytes)));
  }

  public WebhookIntake intake() {
    if (intake == null) {
      List<MailProvider> providers =
          List.of(
              new SendGrid(),
              new Mailgun(new UsedTokens(100)),
              new AmazonSes(this::fetch),
              new Postmark(),
              new Mandrill());
      IntakePolicy settings = IntakePolicy.of(settings(), providers);
      intake =
          new WebhookIntake(
              providers,
              settings,
              new RateLimits(
                  settings.requestsPerSecond(),
                  settings.burst(),
                  10,
                  () -> Duration.between(Instant.EPOCH, now).toNanos()),
              new BodyBudget(budgetBytes),
              sink,
              new WebhookMetrics(meters),
              new TestClock(),
              () -> stepped);
    }
    return intake;
  }

  /** The settings that a process with this environment has. */
  private WebhookSettings settings() {
    return new SmallRyeConfigBuilder()
        .addDefaultInterceptors()
        .withSources(
            new EnvConfigSource(environment, 300),
            new PropertiesConfigSource(
                Map.of(
                    "godwit.webhook.kafka", "127.0.0.1:19092",
                    "godwit.webhook.registry", "http://127.0.0.1:18081",
                    "godwit.webhook.http-port", "18094"),
                "application.properties",
                250))
        .withMapping(WebhookSettings.class)
        .build()
        .getConfigMapping(WebhookSettings.class);
  }

  public double requests(String provider, Outcome outcome) {
    Counter counter =
        meters
            .find("godwit.webhook.requests")
            .tags("provider", provider, "outcome", outcome.label())
            .counter();
    return counter == null ? 0 : counter.count();
  }

  public double events(String provider, String outcome) {
    Counter counter =
        meters
            .find("godwit.webhook.events")
            .tags("provider", provider, "outcome", outcome)
            .counter();
    return counter == null ? 0 : counter.count();
  }

  private void append(List<LiveEngagement> events, List<LiveTopic.UnreadableEvent> unreadable)
      throws Refusal {
    if (isBroken) {
      throw new IllegalStateException("a flaw");
    }
    if (kafkaIsDown) {
      throw Refusal.unavailable("Kafka is down.", Duration.ofSeconds(10), null);
    }
    log.addAll(events);
    kept.addAll(unreadable);
  }

  private byte[] fetch(java.net.URI address) throws java.io.IOException {
    fetched.add(address.toString());
    byte[] found = web.get(address.toString());
    if (found == null) {
      throw new java.io.IOException("nothing there");
    }
    return found;
  }

  private final class TestClock extends Clock {
    @Override
    public java.time.ZoneId getZone() {
      return java.time.ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(java.time.ZoneId zone) {
      return this;
    }

    @Override
    public Instant instant() {
      return now;
    }
  }
}
