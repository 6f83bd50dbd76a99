package dev.godwit.traffic;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Writes events as mail providers do, and signs them as they do. Thread-safe. */
final class ProviderRequests {
  private static final JsonMapper JSON = new JsonMapper();

  private final WebhookKeys keys;
  private final Function<Provider, URI> address;

  ProviderRequests(WebhookKeys keys, Function<Provider, URI> address) {
    this.keys = keys;
    this.address = address;
  }

  /**
   * A request to be posted.
   *
   * @param sendings the events in it
   */
  record Request(
      Provider provider,
      URI address,
      Map<String, String> headers,
      String body,
      List<Course.Sending> sendings) {}

  /** As many requests as the provider makes of events: one of a batch, or one of each. */
  List<Request> of(Provider provider, List<Course.Sending> sendings) {
    return switch (provider) {
      case SENDGRID -> List.of(sendGrid(sendings));
      case MANDRILL -> told(sendings).stream().map(this::mandrill).toList();
      case MAILGUN -> each(sendings, this::mailgun);
      case POSTMARK -> each(sendings, this::postmark);
    };
  }

  /**
   * Mandrill gives no ids: equal events of one request are several, what is told again is in
   * another.
   */
  private static List<List<Course.Sending>> told(List<Course.Sending> sendings) {
    List<Map<String, Course.Sending>> requests = new ArrayList<>();
    for (Course.Sending sending : sendings) {
      String id = sending.event().eventId();
      Map<String, Course.Sending> without =
          requests.stream().filter(request -> !request.containsKey(id)).findFirst().orElse(null);
      if (without == null) {
        without = new LinkedHashMap<>();
        requests.add(without);
      }
      without.put(id, sending);
    }
    return requests.stream().map(request -> List.copyOf(request.values())).toList();
  }

  private static List<Request> each(
      List<Course.Sending> sendings, Function<Course.Sending, Request> make) {
    List<Request> requests = new ArrayList<>(sendings.size());
    sendings.forEach(sending -> requests.add(make.apply(sending)));
    return requests;
  }

  private Request sendGrid(List<Course.Sending> sendings) {
    ArrayNode events = JSON.createArrayNode();
    events
        .addObject()
        .put("event", "delivered")
        .put("sg_event_id", UUID.randomUUID().toString())
        .put("timestamp", 1);
    for (Course.Sending sending : sendings) {
      PlannedEvent event = sending.event();
      ObjectNode object = events.addObject();
      object.put("email", ProviderIds.RECIPIENT).put("event", event.kind());
      object.put("timestamp", event.occurredAt().getEpochSecond());
      object.put("smtp-id", event.messageId());
      object.put("sg_event_id", own(event.eventId()));
      object.put("sg_message_id", event.bareMessageId() + ".filterdrecv-5f.0");
      object.put("useragent", event.agent()).put("ip", ProviderIds.IP);
      if (event.url() != null) {
        object.put("url", event.url());
      }
    }
    String body = text(events);
    String timestamp = String.valueOf(Instant.now().getEpochSecond());
    return new Request(
        Provider.SENDGRID,
        address.apply(Provider.SENDGRID),
        Map.of(
            "Content-Type",
            "application/json",
            "X-Twilio-Email-Event-Webhook-Timestamp",
            timestamp,
            "X-Twilio-Email-Event-Webhook-Signature",
            signed(timestamp + body)),
        body,
        sendings);
  }

