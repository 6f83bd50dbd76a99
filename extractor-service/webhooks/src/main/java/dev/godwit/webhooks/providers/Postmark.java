package dev.godwit.webhooks.providers;

import com.fasterxml.jackson.databind.JsonNode;
import dev.godwit.webhooks.request.Refusal;
import dev.godwit.webhooks.request.WebhookRequest;
import dev.godwit.webhooks.signatures.Signatures;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * Postmark's webhooks: a JSON object with one event. Postmark does not sign; it sends the user and
 * password of the webhook's address, or a configured header.
 */
public final class Postmark implements MailProvider {
  public static final String NAME = "postmark";
  private static final String BASIC = "basic ";
  private static final Map<String, String> KINDS =
      Map.of("Open", EngagementBuilder.OPEN, "Click", EngagementBuilder.CLICK);

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String usualMessageId() {
    return "{id}";
  }

  @Override
  public ProviderEvents read(WebhookRequest request, ProviderSettings settings) throws Refusal {
    verify(request, settings);
    return events(request, settings);
  }

  @Override
  public ProviderEvents events(WebhookRequest request, ProviderSettings settings) throws Refusal {
    JsonNode event = Json.object(request.body(), "one event");
    String kind = KINDS.get(String.valueOf(Json.text(event, "RecordType")));
    if (kind == null) {
      return ProviderEvents.of(List.of(), 1);
    }
    String receivedAt = Json.text(event, "ReceivedAt");
    String messageId = Json.text(event, "MessageID");
    Instant at = Times.ofIso(receivedAt);
    String recipient = Json.text(event, "Recipient");
    String link = Json.text(event, "OriginalLink");
    String agent = Json.text(event, "UserAgent");
    String id =
        messageId == null || receivedAt == null
            ? null
            : EventIds.derived(
                NAME,
                kind,
                messageId,
                recipient,
                receivedAt,
                link,
                Json.text(event, "ClickLocation"),
                agent,
                Json.text(event.path("Geo"), "IP"));
    return ProviderEvents.of(
        List.of(
            settings
                .fields()
                .of(
                    event,
                    new EngagementBuilder(NAME, request)
                        .of(
                            kind,
                            id,
                            settings.messageId().make(messageId, null),
                            recipient,
                            link,
                            agent,
                            at))),
        0);
  }

  private static void verify(WebhookRequest request, ProviderSettings settings) throws Refusal {
    String received =
        settings.secretHeader() == null ? basic(request) : request.header(settings.secretHeader());
    boolean known = false;
    for (String key : settings.keysOf(request.customer())) {
      known |= received != null && Signatures.same(key, received);
    }
    if (!known) {
      throw Refusal.badSignature(
          "Expected %s, found %s. Check GODWIT_WEBHOOK_POSTMARK_KEY and the webhook's settings in Postmark."
              .formatted(
                  settings.secretHeader() == null
                      ? "HTTP basic authentication by the configured user:password"
                      : "the configured secret in the header " + settings.secretHeader(),
                  received == null ? "none" : "another"));
    }
  }

  private static String basic(WebhookRequest request) {
    String header = request.header("authorization");
    if (header == null || !header.regionMatches(true, 0, BASIC, 0, BASIC.length())) {
      return null;
    }
    return new String(Signatures.base64(header.substring(BASIC.length())), StandardCharsets.UTF_8);
  }
}
