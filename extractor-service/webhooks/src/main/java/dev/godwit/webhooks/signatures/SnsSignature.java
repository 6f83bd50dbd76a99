package dev.godwit.webhooks.signatures;

import dev.godwit.webhooks.request.Refusal;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Checks the signature of an SNS message: RSA with SHA-1 (SignatureVersion 1) or SHA-256 (2) over
 * the names and values of some of its fields, a line each. Thread-safe.
 */
public final class SnsSignature {
  private static final List<String> OF_NOTIFICATION =
      List.of("Message", "MessageId", "Subject", "Timestamp", "TopicArn", "Type");
  private static final List<String> OF_CONFIRMATION =
      List.of("Message", "MessageId", "SubscribeURL", "Timestamp", "Token", "TopicArn", "Type");

  /** Fields of a message that are read, all of them texts. */
  public static final Set<String> FIELDS =
      Set.of(
          "Message",
          "MessageId",
          "Subject",
          "SubscribeURL",
          "Timestamp",
          "Token",
          "TopicArn",
          "Type",
          "Signature",
          "SignatureVersion",
          "SigningCertURL");

  private final SnsCertificates certificates;

  /**
   * @param fetcher source of the certificates
   */
  public SnsSignature(HttpsFetcher fetcher) {
    this.certificates = new SnsCertificates(fetcher);
  }

  /**
   * Returns if the message's signature is valid.
   *
   * @throws Refusal where it is not, or the certificate could not be fetched (retriable)
   */
  public void verify(Map<String, String> message, Instant now) throws Refusal {
    String algorithm =
        switch (String.valueOf(message.get("SignatureVersion"))) {
          case "1" -> "SHA1withRSA";
          case "2" -> "SHA256withRSA";
          default ->
              throw Refusal.badSignature(
                  "Expected SignatureVersion 1 or 2, found another or none. Switch raw message delivery off: it sends no signature.");
        };
    byte[] signature = Signatures.base64(message.get("Signature"));
    X509Certificate certificate = certificates.at(message.get("SigningCertURL"), now);
    if (!isSigned(certificate, algorithm, message, signature)) {
      throw Refusal.badSignature(
          "Expected Amazon's signature over the message, found another. Check that no proxy changes the body.");
    }
  }

  /** Fields that the message lacks are left out. */
  private static boolean isSigned(
      X509Certificate certificate,
      String algorithm,
      Map<String, String> message,
      byte[] signature) {
    boolean notification = "Notification".equals(message.get("Type"));
    try {
      Signature check = Signature.getInstance(algorithm);
      check.initVerify(certificate.getPublicKey());
      for (String field : notification ? OF_NOTIFICATION : OF_CONFIRMATION) {
        String value = message.get(field);
        if (value != null) {
          check.update((field + "\n").getBytes(StandardCharsets.UTF_8));
          check.update(value.getBytes(StandardCharsets.UTF_8));
          check.update((byte) '\n');
        }
      }
      return check.verify(signature);
    } catch (GeneralSecurityException e) {
      return false;
    }
  }
}
