package dev.godwit.webhooks.providers;

import com.fasterxml.jackson.databind.JsonNode;
import dev.godwit.row.v1.LiveEngagement;
import dev.godwit.webhooks.request.Refusal;
import dev.godwit.webhooks.request.WebhookRequest;
import dev.godwit.webhooks.signatures.Signatures;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * Twilio SendGrid's signed Event Webhook: a JSON array of events, signed by ECDSA on P-256 with
 * SHA-256 over the timestamp header followed by the received body. The key is the verification key
 * that SendGrid shows: base64 of the public key's DER form.
 */
public final class SendGrid implements MailProvider {
  public static final String NAME = "sendgrid";
  public static final String SIGNATURE = "x-twilio-email-event-webhook-signature";
  public static final String TIMESTAMP = "x-twilio-email-event-webhook-timestamp";
  private static final int P256_BITS = 256;

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String usualMessageId() {
    return "<{header}>|{id}";
  }

  @Override
  public ProviderEvents read(WebhookRequest request, ProviderSettings settings) throws Refusal {
    verify(request, settings);
    return events(request, settings);
  }

  @Override
  public ProviderEvents events(WebhookRequest request, ProviderSettings settings) throws Refusal {
    EngagementBuilder engagements = new EngagementBuilder(NAME, request);
    List<LiveEngagement> events = new ArrayList<>();
    List<byte[]> unreadable = new ArrayList<>();
    int[] ignored = {0};
    Json.each(
        request.body(),
        "the events",
        event -> {
          String kind = Json.text(event, "event");
          if (EngagementBuilder.OPEN.equals(kind) || EngagementBuilder.CLICK.equals(kind)) {
            events.add(settings.fields().of(event, engagement(engagements, settings, event, kind)));
          } else {
            ignored[0]++;
          }
        },
        unreadable::add);
    return ProviderEvents.of(events, unreadable, ignored[0]);
  }

  private static LiveEngagement engagement(
      EngagementBuilder engagements, ProviderSettings settings, JsonNode event, String kind) {
    return engagements.of(
        kind,
        EventIds.given(NAME, Json.text(event, "sg_event_id")),
        settings
            .messageId()
            .make(ownId(Json.text(event, "sg_message_id")), Json.text(event, "smtp-id")),
        Json.text(event, "email"),
        Json.text(event, "url"),
        Json.text(event, "useragent"),
        Times.ofEpoch(Json.text(event, "timestamp")),
        isMachine(event));
  }

  /** Only opens have the field; null where it is missing. */
  private static Boolean isMachine(JsonNode event) {
    JsonNode machine = event.path("sg_machine_open");
    return machine.isBoolean() ? Boolean.valueOf(machine.booleanValue()) : null;
  }

  /**
   * The id that SendGrid returned when the message was sent (X-Message-Id): the part before the
   * name of the host that filtered or received it.
   */
  static String ownId(String messageId) {
    if (messageId == null) {
      return null;
    }
    for (String machine : List.of(".filter", ".recvd")) {
      int end = messageId.indexOf(machine);
      if (end > 0) {
        return messageId.substring(0, end);
      }
    }
    int dot = messageId.indexOf('.');
    return dot > 0 ? messageId.substring(0, dot) : messageId;
  }

  private static void verify(WebhookRequest request, ProviderSettings settings) throws Refusal {
    String timestamp = request.header(TIMESTAMP);
    byte[] signature = Signatures.base64(request.header(SIGNATURE));
    if (timestamp == null || signature.length == 0) {
      throw Refusal.badSignature(
          "Expected the headers X-Twilio-Email-Event-Webhook-Signature and -Timestamp, found none. Switch on the signed Event Webhook in SendGrid.");
    }
    for (String key : settings.keysOf(request.customer())) {
      if (isSigned(publicKey(key), timestamp, request.body(), signature)) {
        Instant signedAt = Times.ofEpoch(timestamp);
        if (signedAt == null) {
          throw Refusal.badSignature("Expected a timestamp in seconds, found something else.");
        }
        settings.requireRecent(signedAt, request.receivedAt());
        return;
      }
    }
    throw Refusal.badSignature(
        "Expected a signature over timestamp and body by the configured key, found another. Check GODWIT_WEBHOOK_SENDGRID_KEY, and that no proxy changes the body.");
  }

  private static boolean isSigned(PublicKey key, String timestamp, byte[] body, byte[] signature) {
    try {
      Signature check = Signature.getInstance("SHA256withECDSA");
      check.initVerify(key);
      check.update(timestamp.getBytes(StandardCharsets.UTF_8));
      check.update(body);
      return check.verify(signature);
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  private static PublicKey publicKey(String text) throws Refusal {
    try {
      byte[] der = Base64.getDecoder().decode(text);
      PublicKey key = KeyFactory.getInstance("EC").generatePublic(new X509EncodedKeySpec(der));
      if (key instanceof ECPublicKey ec && ec.getParams().getOrder().bitLength() == P256_BITS) {
        return key;
      }
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      // Refused below, together with keys on other curves.
    }
    throw Refusal.notSetUp(
        "Expected SendGrid's key to be base64 of a P-256 public key, found something else. Copy the verification key from SendGrid's mail settings.");
  }
}
