package dev.godwit.extractor.webhook;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;

/**
 * Checks the signature of an SNS message: RSA with SHA-1 (SignatureVersion 1) or SHA-256 (2) over
 * the names and values of some of its fields, a line each. Thread-safe.
 */
final class SnsSignature {
  private static final List<String> OF_NOTIFICATION =
      List.of("Message", "MessageId", "Subject", "Timestamp", "TopicArn", "Type");
  private static final List<String> OF_CONFIRMATION =
      List.of("Message", "MessageId", "SubscribeURL", "Timestamp", "Token", "TopicArn", "Type");

  private final SnsCertificates certificates;

  SnsSignature(SnsCertificates certificates) {
    this.certificates = certificates;
  }

  /**
   * Returns where the message is signed.
   *
   * @throws Refusal where it is not, or that could not be found out
   */
  void verify(JsonNode message, Instant now) throws Refusal {
    String algorithm =
        switch (String.valueOf(Json.text(message, "SignatureVersion"))) {
          case "1" -> "SHA1withRSA";
          case "2" -> "SHA256withRSA";
          default ->
              throw Refusal.badSignature(
                  "Expected SignatureVersion 1 or 2, found another or none. Switch raw message delivery off: it sends no signature.");
        };
    byte[] signature = Signatures.base64(Json.text(message, "Signature"));
    X509Certificate certificate = certificates.at(Json.text(message, "SigningCertURL"), now);
    if (!isSigned(certificate, algorithm, text(message), signature)) {
      throw Refusal.badSignature(
          "Expected Amazon's signature over the message, found another. Check that no proxy changes the body.");
    }
  }

  /** What is signed; fields that a message does not have are left out. */
  static String text(JsonNode message) {
    boolean notification = "Notification".equals(Json.text(message, "Type"));
    StringBuilder text = new StringBuilder();
    for (String field : notification ? OF_NOTIFICATION : OF_CONFIRMATION) {
      String value = Json.text(message, field);
      if (value != null) {
        text.append(field).append('\n').append(value).append('\n');
      }
    }
    return text.toString();
  }

  private static boolean isSigned(
      X509Certificate certificate, String algorithm, String text, byte[] signature) {
    try {
      Signature check = Signature.getInstance(algorithm);
      check.initVerify(certificate.getPublicKey());
      check.update(text.getBytes(StandardCharsets.UTF_8));
      return check.verify(signature);
    } catch (GeneralSecurityException e) {
      return false;
    }
  }
}