  private Request mailgun(Course.Sending sending) {
    PlannedEvent event = sending.event();
    String timestamp = String.valueOf(Instant.now().getEpochSecond());
    String token = UUID.randomUUID().toString().replace("-", "") + "0123456789abcdef01";
    ObjectNode root = JSON.createObjectNode();
    root.putObject("signature")
        .put("timestamp", timestamp)
        .put("token", token)
        .put(
            "signature",
            HexFormat.of().formatHex(hmac("HmacSHA256", keys.mailgun(), timestamp + token)));
    ObjectNode data = root.putObject("event-data");
    data.put("event", event.kind().equals("open") ? "opened" : "clicked");
    data.put("id", own(event.eventId()));
    data.put("timestamp", event.occurredAt().getEpochSecond());
    data.put("recipient", ProviderIds.RECIPIENT);
    data.putObject("message").putObject("headers").put("message-id", event.messageIdHeader());
    data.putObject("client-info").put("user-agent", event.agent());
    if (event.url() != null) {
      data.put("url", event.url());
    }
    return new Request(
        Provider.MAILGUN,
        address.apply(Provider.MAILGUN),
        Map.of("Content-Type", "application/json"),
        text(root),
        List.of(sending));
  }

  private Request postmark(Course.Sending sending) {
    PlannedEvent event = sending.event();
    ObjectNode root = JSON.createObjectNode();
    root.put("RecordType", event.kind().equals("open") ? "Open" : "Click");
    root.put("MessageID", event.bareMessageId()).put("Recipient", ProviderIds.RECIPIENT);
    root.put("ReceivedAt", event.occurredAt().toString()).put("UserAgent", event.agent());
    root.putObject("Geo").put("IP", ProviderIds.IP);
    if (event.url() != null) {
      root.put("OriginalLink", event.url()).put("ClickLocation", ProviderIds.CLICK_LOCATION);
    }
    byte[] credentials = keys.postmark().getBytes(StandardCharsets.UTF_8);
    return new Request(
        Provider.POSTMARK,
        address.apply(Provider.POSTMARK),
        Map.of(
            "Content-Type",
            "application/json",
            "Authorization",
            "Basic " + Base64.getEncoder().encodeToString(credentials)),
        text(root),
        List.of(sending));
  }

  private Request mandrill(List<Course.Sending> sendings) {
    ArrayNode events = JSON.createArrayNode();
    for (Course.Sending sending : sendings) {
      PlannedEvent event = sending.event();
      ObjectNode object = events.addObject();
      object.put("event", event.kind()).put("_id", event.bareMessageId());
      object.put("ts", event.occurredAt().getEpochSecond()).put("ip", ProviderIds.IP);
      object.put("user_agent", event.agent());
      if (event.url() != null) {
        object.put("url", event.url());
      }
      object.putObject("msg").put("email", ProviderIds.RECIPIENT);
    }
    String json = text(events);
    URI to = address.apply(Provider.MANDRILL);
    byte[] signature = hmac("HmacSHA1", keys.mandrill(), to + "mandrill_events" + json);
    return new Request(
        Provider.MANDRILL,
        to,
        Map.of(
            "Content-Type",
            "application/x-www-form-urlencoded",
            "X-Mandrill-Signature",
            Base64.getEncoder().encodeToString(signature)),
        "mandrill_events=" + URLEncoder.encode(json, StandardCharsets.UTF_8),
        sendings);
  }

  /** The provider's own part of an event id. */
  private static String own(String eventId) {
    return eventId.substring(eventId.lastIndexOf(':') + 1);
  }

  private String signed(String text) {
    try {
      Signature signature = Signature.getInstance("SHA256withECDSA");
      signature.initSign(keys.sendGrid());
      signature.update(text.getBytes(StandardCharsets.UTF_8));
      return Base64.getEncoder().encodeToString(signature.sign());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Signing as SendGrid does", e);
    }
  }

  private static byte[] hmac(String algorithm, String key, String text) {
    try {
      Mac mac = Mac.getInstance(algorithm);
      mac.init(new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), algorithm));
      return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("The JDK has no " + algorithm + ".", e);
    }
  }

  private static String text(JsonNode json) {
    try {
      return JSON.writeValueAsString(json);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("Writing a provider's JSON", e);
    }
  }

  /** How long a provider waits for an answer. */
  static Duration patience() {
    return Duration.ofSeconds(20);
  }
}
