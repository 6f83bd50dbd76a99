package dev.godwit.webhooks.providers;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;

/** Event ids, prefixed by the provider, so that ids of two providers never collide. Stateless. */
final class EventIds {
  private static final int DERIVED_BYTES = 16;

  private EventIds() {}

  /** The provider's own id; null where the event has none. */
  static String given(String provider, String id) {
    return id == null || id.isBlank() ? null : provider + ":" + id;
  }

  /**
   * An id derived from the values that identify an event, for providers without event ids: the
   * first 16 bytes of the SHA-256 of the parts, each with its length before it. Null parts differ
   * from empty ones.
   */
  static String derived(String provider, String... parts) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (String part : parts) {
        byte[] bytes = part == null ? new byte[0] : part.getBytes(StandardCharsets.UTF_8);
        String length = part == null ? "-" : String.valueOf(bytes.length);
        digest.update((length + ":").getBytes(StandardCharsets.US_ASCII));
        digest.update(bytes);
      }
      byte[] hash = Arrays.copyOf(digest.digest(), DERIVED_BYTES);
      return provider + ":" + HexFormat.of().formatHex(hash);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("The JDK has no SHA-256.", e);
    }
  }
}
