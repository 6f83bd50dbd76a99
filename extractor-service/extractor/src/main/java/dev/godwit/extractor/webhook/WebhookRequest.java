package dev.godwit.extractor.webhook;

import java.time.Instant;
import java.util.Map;

/**
 * A provider's request, whole. The arrays and maps are not copied: nobody changes them.
 *
 * @param customer the customer whose address it came to
 * @param target path and query as they stood in the request line, still encoded
 * @param headers by lower-case name; the first where there are several
 * @param body as it came
 * @param receivedAt when, by this process' clock
 */
record WebhookRequest(
    String customer, String target, Map<String, String> headers, byte[] body, Instant receivedAt) {
  /** Null where there is none. */
  String header(String lowerCaseName) {
    return headers.get(lowerCaseName);
  }
}
