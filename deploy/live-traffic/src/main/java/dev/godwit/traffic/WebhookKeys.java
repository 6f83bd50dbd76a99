package dev.godwit.traffic;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.spec.ECGenParameterSpec;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;

/**
 * Keys of made-up mail providers, new ones each time: the half that signs is kept here, the other
 * is for the environment of the webhooks process. Thread-safe.
 */
public final class WebhookKeys {
  private static final int SECRET_BYTES = 24;

  private final KeyPair sendGrid;
  private final String mailgun;
  private final String postmark;
  private final String mandrill;

  private WebhookKeys(KeyPair sendGrid, String mailgun, String postmark, String mandrill) {
    this.sendGrid = sendGrid;
    this.mailgun = mailgun;
    this.postmark = postmark;
    this.mandrill = mandrill;
  }

  public static WebhookKeys make() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      SecureRandom random = new SecureRandom();
      return new WebhookKeys(
          generator.generateKeyPair(), secret(random), "live:" + secret(random), secret(random));
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
    return Map.of(
        "GODWIT_WEBHOOK_SENDGRID_KEY",
        Base64.getEncoder().encodeToString(sendGrid.getPublic().getEncoded()),
        "GODWIT_WEBHOOK_MAILGUN_KEY",
        mailgun,
        "GODWIT_WEBHOOK_POSTMARK_KEY",
        postmark,
        "GODWIT_WEBHOOK_POSTMARK_MESSAGE_ID",
        "<{id}" + Script.MESSAGE_DOMAIN + ">",
        "GODWIT_WEBHOOK_MANDRILL_KEY",
        mandrill,
        "GODWIT_WEBHOOK_MANDRILL_MESSAGE_ID",
        "<{id}" + Script.MESSAGE_DOMAIN + ">",
        "GODWIT_WEBHOOK_PUBLIC_URL",
        webhooks,
        "GODWIT_WEBHOOK_REQUESTS_PER_SECOND",
        "20000");
  }

  PrivateKey sendGrid() {
    return sendGrid.getPrivate();
  }

  String mailgun() {
    return mailgun;
  }

  String postmark() {
    return postmark;
  }

  String mandrill() {
    return mandrill;
  }

  private static String secret(SecureRandom random) {
    byte[] bytes = new byte[SECRET_BYTES];
    random.nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }
}
