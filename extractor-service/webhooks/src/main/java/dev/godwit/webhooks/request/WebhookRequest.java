package dev.godwit.webhooks.request;

import java.time.Instant;
import java.util.Map;

/** A provider's complete request. Its array and map are shared, not copied; do not change them. */
public final class WebhookRequest {
  private final String customer;
  private final String target;
  private final Map<String, String> headers;
  private final byte[] body;
  private final Instant receivedAt;

  /**
   * @param customer the customer named in the path
   * @param target path and query as they stood in the request line, still encoded
   * @param headers first value of each header, by lower-case name
   * @param body bytes as they were received
   * @param receivedAt time of receipt by this process' clock
   */
  public WebhookRequest(
      String customer,
      String target,
      Map<String, String> headers,
      byte[] body,
      Instant receivedAt) {
    this.customer = customer;
    this.target = target;
    this.headers = headers;
    this.body = body;
    this.receivedAt = receivedAt;
  }

  /** The customer named in the path. */
  public String customer() {
    return customer;
  }

  /** Path and query, still encoded. */
  public String target() {
    return target;
  }

  /** Value of a header; null where the request has none of that name. */
  public String header(String lowerCaseName) {
    return headers.get(lowerCaseName);
  }

  /** Bytes as they were received. */
  public byte[] body() {
    return body;
  }

  /** Time of receipt. */
  public Instant receivedAt() {
    return receivedAt;
  }
}
