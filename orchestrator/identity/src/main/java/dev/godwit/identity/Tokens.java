package dev.godwit.identity;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;

/**
 * Bearer tokens: 256 random bits behind a prefix by which people and scanners recognise them. Only
 * their SHA-256 is kept where they are checked: a random value of this length needs no slow hash.
 * Thread-safe.
 */
public final class Tokens {
  /** Begin of every token. */
  public static final String PREFIX = "godwit_";

  private static final int BYTES = 32;
  private static final SecureRandom RANDOM = new SecureRandom();

  private Tokens() {}

  /** A new token. */
  public static String make() {
    return PREFIX + random();
  }

  /** 256 random bits as 43 letters, digits, hyphens and underscores. */
  public static String random() {
    byte[] bytes = new byte[BYTES];
    RANDOM.nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /** SHA-256 of a text, 64 hexadecimal digits in small letters. */
  public static String hash(String text) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(
          "Expected SHA-256, which every Java platform has, found none.", e);
    }
  }
}
