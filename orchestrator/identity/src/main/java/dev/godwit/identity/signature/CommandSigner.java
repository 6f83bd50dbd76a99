package dev.godwit.identity.signature;

import dev.godwit.identity.Identity;
import dev.godwit.identity.Role;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.NumericDate;
import org.jose4j.lang.JoseException;

/** Signs commands with one key. Thread-safe. */
public final class CommandSigner {
  private final SigningKey key;
  private final String audience;
  private final Duration life;
  private final Clock clock;

  /**
   * A signer.
   *
   * @param topic the topic that the commands go to
   * @param life how long after signing the broker may take a command; verifiers limit it
   * @param clock tells when it is signed
   */
  public CommandSigner(SigningKey key, String topic, Duration life, Clock clock) {
    this.key = key;
    this.audience = CommandSignature.audience(key.installation(), topic);
    this.life = life;
    this.clock = clock;
  }

  /**
   * The signature of a command of the key's owner.
   *
   * @param commandId id of the command; never blank
   * @param recordKey key of the record, may be null
   * @param value value of the record
   */
  public String sign(String commandId, byte[] recordKey, byte[] value) {
    return sign(claims(key.identity(), commandId, recordKey, value));
  }

  /**
   * The signature of a service for somebody whom it authenticated, or for its own clock.
   *
   * @param person who sends the command, with what the person may do
   */
  public String vouch(
      Identity person, SignedRoute route, String commandId, byte[] recordKey, byte[] value) {
    JwtClaims claims = claims(person.name(), commandId, recordKey, value);
    claims.setStringClaim(CommandSignature.ROUTE, route.text());
    claims.setStringListClaim(
        CommandSignature.ROLES, person.roles().stream().map(Role::text).sorted().toList());
    claims.setStringListClaim(
        CommandSignature.CUSTOMERS, List.copyOf(person.customers()).stream().sorted().toList());
    return sign(claims);
  }

  private JwtClaims claims(String subject, String commandId, byte[] recordKey, byte[] value) {
    NumericDate now = NumericDate.fromMilliseconds(clock.millis());
    NumericDate end = NumericDate.fromSeconds(now.getValue() + life.toSeconds());
    JwtClaims claims = new JwtClaims();
    claims.setSubject(subject);
    claims.setIssuedAt(now);
    claims.setExpirationTime(end);
    claims.setJwtId(commandId);
    claims.setAudience(audience);
    claims.setStringClaim(CommandSignature.DIGEST, CommandSignature.digest(recordKey, value));
    return claims;
  }

  private String sign(JwtClaims claims) {
    JsonWebSignature jws = new JsonWebSignature();
    jws.setAlgorithmHeaderValue(key.algorithm());
    jws.setKeyIdHeaderValue(key.id());
    jws.setHeader("typ", CommandSignature.TYPE);
    jws.setPayload(claims.toJson());
    jws.setKey(key.key());
    try {
      return jws.getCompactSerialization();
    } catch (JoseException e) {
      throw new IllegalStateException("Expected %s to sign, but it failed.".formatted(key), e);
    }
  }
}
