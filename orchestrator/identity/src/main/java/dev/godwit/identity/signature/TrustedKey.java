package dev.godwit.identity.signature;

import dev.godwit.identity.Identity;
import java.security.PublicKey;
import java.time.Instant;

/**
 * A public key whose signatures count. Immutable.
 *
 * @param id id of the key, {@code kid}
 * @param algorithm the one algorithm that it is used with
 * @param key the key
 * @param owner whose it is, with what the owner may do; of a service that vouches, roles are empty
 * @param vouches whether its signatures may name another person, whom the service authenticated
 * @param from first moment of its use, by the broker's clock; null for always
 * @param until moment from which it counts no more; null for never
 */
public record TrustedKey(
    String id,
    String algorithm,
    PublicKey key,
    Identity owner,
    boolean vouches,
    Instant from,
    Instant until) {
  /** Whether the key counts at a moment. */
  public boolean isValidAt(Instant at) {
    return (from == null || !at.isBefore(from)) && (until == null || at.isBefore(until));
  }
}
