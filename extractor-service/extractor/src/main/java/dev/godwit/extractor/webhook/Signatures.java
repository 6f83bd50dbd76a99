package dev.godwit.extractor.webhook;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Consumer;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** What the providers' checks share: keyed hashes, and comparing in constant time. Stateless. */
final class Signatures {
  private Signatures() {}

  /** Keyed hash of a text in UTF-8. */
  static byte[] hmac(String algorithm, String key, String text) {
    return mac(algorithm, key).doFinal(text.getBytes(StandardCharsets.UTF_8));
  }

  private static Mac mac(String algorithm, String key) {
    try {
      Mac mac = Mac.getInstance(algorithm);
      mac.init(new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), algorithm));
      return mac;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("The JDK has no " + algorithm + ".", e);
    }
  }

  /** Whether any key's hash of the text is the one that came. */
  static boolean isHmacByAny(List<String> keys, String algorithm, String text, byte[] came) {
    return isHmacByAny(
        keys, algorithm, mac -> mac.update(text.getBytes(StandardCharsets.UTF_8)), came);
  }

  /**
   * As {@link #isHmacByAny(List, String, String, byte[])}, of a text in parts.
   *
   * @param text gives the parts, in the same order each time
   */
  static boolean isHmacByAny(List<String> keys, String algorithm, Consumer<Mac> text, byte[] came) {
    boolean found = false;
    for (String key : keys) {
      Mac mac = mac(algorithm, key);
      text.accept(mac);
      found |= MessageDigest.isEqual(mac.doFinal(), came);
    }
    return found;
  }

  /** Whether two texts are the same, without telling by the time taken where they differ. */
  static boolean same(String expected, String came) {
    return MessageDigest.isEqual(
        expected.getBytes(StandardCharsets.UTF_8), came.getBytes(StandardCharsets.UTF_8));
  }

  /** Bytes of a base64 text; empty where it is none. */
  static byte[] base64(String text) {
    try {
      return text == null ? new byte[0] : Base64.getDecoder().decode(text.strip());
    } catch (IllegalArgumentException e) {
      return new byte[0];
    }
  }

  /** Bytes of a hexadecimal text; empty where it is none. */
  static byte[] hex(String text) {
    try {
      return text == null ? new byte[0] : HexFormat.of().parseHex(text.strip());
    } catch (IllegalArgumentException e) {
      return new byte[0];
    }
  }

  static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("The JDK has no SHA-256.", e);
    }
  }
}
