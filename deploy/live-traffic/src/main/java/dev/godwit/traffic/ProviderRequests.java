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
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import org.apache.commons.codec.digest.HmacAlgorithms;
import org.apache.commons.codec.digest.HmacUtils;

/** Writes and signs requests in the formats of the mail providers. Thread-safe. */
final class ProviderRequests {
  private static final JsonMapper JSON = new JsonMapper();

  private final WebhookKeys keys;
  private final Function<Provider, URI> address;

  ProviderRequests(WebhookKeys keys, Function<Provider, URI> address) {
    this.keys = keys;
    this.address = address;
  }

  /**
   * A request to post.
   *
   * @param transmissions the events in it
   */
  record Request(
      Provider provider,
      URI address,
      Map<String, String> headers,
      String body,
      List<Schedule.Transmission> transmissions) {}

  /** The requests that the provider makes of events: one of a batch, or one of each. */
  List<Request> of(Provider provider, List<Schedule.Transmission> transmissions) {
    return switch (provider) {
      case SENDGRID -> List.of(sendGrid(transmissions));
      case MANDRILL -> withoutRepetition(transmissions).stream().map(this::mandrill).toList();
      case MAILGUN -> transmissions.stream().map(this::mailgun).toList();
      case POSTMARK -> transmissions.stream().map(this::postmark).toList();
    };
  }

  /**
   * Mandrill gives no ids, so equal events of one request count as different ones: a repetition
   * goes into another request.
   */
  private static List<List<Schedule.Transmission>> withoutRepetition(
      List<Schedule.Transmission> transmissions) {
    List<Map<String, Schedule.Transmission>> requests = new ArrayList<>();
    for (Schedule.Transmission transmission : transmissions) {
      String id = transmission.event().eventId();
      Map<String, Schedule.Transmission> without =
          requests.stream().filter(request -> !request.containsKey(id)).findFirst().orElse(null);
      if (without == null) {
        without = new LinkedHashMap<>();
        requests.add(without);
      }
      without.put(id, transmission);
    }
    return requests.stream().map(request -> List.copyOf(request.values())).toList();
  }

  private Request sendGrid(List<Schedule.Transmission> transmissions) {
    ArrayNode events = JSON.createArrayNode();
    events
        .addObject()
        .put("event", "delivered")
        .put("sg_event_id", UUID.randomUUID().toString())
        .put("timestamp", 1);
    for (Schedule.Transmission transmission : transmissions) {
      PlannedEvent event = transmission.event();
      ObjectNode object = events.addObject();
      object.put("email", Provider.RECIPIENT).put("event", event.kind());
      object.put("timestamp", event.occurredAt().getEpochSecond());
      object.put("smtp-id", event.messageId());
      object.put("sg_event_id", own(event.eventId()));
      object.put("sg_message_id", event.bareMessageId() + ".filterdrecv-5f.0");
      object.put("useragent", event.agent()).put("ip", Provider.IP);
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
        transmissions);
  }

  private Request mailgun(Schedule.Transmission transmission) {
    PlannedEvent event = transmission.event();
    String timestamp = String.valueOf(Instant.now().getEpochSecond());
    String token = UUID.randomUUID().toString().replace("-", "") + "0123456789abcdef01";
    ObjectNode root = JSON.createObjectNode();
    root.putObject("signature")
        .put("timestamp", timestamp)
        .put("token", token)
        .put(
            "signature",
            new HmacUtils(HmacAlgorithms.HMAC_SHA_256, keys.mailgun()).hmacHex(timestamp + token));
    ObjectNode data = root.putObject("event-data");
    data.put("event", event.kind().equals("open") ? "opened" : "clicked");
    data.put("id", own(event.eventId()));
    data.put("timestamp", event.occurredAt().getEpochSecond());
    data.put("recipient", Provider.RECIPIENT);
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
        List.of(transmission));
  }

  private Request postmark(Schedule.Transmission transmission) {
    PlannedEvent event = transmission.event();
    ObjectNode root = JSON.createObjectNode();
    root.put("RecordType", event.kind().equals("open") ? "Open" : "Click");
    root.put("MessageID", event.bareMessageId()).put("Recipient", Provider.RECIPIENT);
    root.put("ReceivedAt", event.occurredAt().toString()).put("UserAgent", event.agent());
    root.putObject("Geo").put("IP", Provider.IP);
    if (event.url() != null) {
      root.put("OriginalLink", event.url()).put("ClickLocation", Provider.CLICK_LOCATION);
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
        List.of(transmission));
  }

  private Request mandrill(List<Schedule.Transmission> transmissions) {
    ArrayNode events = JSON.createArrayNode();
    for (Schedule.Transmission transmission : transmissions) {
      PlannedEvent event = transmission.event();
      ObjectNode object = events.addObject();
      object.put("event", event.kind()).put("_id", event.bareMessageId());
      object.put("ts", event.occurredAt().getEpochSecond()).put("ip", Provider.IP);
      object.put("user_agent", event.agent());
      if (event.url() != null) {
        object.put("url", event.url());
      }
      object.putObject("msg").put("email", Provider.RECIPIENT);
    }
    String json = text(events);
    URI to = address.apply(Provider.MANDRILL);
    byte[] signature =
        new HmacUtils(HmacAlgorithms.HMAC_SHA_1, keys.mandrill())
            .hmac(to + "mandrill_events" + json);
    return new Request(
        Provider.MANDRILL,
        to,
        Map.of(
            "Content-Type",
            "application/x-www-form-urlencoded",
            "X-Mandrill-Signature",
            Base64.getEncoder().encodeToString(signature)),
        "mandrill_events=" + URLEncoder.encode(json, StandardCharsets.UTF_8),
        transmissions);
  }

  /** The provider's own part of an event id. */
  private static String own(String eventId) {
    return eventId.substring(eventId.lastIndexOf(':') + 1);
  }

  private String signed(String text) {
    try {
      Signature signature = Signature.getInstance("SHA256withECDSA");
      signature.initSign(keys.sendGrid().getPrivate());
      signature.update(text.getBytes(StandardCharsets.UTF_8));
      return Base64.getEncoder().encodeToString(signature.sign());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Signing as SendGrid does", e);
    }
  }

  private static String text(JsonNode json) {
    try {
      return JSON.writeValueAsString(json);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("Writing a provider's JSON", e);
    }
  }
}
