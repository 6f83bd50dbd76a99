package dev.godwit.extractor.webhook;

import com.fasterxml.jackson.databind.JsonNode;
import dev.godwit.row.v1.LiveEngagement;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;

/**
 * Mailgun's webhooks: a JSON object with one event and its signature, an HMAC with SHA-256 over
 * timestamp and token. The signature does not cover the event, so a token that was used before is
 * believed only with the very same body.
 */
final class Mailgun implements MailProvider {
  static final String NAME = "mailgun";
  private static final String ALGORITHM = "HmacSHA256";
  private static final Map<String, String> KINDS =
      Map.of("opened", Engagements.OPEN, "clicked", Engagements.CLICK);

  private final UsedTokens tokens;

  Mailgun(UsedTokens tokens) {
    this.tokens = tokens;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String usualMessageId() {
    return "<{header}>";
  }

  @Override
  public Told read(WebhookRequest request, ProviderSettings settings) throws Refusal {
    JsonNode body = Json.object(request.body(), "signature and event-data");
    String token = verify(request, settings, body.path("signature"));
    UsedTokens.Use use = tokens.use(token, request.body());
    if (use == UsedTokens.Use.SAME_BODY) {
      return Told.nothing(Outcome.REPEATED);
    }
    if (use == UsedTokens.Use.OTHER_BODY) {
      throw Refusal.badSignature(
          "Expected a token that was not used for another event, found one that was. If this repeats, somebody else knows a signature of yours: replace the signing key.");
    }
    JsonNode event = body.path("event-data");
    String kind = KINDS.get(String.valueOf(Json.text(event, "event")));
    Told told =
        kind == null
            ? Told.of(List.of(), 1)
            : Told.of(List.of(engagement(request, settings, event, kind)), 0);
    return told.whenAcknowledged(() -> tokens.remember(token, request.body()));
  }

  private static LiveEngagement engagement(
      WebhookRequest request, ProviderSettings settings, JsonNode event, String kind) {
    Instant at = Times.ofEpoch(Json.text(event, "timestamp"));
    String messageId = Json.text(event.path("message").path("headers"), "message-id");
    return new Engagements(NAME, request)
        .of(
            kind,
            EventIds.given(NAME, dayAndId(at, Json.text(event, "id"))),
            settings.messageId().make(messageId, messageId),
            Json.text(event, "url"),
            Json.text(event.path("client-info"), "user-agent"),
            at);
  }

  /** Mailgun's ids are unique within a day, so the event's day belongs to them. */
  private static String dayAndId(Instant at, String id) {
    if (id == null) {
      return null;
    }
    return (at == null ? "" : at.atOffset(ZoneOffset.UTC).toLocalDate()) + ":" + id;
  }

  private static String verify(WebhookRequest request, ProviderSettings settings, JsonNode signed)
      throws Refusal {
    String timestamp = Json.text(signed, "timestamp");
    String token = Json.text(signed, "token");
    if (timestamp == null || token == null) {
      throw Refusal.badSignature(
          "Expected signature.timestamp, .token and .signature, found none. Check that it is Mailgun that calls.");
    }
    List<String> keys = settings.keysOf(request.customer());
    String text = timestamp + token;
    boolean own = isBy(keys, text, Json.text(signed, "signature"));
    boolean parent = isBy(keys, text, Json.text(signed, "parent-signature"));
    if (!own && !parent) {
      throw Refusal.badSignature(
          "Expected a signature over timestamp and token by the configured key, found another. Check GODWIT_WEBHOOK_MAILGUN_KEY: it is the HTTP webhook signing key.");
    }
    Instant signedAt = Times.ofEpoch(timestamp);
    if (signedAt == null) {
      throw Refusal.badSignature("Expected a timestamp in seconds, found something else.");
    }
    settings.requireRecent(signedAt, request.receivedAt());
    return token;
  }

  private static boolean isBy(List<String> keys, String text, String signature) {
    return Signatures.isHmacByAny(keys, ALGORITHM, text, Signatures.hex(signature));
  }
}
