package dev.godwit.traffic;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HexFormat;

/**
 * Event ids as the webhooks process documents them, so that the same event can be told by another
 * way. Written down here once more: what two parts agree on is checked by both.
 */
final class ProviderIds {
  static final String IP = "192.0.2.17";
  static final String RECIPIENT = "reader@press.example";
  static final String CLICK_LOCATION = "HTML";

  private ProviderIds() {}

  static String of(
      Provider provider,
      String token,
      String kind,
      String bareMessageId,
      String url,
      String agent,
      Instant at) {
    return switch (provider) {
      case SENDGRID -> "sendgrid:" + token;
      case MAILGUN -> "mailgun:" + at.atOffset(ZoneOffset.UTC).toLocalDate() + ":" + token;
      case POSTMARK ->
          hashed(
              "postmark",
              kind,
              bareMessageId,
              RECIPIENT,
              at.toString(),
              url,
              url == null ? null : CLICK_LOCATION,
              agent,
              IP);
      case MANDRILL ->
          hashed("mandrill", kind, bareMessageId, "" + at.getEpochSecond(), IP, agent, url);
    };
  }

  private static String hashed(String provider, String... parts) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (String part : parts) {
        byte[] bytes = part == null ? new byte[0] : part.getBytes(StandardCharsets.UTF_8);
        String length = part == null ? "-:" : bytes.length + ":";
        digest.update(length.getBytes(StandardCharsets.US_ASCII));
        digest.update(bytes);
      }
      return provider + ":" + HexFormat.of().formatHex(digest.digest(), 0, 16);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("The JDK has no SHA-256.", e);
    }
  }
}
