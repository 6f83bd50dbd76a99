package dev.godwit.webhooks.rehearsal;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.godwit.webhooks.providers.AmazonSes;
import dev.godwit.webhooks.providers.Json;
import dev.godwit.webhooks.providers.Mailgun;
import dev.godwit.webhooks.providers.Mandrill;
import dev.godwit.webhooks.providers.MessageIdForm.Values;
import dev.godwit.webhooks.providers.Postmark;
import dev.godwit.webhooks.providers.SendGrid;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;

/**
 * Writes the body of a request with one open or click, as a provider's documentation shows it.
 * Stateless, thread-safe.
 */
final class SyntheticBody {
  static final String AGENT = "godwit rehearsal";
  static final String LINK = "https://example.com/godwit-rehearsal";

  /**
   * The parts of a body.
   *
   * @param id id of the event
   * @param values provider's own id and Message-ID header of the message; one may be null
   * @param recipient null for none
   * @param click true for a click, false for an open
   * @param at time of the event
   */
  record Content(String id, Values values, String recipient, boolean click, Instant at) {
    /** The Message-ID header as it stands in a message; null for none. */
    String header() {
      return values.header() == null ? null : "<" + values.header() + ">";
    }
  }

  /** Writes one provider's body. */
  private interface Form {
    String of(Content content);
  }

  private static final Map<String, Form> FORMS =
      Map.of(
          SendGrid.NAME, SyntheticBody::sendGrid,
          Mailgun.NAME, SyntheticBody::mailgun,
          AmazonSes.NAME, SyntheticBody::ses,
          Postmark.NAME, SyntheticBody::postmark,
          Mandrill.NAME, SyntheticBody::mandrill);

  private SyntheticBody() {}

  /** The body in the format of a provider that Godwit supports. */
  static byte[] of(String provider, Content content) {
    return FORMS.get(provider).of(content).getBytes(StandardCharsets.UTF_8);
  }

  private static String sendGrid(Content content) {
    ObjectNode event = object();
    put(event, "email", content.recipient());
    event.put("timestamp", content.at().getEpochSecond());
    put(event, "smtp-id", content.header());
    event.put("event", content.click() ? "click" : "open");
    event.put("sg_event_id", content.id());
    if (content.values().id() != null) {
      event.put("sg_message_id", content.values().id() + ".filter0001.1.0");
    }
    event.put("useragent", AGENT);
    link(event, "url", content);
    return "[" + event + "]";
  }

  /** Mailgun names the header only, whichever of the two the form takes. */
  private static String mailgun(Content content) {
    ObjectNode root = object();
    ObjectNode event = root.putObject("event-data");
    event.put("event", content.click() ? "clicked" : "opened");
    event.put("id", content.id());
    event.put("timestamp", content.at().getEpochSecond());
    put(event, "recipient", content.recipient());
    link(event, "url", content);
    event.putObject("client-info").put("user-agent", AGENT);
    String header =
        content.values().header() == null ? content.values().id() : content.values().header();
    event.putObject("message").putObject("headers").put("message-id", header);
    return root.toString();
  }

  private static String ses(Content content) {
    ObjectNode event = object();
    event.put("eventType", content.click() ? "Click" : "Open");
    ObjectNode mail = event.putObject("mail");
    put(mail, "messageId", content.values().id());
    if (content.recipient() != null) {
      mail.putArray("destination").add(content.recipient());
    }
    if (content.header() != null) {
      mail.putArray("headers").addObject().put("name", "Message-ID").put("value", content.header());
    }
    ObjectNode detail = event.putObject(content.click() ? "click" : "open");
    detail.put("timestamp", content.at().toString());
    detail.put("userAgent", AGENT);
    link(detail, "link", content);
    ObjectNode message = object();
    message.put("Type", "Notification");
    message.put("MessageId", content.id());
    message.put("Message", event.toString());
    message.put("Timestamp", content.at().toString());
    return message.toString();
  }

  private static String postmark(Content content) {
    ObjectNode event = object();
    event.put("RecordType", content.click() ? "Click" : "Open");
    put(event, "MessageID", content.values().id());
    put(event, "Recipient", content.recipient());
    event.put("ReceivedAt", content.at().toString());
    event.put("UserAgent", AGENT);
    link(event, "OriginalLink", content);
    return event.toString();
  }

  private static String mandrill(Content content) {
    ObjectNode event = object();
    event.put("event", content.click() ? "click" : "open");
    put(event, "_id", content.values().id());
    event.put("ts", content.at().getEpochSecond());
    event.put("user_agent", AGENT);
    link(event, "url", content);
    put(event.putObject("msg"), "email", content.recipient());
    return "mandrill_events=" + URLEncoder.encode("[" + event + "]", StandardCharsets.UTF_8);
  }

  private static ObjectNode object() {
    return Json.MAPPER.createObjectNode();
  }

  private static void put(ObjectNode object, String field, String value) {
    if (value != null) {
      object.put(field, value);
    }
  }

  private static void link(ObjectNode object, String field, Content content) {
    if (content.click()) {
      object.put(field, LINK);
    }
  }
}
