package dev.godwit.webhooks.intake;

import dev.godwit.webhooks.request.Outcome;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

/** Counts requests and events by provider and outcome. Thread-safe. */
public final class WebhookMetrics {
  private final MeterRegistry registry;

  public WebhookMetrics(MeterRegistry registry) {
    this.registry = registry;
  }

  /** Counts a request; the provider is a supported one, or "unknown". */
  void request(String provider, Outcome outcome) {
    Counter.builder("godwit.webhook.requests")
        .description("Requests of mail providers, by outcome")
        .tag("provider", provider)
        .tag("outcome", outcome.label())
        .register(registry)
        .increment();
  }

  /** Counts the events of a request that was answered 200. */
  void events(String provider, int accepted, int ignored, int unreadable) {
    events(provider, "accepted", accepted);
    events(provider, "ignored", ignored);
    events(provider, "unreadable", unreadable);
  }

  private void events(String provider, String outcome, int count) {
    if (count > 0) {
      Counter.builder("godwit.webhook.events")
          .description(
              "Events in accepted requests of mail providers: opens and clicks are accepted, other kinds ignored, unreadable ones kept")
          .tag("provider", provider)
          .tag("outcome", outcome)
          .register(registry)
          .increment(count);
    }
  }
}
