package dev.godwit.identity.signature;

import dev.godwit.identity.Identity;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jose4j.json.JsonUtil;
import org.jose4j.jwk.JsonWebKey.OutputControlLevel;
import org.jose4j.jwk.OctetKeyPairJsonWebKey;
import org.jose4j.jwk.OkpJwkGenerator;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.lang.JoseException;

/**
 * The private key of a person or a service. Immutable; its text shows no secret.
 *
 * <p>Its file is a JSON web key with {@code installation} and {@code identity}, and only its owner
 * may read it.
 */
public final class SigningKey {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final Set<PosixFilePermission> OF_OTHERS =
      EnumSet.complementOf(
          EnumSet.of(
              PosixFilePermission.OWNER_READ,
              PosixFilePermission.OWNER_WRITE,
              PosixFilePermission.OWNER_EXECUTE));

  private final String installation;
  private final String identity;
  private final PublicJsonWebKey jwk;

  private SigningKey(String installation, String identity, PublicJsonWebKey jwk) {
    this.installation = installation;
    this.identity = identity;
    this.jwk = jwk;
  }

  /** A new Ed25519 key. */
  public static SigningKey generate(String installation, String identity) {
    KeyJson.owner(identity, "The key's owner");
    try {
      PublicJsonWebKey jwk =
          OkpJwkGenerator.generateJwk(OctetKeyPairJsonWebKey.SUBTYPE_ED25519, null, RANDOM);
      byte[] tail = new byte[6];
      RANDOM.nextBytes(tail);
      String head = identity.replaceAll("[^A-Za-z0-9._-]", "_");
      jwk.setKeyId(
          head.substring(0, Math.min(head.length(), 60)) + "-" + HexFormat.of().formatHex(tail));
      return new SigningKey(installation, identity, jwk);
    } catch (JoseException e) {
      throw new IllegalStateException("Expected a JDK with Ed25519, found none.", e);
    }
  }

  /**
   * Reads a file that only its owner may read.
   *
   * @throws KeyFileException where it cannot be used
   */
  public static SigningKey read(Path file) {
    String where = file.toString();
    String json;
    try {
      requirePrivate(file);
      json = Files.readString(file, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new KeyFileException(
          "Expected a private key in %s, found no file that can be read (%s). Name another, or make one with godwit command key NAME."
              .formatted(file, e.getClass().getSimpleName()),
          e);
    }
    Map<String, Object> all = KeyJson.object(json, where);
    String installation = KeyJson.installation(all, where);
    PublicJsonWebKey jwk = KeyJson.jwk(all, where);
    if (jwk.getPrivateKey() == null) {
      throw KeyJson.wrong(where, "a private key", "a public one", "Name the private key's file.");
    }
    return new SigningKey(installation, KeyJson.owner(all.get(KeyJson.IDENTITY), where), jwk);
  }

  private static void requirePrivate(Path file) throws IOException {
    if (!Files.getFileStore(file).supportsFileAttributeView("posix")) {
      return;
    }
    Set<PosixFilePermission> open = EnumSet.copyOf(OF_OTHERS);
    open.retainAll(Files.getPosixFilePermissions(file));
    if (!open.isEmpty()) {
      throw KeyJson.wrong(
          file.toString(),
          "a private key that its owner alone may read",
          "a file that others may use",
          "Run chmod 600 on it; replace the key if others have seen it.");
    }
  }

  /** Name of the installation that it signs for. */
  public String installation() {
    return installation;
  }

  /** Name of the owner. */
  public String identity() {
    return identity;
  }

  /** Id of the key. */
  public String id() {
    return jwk.getKeyId();
  }

  /** The algorithm that it signs with. */
  String algorithm() {
    return KeyJson.algorithm(jwk);
  }

  PrivateKey key() {
    return jwk.getPrivateKey();
  }

  PublicKey publicKey() {
    return jwk.getPublicKey();
  }

  /** The public half, as a verifier trusts it, of a service that vouches for people. */
  public TrustedKey vouching() {
    return new TrustedKey(
        id(),
        algorithm(),
        publicKey(),
        new Identity(identity, Set.of(), Set.of()),
        true,
        null,
        null);
  }

  /** The private key as its file holds it: a secret. */
  public String privateJson() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put(KeyJson.INSTALLATION, installation);
    json.put(KeyJson.IDENTITY, identity);
    json.putAll(jwk.toParams(OutputControlLevel.INCLUDE_PRIVATE));
    json.keySet().removeIf(name -> name.equals("use"));
    return JsonUtil.toJson(json) + "\n";
  }

  /** The members of the public key, for a set of keys; a new map. */
  Map<String, Object> publicMembers() {
    return new LinkedHashMap<>(jwk.toParams(OutputControlLevel.PUBLIC_ONLY));
  }

  @Override
  public String toString() {
    return "SigningKey[" + id() + " of " + identity + "]";
  }
}
