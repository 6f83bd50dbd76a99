package dev.godwit.extractor.webhook;

import com.fasterxml.jackson.databind.JsonNode;
import dev.godwit.row.v1.LiveEngagement;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/**
 * Mandrill's (Mailchimp Transactional's) webhooks: a form whose parameter mandrill_events is a JSON
 * array of events, signed by HMAC with SHA-1 over the webhook's address as configured there,
 * followed by every parameter's name and value in the order of the names.
 */
final class Mandrill implements MailProvider {
  static final String NAME = "mandrill";
  static final String SIGNATURE = "x-mandrill-signature";
  private static final String ALGORITHM = "HmacSHA1";
  private static final String EVENTS = "mandrill_events";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String usualMessageId() {
    return "{id}";
  }

  /** A request may hold a thousand events. */
  @Override
  public int usualBodyBytes() {
    return WebhookSettings.HIGHEST_BODY_BYTES;
  }

  @Override
  public Told read(WebhookRequest request, ProviderSettings settings) throws Refusal {
    SortedMap<String, byte[]> form = Form.parse(request.body());
    verify(request, settings, form);
    byte[] json = form.get(EVENTS);
    if (json == null) {
      throw Refusal.unreadable(
          "Expected the form parameter mandrill_events, found none. Check that it is Mandrill that calls.");
    }
    Engagements engagements = new Engagements(NAME, request);
    Map<String, Integer> seen = new HashMap<>();
    List<LiveEngagement> events = new ArrayList<>();
    int[] ignored = {0};
    Json.each(
        json,
        "the events",
        event -> {
          String kind = Json.text(event, "event");
          if (Engagements.OPEN.equals(kind) || Engagements.CLICK.equals(kind)) {
            String id = Json.text(event, "_id");
            String ts = Json.text(event, "ts");
            events.add(
                engagements.of(
                    kind,
                    id == null || ts == null ? null : eventId(event, kind, id, ts, seen),
                    settings.messageId().make(id, null),
                    Json.text(event, "url"),
                    Json.text(event, "user_agent"),
                    Times.ofEpoch(ts)));
          } else {
            ignored[0]++;
          }
        });
    return Told.of(events, ignored[0]);
  }

  /** The n-th of several equal events of one request is another event than the first. */
  private static String eventId(
      JsonNode event, String kind, String id, String ts, Map<String, Integer> seen) {
    String[] parts = {
      kind, id, ts, Json.text(event, "ip"), Json.text(event, "user_agent"), Json.text(event, "url")
    };
    String first = EventIds.derived(NAME, parts);
    int before = seen.merge(first, 1, Integer::sum) - 1;
    return before == 0 ? first : first + "#" + before;
  }

  private static void verify(
      WebhookRequest request, ProviderSettings settings, SortedMap<String, byte[]> form)
      throws Refusal {
    byte[] address = (settings.publicUrl() + request.target()).getBytes(StandardCharsets.UTF_8);
    byte[] came = Signatures.base64(request.header(SIGNATURE));
    if (!Signatures.isHmacByAny(
        settings.keysOf(request.customer()),
        ALGORITHM,
        mac -> {
          mac.update(address);
          form.forEach(
              (name, value) -> {
                mac.update(name.getBytes(StandardCharsets.UTF_8));
                mac.update(value);
              });
        },
        came)) {
      throw Refusal.badSignature(
          "Expected X-Mandrill-Signature by the configured key over %s and the form, found %s. Check GODWIT_WEBHOOK_MANDRILL_KEY, and that GODWIT_WEBHOOK_PUBLIC_URL is how Mandrill's settings begin the address."
              .formatted(
                  settings.publicUrl() + request.target(), came.length == 0 ? "none" : "another"));
    }
  }
}
