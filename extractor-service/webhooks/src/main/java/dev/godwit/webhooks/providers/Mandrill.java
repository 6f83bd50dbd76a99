package dev.godwit.webhooks.providers;

import com.fasterxml.jackson.databind.JsonNode;
import dev.godwit.row.v1.LiveEngagement;
import dev.godwit.webhooks.request.Refusal;
import dev.godwit.webhooks.request.WebhookRequest;
import dev.godwit.webhooks.signatures.Signatures;
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
public final class Mandrill implements MailProvider {
  public static final String NAME = "mandrill";
  public static final String SIGNATURE = "x-mandrill-signature";
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
    return HIGHEST_BODY_BYTES;
  }

  @Override
  public ProviderEvents read(WebhookRequest request, ProviderSettings settings) throws Refusal {
    SortedMap<String, byte[]> form = Form.parse(request.body());
    verify(request, settings, form);
    return events(request, settings, form);
  }

  @Override
  public ProviderEvents events(WebhookRequest request, ProviderSettings settings) throws Refusal {
    return events(request, settings, Form.parse(request.body()));
  }

  private static ProviderEvents events(
      WebhookRequest request, ProviderSettings settings, SortedMap<String, byte[]> form)
      throws Refusal {
    byte[] json = form.get(EVENTS);
    if (json == null) {
      throw Refusal.unreadable(
          "Expected the form parameter mandrill_events, found none. Check that it is Mandrill that calls.");
    }
    EngagementBuilder engagements = new EngagementBuilder(NAME, request);
    Map<String, Integer> seen = new HashMap<>();
    List<LiveEngagement> events = new ArrayList<>();
    List<byte[]> unreadable = new ArrayList<>();
    int[] ignored = {0};
    Json.each(
        json,
        "the events",
        event -> {
          String kind = Json.text(event, "event");
          if (EngagementBuilder.OPEN.equals(kind) || EngagementBuilder.CLICK.equals(kind)) {
            String id = Json.text(event, "_id");
            String ts = Json.text(event, "ts");
            LiveEngagement engagement =
                engagements.of(
                    kind,
                    id == null || ts == null ? null : eventId(event, kind, id, ts, seen),
                    settings.messageId().make(id, null),
                    Json.text(event.path("msg"), "email"),
                    Json.text(event, "url"),
                    Json.text(event, "user_agent"),
                    Times.ofEpoch(ts));
            events.add(settings.fields().of(event, engagement));
          } else {
            ignored[0]++;
          }
        },
        unreadable::add);
    return ProviderEvents.of(events, unreadable, ignored[0]);
  }

  /** Equal events of one request are different events: the second one's id ends with #1. */
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
    byte[] received = Signatures.base64(request.header(SIGNATURE));
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
        received)) {
      throw Refusal.badSignature(
          "Expected X-Mandrill-Signature by the configured key over %s and the form, found %s. Check GODWIT_WEBHOOK_MANDRILL_KEY, and that GODWIT_WEBHOOK_PUBLIC_URL is how Mandrill's settings begin the address."
              .formatted(
                  settings.publicUrl() + request.target(),
                  received.length == 0 ? "none" : "another"));
    }
  }
}
