package dev.godwit.webhooks.providers;

import com.fasterxml.jackson.databind.JsonNode;
import dev.godwit.row.v1.LiveEngagement;
import dev.godwit.webhooks.request.Outcome;
import dev.godwit.webhooks.request.Refusal;
import dev.godwit.webhooks.request.WebhookRequest;
import dev.godwit.webhooks.signatures.Signatures;
import dev.godwit.webhooks.signatures.UsedTokens;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Mailgun's webhooks: a JSON object with one event and its signature, an HMAC with SHA-256 over
 * timestamp and token. The signature does not cover the event, so a used token is accepted only
 * with the same body.
 */
public final class Mailgun implements MailProvider {
  public static final String NAME = "mailgun";
  private static final String ALGORITHM = "HmacSHA256";
  private static final String SIGNATURE = "signature";
  private static final String PARENT_SIGNATURE = "parent-signature";
  private static final Set<String> SIGNED =
      Set.of("timestamp", "token", SIGNATURE, PARENT_SIGNATURE);

  /** A request holds one event; Mailgun limits its biggest part, the recipient's variables. */
  private static final int MAX_BODY_BYTES = 256 << 10;

  /**
   * The signature is over timestamp and token without anything between them, so each must have one
   * form only: else characters of one could be moved to the other, as a new token with an old
   * signature.
   */
  private static final Pattern TIMESTAMP = Pattern.compile("[0-9]{10}");

  private static final Pattern TOKEN = Pattern.compile("[0-9A-Za-z]{50}");

  private static final int WEIGHT = 10;
  private static final Map<String, String> KINDS =
      Map.of("opened", EngagementBuilder.OPEN, "clicked", EngagementBuilder.CLICK);

  private final UsedTokens tokens;

  public Mailgun(UsedTokens tokens) {
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
  public int maxBodyBytes(int configured) {
    return Math.min(configured, MAX_BODY_BYTES);
  }

  @Override
  public int weight() {
    return WEIGHT;
  }

  @Override
  public ProviderEvents read(WebhookRequest request, ProviderSettings settings) throws Refusal {
    String token =
        verify(
            request,
            settings,
            Json.textsOf(request.body(), SIGNATURE, SIGNED, "signature and event-data"));
    UsedTokens.Use use = tokens.use(token, request.body());
    if (use == UsedTokens.Use.SAME_BODY) {
      return ProviderEvents.nothing(Outcome.REPEATED);
    }
    if (use == UsedTokens.Use.OTHER_BODY) {
      throw Refusal.badSignature(
          "Expected a token that was not used for another event, found one that was. If this repeats, a signature of yours has leaked: replace the signing key.");
    }
    return events(request, settings).whenAcknowledged(() -> tokens.remember(token, request.body()));
  }

  @Override
  public ProviderEvents events(WebhookRequest request, ProviderSettings settings) throws Refusal {
    JsonNode event = Json.object(request.body(), "signature and event-data").path("event-data");
    String kind = KINDS.get(String.valueOf(Json.text(event, "event")));
    return kind == null
        ? ProviderEvents.of(List.of(), 1)
        : ProviderEvents.of(
            List.of(settings.fields().of(event, engagement(request, settings, event, kind))), 0);
  }

  private static LiveEngagement engagement(
      WebhookRequest request, ProviderSettings settings, JsonNode event, String kind) {
    Instant at = Times.ofEpoch(Json.text(event, "timestamp"));
    String messageId = Json.text(event.path("message").path("headers"), "message-id");
    return new EngagementBuilder(NAME, request)
        .of(
            kind,
            EventIds.given(NAME, dayAndId(at, Json.text(event, "id"))),
            settings.messageId().make(messageId, messageId),
            Json.text(event, "recipient"),
            Json.text(event, "url"),
            Json.text(event.path("client-info"), "user-agent"),
            at,
            isMachine(event.path("client-info")));
  }

  /** Mailgun names the machine, such as apple or gmail, and leaves it empty for a person. */
  private static Boolean isMachine(JsonNode client) {
    String bot = Json.text(client, "bot");
    return bot == null ? null : Boolean.valueOf(!bot.isBlank());
  }

  /** Mailgun's ids are unique within a day, so the event's day belongs to them. */
  private static String dayAndId(Instant at, String id) {
    if (id == null) {
      return null;
    }
    return (at == null ? "" : at.atOffset(ZoneOffset.UTC).toLocalDate()) + ":" + id;
  }

  /** The timestamp and the token, by which a signature is used once. */
  private static String verify(
      WebhookRequest request, ProviderSettings settings, Map<String, String> signed)
      throws Refusal {
    String timestamp = signed.get("timestamp");
    String token = signed.get("token");
    if (timestamp == null || token == null) {
      throw Refusal.badSignature(
          "Expected signature.timestamp, .token and .signature, found none. Check that it is Mailgun that calls.");
    }
    if (!TIMESTAMP.matcher(timestamp).matches() || !TOKEN.matcher(token).matches()) {
      throw Refusal.badSignature(
          "Expected signature.timestamp of 10 digits and signature.token of 50 letters and digits, found another form. Check that it is Mailgun that calls.");
    }
    List<String> keys = settings.keysOf(request.customer());
    String text = timestamp + token;
    boolean own = isBy(keys, text, signed.get(SIGNATURE));
    boolean parent = isBy(keys, text, signed.get(PARENT_SIGNATURE));
    if (!own && !parent) {
      throw Refusal.badSignature(
          "Expected a signature over timestamp and token by the configured key, found another. Check GODWIT_WEBHOOK_MAILGUN_KEY: it is the HTTP webhook signing key.");
    }
    Instant signedAt = Times.ofEpoch(timestamp);
    if (signedAt == null) {
      throw Refusal.badSignature("Expected a timestamp in seconds, found something else.");
    }
    settings.requireRecent(signedAt, request.receivedAt());
    return text;
  }

  private static boolean isBy(List<String> keys, String text, String signature) {
    return Signatures.isHmacByAny(keys, ALGORITHM, text, Signatures.hex(signature));
  }
}
