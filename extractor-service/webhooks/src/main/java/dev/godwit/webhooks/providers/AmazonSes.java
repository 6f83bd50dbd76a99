package dev.godwit.webhooks.providers;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.godwit.row.v1.LiveEngagement;
import dev.godwit.webhooks.request.Outcome;
import dev.godwit.webhooks.request.Refusal;
import dev.godwit.webhooks.request.WebhookRequest;
import dev.godwit.webhooks.signatures.HttpsFetcher;
import dev.godwit.webhooks.signatures.SnsAddress;
import dev.godwit.webhooks.signatures.SnsSignature;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * Amazon SES's event publishing through an Amazon SNS topic with an HTTP subscription. The keys of
 * this provider are the ARNs of the topics, since Amazon signs the messages of all its customers.
 * The subscription to a configured topic is confirmed; to any other topic it is refused.
 */
public final class AmazonSes implements MailProvider {
  public static final String NAME = "ses";
  private static final String NOTIFICATION = "Notification";
  private static final String CONFIRMATION = "SubscriptionConfirmation";
  private static final String UNSUBSCRIBED = "UnsubscribeConfirmation";
  private static final Duration RETRY_AFTER = Duration.ofSeconds(30);

  /** Twice Amazon's limit of a message. */
  private static final int MAX_BODY_BYTES = 512 << 10;

  private static final int WEIGHT = 10;
  private final SnsSignature signature;
  private final HttpsFetcher fetcher;

  public AmazonSes(HttpsFetcher fetcher) {
    this.fetcher = fetcher;
    this.signature = new SnsSignature(fetcher);
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String usualMessageId() {
    return "{id}";
  }

  @Override
  public int maxBodyBytes(int configured) {
    return Math.min(configured, MAX_BODY_BYTES);
  }

  @Override
  public int weight() {
    return WEIGHT;
  }

  @Override
  public ProviderEvents read(WebhookRequest request, ProviderSettings settings) throws Refusal {
    Map<String, String> message =
        Json.texts(request.body(), SnsSignature.FIELDS, "a message of Amazon SNS");
    String topic = message.get("TopicArn");
    if (topic == null || !settings.keysOf(request.customer()).contains(topic)) {
      throw Refusal.badSignature(
          "Expected a topic that GODWIT_WEBHOOK_SES_KEY names for this customer, found %s. Add its ARN there if it is yours."
              .formatted(topic == null ? "none" : "another"));
    }
    signature.verify(message, request.receivedAt());
    Instant signedAt = Times.ofIso(message.get("Timestamp"));
    if (signedAt == null) {
      throw Refusal.badSignature("Expected a signed Timestamp in ISO 8601, found something else.");
    }
    settings.requireRecent(signedAt, request.receivedAt());
    return switch (String.valueOf(message.get("Type"))) {
      case NOTIFICATION -> event(request, settings, message);
      case CONFIRMATION -> confirm(message);
      case UNSUBSCRIBED -> ProviderEvents.nothing(Outcome.IGNORED);
      default ->
          throw Refusal.unreadable(
              "Expected a message of Type Notification, SubscriptionConfirmation or UnsubscribeConfirmation, found another.");
    };
  }

  @Override
  public ProviderEvents events(WebhookRequest request, ProviderSettings settings) throws Refusal {
    return event(
        request,
        settings,
        Json.texts(request.body(), SnsSignature.FIELDS, "a message of Amazon SNS"));
  }

  private ProviderEvents confirm(Map<String, String> message) throws Refusal {
    SnsAddress address = SnsAddress.of(message.get("SubscribeURL"));
    try {
      fetcher.get(address.uri());
    } catch (IOException e) {
      throw Refusal.unavailable(
          "Expected Amazon SNS to answer the confirmation of the subscription, found: "
              + e.getMessage()
              + ". SNS will ask again; check that this process can reach it.",
          RETRY_AFTER,
          e);
    }
    return ProviderEvents.nothing(Outcome.CONFIRMED);
  }

  private static ProviderEvents event(
      WebhookRequest request, ProviderSettings settings, Map<String, String> message) {
    JsonNode event = sesEvent(message.get("Message"));
    String type = String.valueOf(Json.text(event, "eventType"));
    LiveEngagement engagement =
        switch (type) {
          case "Open" -> engagement(request, settings, message, event, EngagementBuilder.OPEN);
          case "Click" -> engagement(request, settings, message, event, EngagementBuilder.CLICK);
          default -> null;
        };
    return engagement == null
        ? ProviderEvents.of(List.of(), 1)
        : ProviderEvents.of(List.of(settings.fields().of(event, engagement)), 0);
  }

  /** The event in a message; missing for a plain text, such as the one that SES sends at set-up. */
  private static JsonNode sesEvent(String text) {
    try {
      return text == null ? Json.MAPPER.missingNode() : Json.MAPPER.readTree(text);
    } catch (JsonProcessingException e) {
      return Json.MAPPER.missingNode();
    }
  }

  private static LiveEngagement engagement(
      WebhookRequest request,
      ProviderSettings settings,
      Map<String, String> message,
      JsonNode event,
      String kind) {
    JsonNode mail = event.path("mail");
    JsonNode detail = event.path(kind);
    return new EngagementBuilder(NAME, request)
        .of(
            kind,
            EventIds.given(NAME, message.get("MessageId")),
            settings.messageId().make(Json.text(mail, "messageId"), header(mail)),
            recipient(mail),
            Json.text(detail, "link"),
            Json.text(detail, "userAgent"),
            Times.ofIso(Json.text(detail, "timestamp")));
  }

  /** The only address that the message was sent to; null where it was sent to several. */
  private static String recipient(JsonNode mail) {
    JsonNode destination = mail.path("destination");
    return destination.size() == 1 && destination.get(0).isTextual()
        ? destination.get(0).asText()
        : null;
  }

  private static String header(JsonNode mail) {
    for (JsonNode header : mail.path("headers")) {
      if ("Message-ID".equalsIgnoreCase(Json.text(header, "name"))) {
        return Json.text(header, "value");
      }
    }
    return null;
  }
}
