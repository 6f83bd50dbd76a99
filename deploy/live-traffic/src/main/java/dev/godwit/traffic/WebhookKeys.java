package dev.godwit.traffic;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.spec.ECGenParameterSpec;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;

/**
 * Keys of made-up mail providers: the traffic signs with them, and the webhooks process gets the
 * verifying half by its environment. Immutable.
 *
 * @param sendGrid key pair on P-256
 * @param mailgun signing key
 * @param postmark user and password
 * @param mandrill signing key
 */
public record WebhookKeys(KeyPair sendGrid, String mailgun, String postmark, String mandrill) {
  private static final int SECRET_BYTES = 24;

  /** New keys each time. */
  public static WebhookKeys make() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      return new WebhookKeys(generator.generateKeyPair(), secret(), "live:" + secret(), secret());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("The JDK has no keys on P-256.", e);
    }
  }

  /**
   * Variables for the webhooks process.
   *
   * @param webhooks its base address, which Mandrill signs
   */
  public Map<String, String> environment(String webhooks) {
    String messageId = "<{id}" + Script.MESSAGE_DOMAIN + ">";
    return Map.of(
        "GODWIT_WEBHOOK_SENDGRID_KEY",
        Base64.getEncoder().encodeToString(sendGrid.getPublic().getEncoded()),
        "GODWIT_WEBHOOK_MAILGUN_KEY",
        mailgun,
        "GODWIT_WEBHOOK_POSTMARK_KEY",
        postmark,
        "GODWIT_WEBHOOK_POSTMARK_MESSAGE_ID",
        messageId,
        "GODWIT_WEBHOOK_MANDRILL_KEY",
        mandrill,
        "GODWIT_WEBHOOK_MANDRILL_MESSAGE_ID",
        messageId,
        "GODWIT_WEBHOOK_PUBLIC_URL",
        webhooks,
        "GODWIT_WEBHOOK_REQUESTS_PER_SECOND",
        "20000");
  }

  @Override
  public String toString() {
    return "WebhookKeys[hidden]";
  }

  private static String secret() {
    byte[] bytes = new byte[SECRET_BYTES];
    new SecureRandom().nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }
}
