package dev.godwit.webhooks.providers;

import dev.godwit.webhooks.request.Refusal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * Checked settings of one provider. Holds secrets, so its text shows none. Immutable.
 *
 * @param keys keys of all customers; several while one replaces another
 * @param customerKeys keys by customer; a customer named here has no other keys
 * @param messageId form of message ids
 * @param tolerance age of a signature at most
 * @param secretHeader name of the header that carries the secret, in lower case; null for HTTP
 *     basic authentication
 * @param maxBodyBytes length of a body at most
 * @param publicUrl address that the provider calls, up to the path, without a slash at the end
 * @param fields where its events have the values of declared fields
 */
public record ProviderSettings(
    List<String> keys,
    Map<String, List<String>> customerKeys,
    MessageIdForm messageId,
    Duration tolerance,
    String secretHeader,
    int maxBodyBytes,
    String publicUrl,
    ProviderFields fields) {
  private static final Duration AHEAD = Duration.ofMinutes(5);

  /** Settings that take no declared fields from the events. */
  public ProviderSettings(
      List<String> keys,
      Map<String, List<String>> customerKeys,
      MessageIdForm messageId,
      Duration tolerance,
      String secretHeader,
      int maxBodyBytes,
      String publicUrl) {
    this(
        keys,
        customerKeys,
        messageId,
        tolerance,
        secretHeader,
        maxBodyBytes,
        publicUrl,
        ProviderFields.NONE);
  }

  /** The keys for a customer; empty where the provider is closed for it. */
  public List<String> keysOf(String customer) {
    return customerKeys.getOrDefault(customer, keys);
  }

  /** Whether the provider is open for any customer. */
  public boolean hasKeys() {
    return !keys.isEmpty() || !customerKeys.isEmpty();
  }

  /**
   * Checks the signed time against the clock. A repeated request does no harm, since its events are
   * recognised; the limit ends the use of a request that leaked.
   *
   * @throws Refusal where the time is outside the tolerance
   */
  void requireRecent(Instant signedAt, Instant now) throws Refusal {
    if (signedAt.isBefore(now.minus(tolerance)) || signedAt.isAfter(now.plus(AHEAD))) {
      throw Refusal.tooOld(
          "Expected a signature from the last %s, found one of %s. Send it again with a new one, or check the clocks."
              .formatted(tolerance, signedAt));
    }
  }

  @Override
  public String toString() {
    return "ProviderSettings[open=%s, tolerance=%s, maxBodyBytes=%d, publicUrl=%s]"
        .formatted(hasKeys(), tolerance, maxBodyBytes, publicUrl);
  }
}
