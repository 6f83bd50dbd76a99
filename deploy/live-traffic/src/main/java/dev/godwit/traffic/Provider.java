package dev.godwit.traffic;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.Locale;
import org.apache.commons.codec.digest.DigestUtils;

/**
 * Mail providers whose requests are made, with their event ids as the webhooks process documents
 * them. The ids are written here independently of that process, so that the two check each other.
 * Amazon's requests would need Amazon's certificate.
 */
enum Provider {
  SENDGRID,
  MAILGUN,
  POSTMARK,
  MANDRILL;

  static final String IP = "192.0.2.17";
  static final String RECIPIENT = "reader@press.example";
  static final String CLICK_LOCATION = "HTML";

  /** Name in the webhooks' addresses and in event ids. */
  String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * Id of an event of this provider.
   *
   * @param token the provider's own id, where it has one
   * @param url null for an open
   */
  String eventId(
      String token, String kind, String bareMessageId, String url, String agent, Instant at) {
    return switch (this) {
      case SENDGRID -> id() + ":" + token;
      case MAILGUN -> id() + ":" + at.atOffset(ZoneOffset.UTC).toLocalDate() + ":" + token;
      case POSTMARK ->
          hashed(
              kind,
              bareMessageId,
              RECIPIENT,
              at.toString(),
              url,
              url == null ? null : CLICK_LOCATION,
              agent,
              IP);
      case MANDRILL -> hashed(kind, bareMessageId, "" + at.getEpochSecond(), IP, agent, url);
    };
  }

  private String hashed(String... parts) {
    MessageDigest digest = DigestUtils.getSha256Digest();
    for (String part : parts) {
      byte[] bytes = part == null ? new byte[0] : part.getBytes(StandardCharsets.UTF_8);
      String length = part == null ? "-:" : bytes.length + ":";
      digest.update(length.getBytes(StandardCharsets.US_ASCII));
      digest.update(bytes);
    }
    return id() + ":" + HexFormat.of().formatHex(digest.digest(), 0, 16);
  }
}
