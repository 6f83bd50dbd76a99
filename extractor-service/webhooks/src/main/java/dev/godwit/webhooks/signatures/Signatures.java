package dev.godwit.webhooks.signatures;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Consumer;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Keyed hashes and comparison in constant time, for the signature checks. Stateless. */
public final class Signatures {
  private Signatures() {}

  /** Keyed hash of a text in UTF-8. */
  public static byte[] hmac(String algorithm, String key, String text) {
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

  /** Whether the hash of the text by any of the keys equals the received one. */
  public static boolean isHmacByAny(
      List<String> keys, String algorithm, String text, byte[] received) {
    return isHmacByAny(
        keys, algorithm, mac -> mac.update(text.getBytes(StandardCharsets.UTF_8)), received);
  }

  /**
   * As {@link #isHmacByAny(List, String, String, byte[])}, of a text in parts.
   *
   * @param text supplies the parts, in the same order each time
   */
  public static boolean isHmacByAny(
      List<String> keys, String algorithm, Consumer<Mac> text, byte[] received) {
    boolean found = false;
    for (String key : keys) {
      Mac mac = mac(algorithm, key);
      text.accept(mac);
      found |= MessageDigest.isEqual(mac.doFinal(), received);
    }
    return found;
  }

  /** Whether two texts are equal; the time taken does not depend on where they differ. */
  public static boolean same(String expected, String received) {
    return MessageDigest.isEqual(
        expected.getBytes(StandardCharsets.UTF_8), received.getBytes(StandardCharsets.UTF_8));
  }

  /** Bytes of a base64 text; empty where it is none. */
  public static byte[] base64(String text) {
    try {
      return text == null ? new byte[0] : Base64.getDecoder().decode(text.strip());
    } catch (IllegalArgumentException e) {
      return new byte[0];
    }
  }

  /** Bytes of a hexadecimal text; empty where it is none. */
  public static byte[] hex(String text) {
    try {
      return text == null ? new byte[0] : HexFormat.of().parseHex(text.strip());
    } catch (IllegalArgumentException e) {
      return new byte[0];
    }
  }

  public static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("The JDK has no SHA-256.", e);
    }
  }
}
