package dev.godwit.extractor.webhook;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * What is configured about one provider. Holds secrets: it has no text of its own. Immutable.
 *
 * @param keys keys that every customer's requests may be signed with; several while one is replaced
 * @param customerKeys keys by customer; who is named here has no other
 * @param messageId how message ids are made
 * @param tolerance how old a signature may be
 * @param secretHeader name of the header that carries the secret, in lower case; null for HTTP
 *     basic authentication
 * @param maxBodyBytes a bigger body is refused
 * @param publicUrl what the provider calls, up to the path, without a slash at the end
 */
record ProviderSettings(
    List<String> keys,
    Map<String, List<String>> customerKeys,
    MessageIdForm messageId,
    Duration tolerance,
    String secretHeader,
    int maxBodyBytes,
    String publicUrl) {
  private static final Duration AHEAD = Duration.ofMinutes(5);

  /** The keys for a customer; empty where the provider may not tell anything about it. */
  List<String> keysOf(String customer) {
    return customerKeys.getOrDefault(customer, keys);
  }

  boolean hasKeys() {
    return !keys.isEmpty() || !customerKeys.isEmpty();
  }

  /**
   * Holds the signed time against the clock. Old ones do no harm, since events are recognised; the
   * limit is there so that a request that leaked does not work for ever.
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
    return "ProviderSettings";
  }
}
