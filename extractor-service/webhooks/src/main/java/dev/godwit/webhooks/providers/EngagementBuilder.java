package dev.godwit.webhooks.providers;

import dev.godwit.row.v1.LiveEngagement;
import dev.godwit.row.v1.LiveWay;
import dev.godwit.webhooks.request.WebhookRequest;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Makes the live events of one provider request. Not thread-safe. */
final class EngagementBuilder {
  static final String OPEN = "open";
  static final String CLICK = "click";

  private final String provider;
  private final WebhookRequest request;
  private final Instant receivedAt;

  EngagementBuilder(String provider, WebhookRequest request) {
    this.provider = provider;
    this.request = request;
    this.receivedAt = request.receivedAt().truncatedTo(ChronoUnit.MICROS);
  }

  /** An event of a provider that does not say who caused it; all but the kind may be null. */
  LiveEngagement of(
      String kind,
      String eventId,
      String messageId,
      String recipient,
      String url,
      String agent,
      Instant occurredAt) {
    return of(kind, eventId, messageId, recipient, url, agent, occurredAt, null);
  }

  /**
   * An event; all but the kind may be null.
   *
   * @param machine whether a machine caused it; null where the provider does not say
   */
  LiveEngagement of(
      String kind,
      String eventId,
      String messageId,
      String recipient,
      String url,
      String agent,
      Instant occurredAt,
      Boolean machine) {
    return LiveEngagement.newBuilder()
        .setCustomer(request.customer())
        .setWay(LiveWay.WEBHOOK)
        .setEventId(eventId)
        .setMessageId(messageId)
        .setRecipient(recipient)
        .setKind(kind)
        .setUrl(url)
        .setAgent(agent)
        .setMachine(machine == null ? null : machine.toString())
        .setOccurredAt(occurredAt)
        .setProvider(provider)
        .setReceivedAt(receivedAt)
        .build();
  }
}
