package dev.godwit.webhooks.signatures;

import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Tokens of accepted signatures, each with a hash of the body it was accepted for. Holds a fixed
 * number and forgets the oldest; a restart forgets all. Thread-safe.
 */
public final class UsedTokens {
  /** Earlier use of a token. */
  public enum Use {
    NONE,
    SAME_BODY,
    OTHER_BODY
  }

  private final Map<ByteBuffer, Long> bodies;

  /**
   * @param capacity tokens held at most
   */
  public UsedTokens(int capacity) {
    this.bodies =
        new LinkedHashMap<>() {
          private static final long serialVersionUID = 1L;

          @Override
          protected boolean removeEldestEntry(Map.Entry<ByteBuffer, Long> eldest) {
            return size() > capacity;
          }
        };
  }

  /** Earlier use of a token, compared with a body. */
  public synchronized Use use(String token, byte[] body) {
    Long before = bodies.get(key(token));
    if (before == null) {
      return Use.NONE;
    }
    return before == hash(body) ? Use.SAME_BODY : Use.OTHER_BODY;
  }

  /**
   * Remembers a token whose events were acknowledged. A request that was not acknowledged is not
   * remembered, so that the provider's retry is accepted.
   */
  public synchronized void remember(String token, byte[] body) {
    bodies.putIfAbsent(key(token), hash(body));
  }

  /** Number of tokens held. */
  public synchronized int size() {
    return bodies.size();
  }

  private static ByteBuffer key(String token) {
    byte[] hash = Signatures.sha256(token.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    return ByteBuffer.wrap(hash, 0, Long.BYTES * 2).slice();
  }

  private static long hash(byte[] body) {
    return ByteBuffer.wrap(Signatures.sha256(body)).getLong();
  }
}
