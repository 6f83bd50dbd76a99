package dev.godwit.extractor.webhook;

import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Tokens of signatures that were accepted, with what they were accepted for. Holds a number of them
 * at most and forgets the oldest; a restart forgets all. Thread-safe.
 */
final class UsedTokens {
  /** What a token was used for before. */
  enum Use {
    NONE,
    SAME_BODY,
    OTHER_BODY
  }

  private final Map<ByteBuffer, Long> bodies;

  UsedTokens(int capacity) {
    this.bodies =
        new LinkedHashMap<>() {
          private static final long serialVersionUID = 1L;

          @Override
          protected boolean removeEldestEntry(Map.Entry<ByteBuffer, Long> eldest) {
            return size() > capacity;
          }
        };
  }

  synchronized Use use(String token, byte[] body) {
    Long before = bodies.get(key(token));
    if (before == null) {
      return Use.NONE;
    }
    return before == hash(body) ? Use.SAME_BODY : Use.OTHER_BODY;
  }

  /**
   * Only what was acknowledged is remembered: what was not must be accepted when it comes again.
   */
  synchronized void remember(String token, byte[] body) {
    bodies.putIfAbsent(key(token), hash(body));
  }

  synchronized int size() {
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
