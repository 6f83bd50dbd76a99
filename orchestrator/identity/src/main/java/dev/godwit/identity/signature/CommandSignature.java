package dev.godwit.identity.signature;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import org.jose4j.jws.AlgorithmIdentifiers;

/** Names and forms that both sides of a signature know. Thread-safe. */
public final class CommandSignature {
  /** The header of a record that holds the signature: a JWS in its compact form, as ASCII. */
  public static final String HEADER = "godwit-signature";

  /** The longest signature that is looked at, in bytes. */
  static final int MOST_BYTES = 16 * 1024;

  static final String TYPE = "godwit-command+jws";
  static final String DIGEST = "digest";
  static final String ROLES = "roles";
  static final String CUSTOMERS = "customers";
  static final String ROUTE = "route";
  static final String EDDSA = AlgorithmIdentifiers.EDDSA;
  static final String ES256 = AlgorithmIdentifiers.ECDSA_USING_P256_CURVE_AND_SHA256;

  private CommandSignature() {}

  /** The audience of a signature: one topic of one installation. */
  static String audience(String installation, String topic) {
    return installation + "/" + topic;
  }

  /**
   * SHA-256 over the length of the key, the key and the value of a record, in Base64url.
   *
   * @param key may be null, which differs from an empty one
   * @param value may be null, which is as an empty one
   */
  static String digest(byte[] key, byte[] value) {
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      sha.update(ByteBuffer.allocate(Integer.BYTES).putInt(key == null ? -1 : key.length).array());
      sha.update(key == null ? new byte[0] : key);
      sha.update(value == null ? new byte[0] : value);
      return Base64.getUrlEncoder().withoutPadding().encodeToString(sha.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Expected a JDK with SHA-256, found none.", e);
    }
  }
}
