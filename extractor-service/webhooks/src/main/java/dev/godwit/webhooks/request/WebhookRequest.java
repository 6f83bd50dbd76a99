package dev.godwit.webhooks.request;

import java.time.Instant;
import java.util.Map;

/**
 * A provider's complete request. Arrays and maps are shared, not copied; do not change them.
 *
 * @param customer the customer named in the path
 * @param target path and query as they stood in the request line, still encoded
 * @param headers first value of each header, by lower-case name
 * @param body bytes as they were received
 * @param receivedAt time of receipt by this process' clock
 */
public record WebhookRequest(
    String customer, String target, Map<String, String> headers, byte[] body, Instant receivedAt) {
  /** Value of a header; null where the request has none of that name. */
  public String header(String lowerCaseName) {
    return headers.get(lowerCaseName);
  }
}
