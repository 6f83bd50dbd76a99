package dev.godwit.extractor.webhook;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

/** Counts requests and events by provider and outcome. Thread-safe. */
final class WebhookMetrics {
  private final MeterRegistry registry;

  WebhookMetrics(MeterRegistry registry) {
    this.registry = registry;
  }

  /** Adds a request; the provider is one that is known, or "unknown". */
  void request(String provider, Outcome outcome) {
    Counter.builder("godwit.webhook.requests")
        .description("Requests of mail providers, by what became of them")
        .tag("provider", provider)
        .tag("outcome", outcome.label())
        .register(registry)
        .increment();
  }

  /** Adds what a request told, once it is in the log. */
  void events(String provider, int accepted, int ignored) {
    events(provider, "accepted", accepted);
    events(provider, "ignored", ignored);
  }

  private void events(String provider, String outcome, int count) {
    if (count > 0) {
      Counter.builder("godwit.webhook.events")
          .description("Events that mail providers told of: opens and clicks accepted, others not")
          .tag("provider", provider)
          .tag("outcome", outcome)
          .register(registry)
          .increment(count);
    }
  }
}
