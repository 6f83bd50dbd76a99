package dev.godwit.extractor.webhook;

import dev.godwit.row.v1.LiveEngagement;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** An intake whose clock, log, certificates and environment a test holds in its hands. */
final class Hooks {
  static final Instant NOW = Instant.parse("2026-03-04T05:06:07.123456Z");
  static final String CUSTOMER = "acme-1";

  final Map<String, String> environment = new HashMap<>();
  final List<LiveEngagement> log = new ArrayList<>();
  final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  final Map<String, byte[]> web = new HashMap<>();
  final List<String> fetched = new ArrayList<>();
  Instant now = NOW;
  boolean kafkaIsDown;
  boolean isBroken;
  int budgetBytes = 48 << 20;

  /** Where events go. */
  LiveLog sink = this::append;

  private WebhookIntake intake;

  Hooks with(String setting, String value) {
    environment.put(WebhookSettings.PREFIX + setting, value);
    return this;
  }

  WebhookIntake.Answer post(String provider, Map<String, String> headers, String body) {
    return post(provider, CUSTOMER, headers, body);
  }

  WebhookIntake.Answer post(
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

  WebhookIntake intake() {
    if (intake == null) {
      List<MailProvider> providers =
          List.of(
              new SendGrid(),
              new Mailgun(new UsedTokens(100)),
              new AmazonSes(this::fetch),
              new Postmark(),
              new Mandrill());
      WebhookSettings settings = WebhookSettings.from(environment, providers, 18090);
      intake =
          new WebhookIntake(
              providers,
              settings,
              new RequestRates(
                  settings.requestsPerSecond(),
                  settings.burst(),
                  10,
                  () -> Duration.between(Instant.EPOCH, now).toNanos()),
              new BodyBudget(budgetBytes),
              sink,
              new WebhookMetrics(meters),
              new TestClock());
    }
    return intake;
  }

  double requests(String provider, Outcome outcome) {
    Counter counter =
        meters
            .find("godwit.webhook.requests")
            .tags("provider", provider, "outcome", outcome.label())
            .counter();
    return counter == null ? 0 : counter.count();
  }

  double events(String provider, String outcome) {
    Counter counter =
        meters
            .find("godwit.webhook.events")
            .tags("provider", provider, "outcome", outcome)
            .counter();
    return counter == null ? 0 : counter.count();
  }

  private void append(List<LiveEngagement> events) throws Refusal {
    if (isBroken) {
      throw new IllegalStateException("a flaw");
    }
    if (kafkaIsDown) {
      throw Refusal.unavailable("Kafka is down.", Duration.ofSeconds(10), null);
    }
    log.addAll(events);
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
