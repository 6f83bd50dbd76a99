package dev.godwit.identity.signature;

import dev.godwit.identity.Identity;
import dev.godwit.identity.IdentityName;
import dev.godwit.identity.Role;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jose4j.json.JsonUtil;
import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jwa.AlgorithmConstraints.ConstraintType;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.MalformedClaimException;
import org.jose4j.jwt.NumericDate;
import org.jose4j.jwt.consumer.InvalidJwtException;
import org.jose4j.lang.JoseException;

/**
 * Verifies the signature of a record: by a key that counts, for this topic of this installation,
 * over exactly this key and value, at a time that lies between its making and its end. The time is
 * the broker's stamp on the record, so a command that waited for the engine is judged by when it
 * was published, and nobody can write it back.
 *
 * <p>The signature of a service that vouches for people has no such end: the service publishes what
 * it signs at once, its clock may have stepped, and the id of the command, which is answered once
 * and for ever, stops a repetition. Thread-safe.
 */
public final class CommandVerifier {
  /** Clocks of signer and broker may differ so much. */
  static final Duration TOLERANCE = Duration.ofSeconds(60);

  private static final Set<String> HEADERS = Set.of("alg", "kid", "typ");
  private static final Set<String> CLAIMS =
      Set.of(
          "sub",
          "iat",
          "exp",
          "jti",
          "aud",
          CommandSignature.DIGEST,
          CommandSignature.ROLES,
          CommandSignature.CUSTOMERS,
          CommandSignature.ROUTE);
  private static final String AGAIN = "Sign the command again with godwit command sign.";

  private final Supplier<CommandKeys> keys;
  private final String topic;
  private final Duration mostLife;

  /**
   * A verifier.
   *
   * @param keys the keys that count now
   * @param topic the topic of the commands
   * @param mostLife the longest time between making and end of a signature
   */
  public CommandVerifier(Supplier<CommandKeys> keys, String topic, Duration mostLife) {
    this.keys = keys;
    this.topic = topic;
    this.mostLife = mostLife;
  }

  /**
   * The author, the route and the id that a signature proves.
   *
   * @param signature value of the header; may be null
   * @param key key of the record; may be null
   * @param value value of the record; may be null
   * @param at the broker's time stamp of the record
   * @throws SignatureException where it proves nothing
   */
  public VerifiedCommand verify(byte[] signature, byte[] key, byte[] value, Instant at)
      throws SignatureException {
    if (signature == null || signature.length == 0) {
      throw new SignatureException(
          "a signature in the header " + CommandSignature.HEADER, "nothing", AGAIN);
    }
    if (signature.length > CommandSignature.MOST_BYTES) {
      throw new SignatureException(
          "a signature of at most %d bytes".formatted(CommandSignature.MOST_BYTES),
          signature.length + " bytes",
          AGAIN);
    }
    String compact = new String(signature, StandardCharsets.ISO_8859_1);
    CommandKeys known = keys.get();
    TrustedKey signer = signer(compact, known);
    try {
      JwtClaims claims = claims(compact, signer);
      return verified(claims, signer, known, key, value, at);
    } catch (SignatureException e) {
      throw e.claimed().isEmpty() ? e.of(signer.owner().name()) : e;
    }
  }

  private static TrustedKey signer(String compact, CommandKeys known) throws SignatureException {
    Map<String, Object> header = header(compact);
    if (!HEADERS.containsAll(header.keySet())) {
      throw new SignatureException(
          "a signature with alg, kid and typ alone in its head",
          "more, which could name a key of the sender's own",
          AGAIN);
    }
    if (!(header.get("alg") instanceof String algorithm)
        || !(algorithm.equals(CommandSignature.EDDSA)
            || algorithm.equals(CommandSignature.ES256))) {
      throw new SignatureException("the algorithm EdDSA or ES256", "another, or none", AGAIN);
    }
    if (!CommandSignature.TYPE.equals(header.get("typ"))) {
      throw new SignatureException("the type " + CommandSignature.TYPE, "another, or none", AGAIN);
    }
    TrustedKey signer =
        header.get("kid") instanceof String kid ? known.key(kid).orElse(null) : null;
    if (signer == null) {
      throw new SignatureException(
          "the kid of a key in GODWIT_COMMAND_KEYS",
          "one that is unknown, or was withdrawn",
          "Sign with a key that godwit command keys lists, or have an administrator add it.");
    }
    if (!signer.algorithm().equals(algorithm)) {
      throw new SignatureException(
          "the algorithm of the key, " + signer.algorithm(), algorithm, AGAIN);
    }
    return signer;
  }

  private static Map<String, Object> header(String compact) throws SignatureException {
    int dot = compact.indexOf('.');
    try {
      byte[] head =
          java.util.Base64.getUrlDecoder().decode(dot < 0 ? "" : compact.substring(0, dot));
      return JsonUtil.parseJson(new String(head, StandardCharsets.UTF_8));
    } catch (IllegalArgumentException | JoseException e) {
      throw malformed();
    }
  }

  private static SignatureException malformed() {
    return new SignatureException("a JWS in its compact form", "something else", AGAIN);
  }

  private static JwtClaims claims(String compact, TrustedKey signer) throws SignatureException {
    JsonWebSignature jws = new JsonWebSignature();
    jws.setAlgorithmConstraints(
        new AlgorithmConstraints(ConstraintType.PERMIT, signer.algorithm()));
    jws.setKey(signer.key());
    try {
      jws.setCompactSerialization(compact);
      if (!jws.verifySignature()) {
        throw new SignatureException(
            "a signature by the key " + signer.id(), "one that this key did not make", AGAIN);
      }
      return JwtClaims.parse(jws.getPayload());
    } catch (JoseException | InvalidJwtException e) {
      throw malformed();
    }
  }

  private VerifiedCommand verified(
      JwtClaims claims, TrustedKey signer, CommandKeys known, byte[] key, byte[] value, Instant at)
      throws SignatureException {
    if (!CLAIMS.containsAll(claims.getClaimNames())) {
      throw new SignatureException("claims that Godwit knows", "another", AGAIN);
    }
    try {
      if (!signer.vouches()) {
        times(claims, at);
      }
      if (!signer.isValidAt(at)) {
        throw new SignatureException(
            "a key that counts at " + at,
            "one that counts from %s until %s"
                .formatted(
                    signer.from() == null ? "the beginning" : signer.from(),
                    signer.until() == null ? "its withdrawal" : signer.until()),
            "Sign with another key of yours.");
      }
      audience(claims, CommandSignature.audience(known.installation(), topic));
      digest(claims, CommandSignature.digest(key, value));
      String id = claims.getJwtId();
      if (id == null || id.isBlank()) {
        throw new SignatureException("the command's id as jti", "none", AGAIN);
      }
      return sender(claims, signer, id);
    } catch (MalformedClaimException e) {
      throw new SignatureException("claims of the right types", "others", AGAIN);
    }
  }

  private void times(JwtClaims claims, Instant at)
      throws SignatureException, MalformedClaimException {
    NumericDate made = claims.getIssuedAt();
    NumericDate end = claims.getExpirationTime();
    if (made == null || end == null || made.getValue() < 0 || end.getValue() < made.getValue()) {
      throw new SignatureException("iat, and exp after it", "others, or none", AGAIN);
    }
    if (end.getValue() - made.getValue() > mostLife.toSeconds()) {
      throw new SignatureException(
          "a signature that counts for at most %d s".formatted(mostLife.toSeconds()),
          "one that counts for longer",
          AGAIN);
    }
    if (at.plus(TOLERANCE).getEpochSecond() < made.getValue()) {
      throw new SignatureException(
          "a signature made before the record, at " + at,
          "one of the future",
          "Correct the clock of the machine that signs, and sign again.");
    }
    if (at.minus(TOLERANCE).getEpochSecond() >= end.getValue()) {
      throw new SignatureException(
          "a signature that still counts at %s, when the broker took the record".formatted(at),
          "one that had expired",
          AGAIN);
    }
  }

  private static void audience(JwtClaims claims, String expected)
      throws SignatureException, MalformedClaimException {
    if (!List.of(expected).equals(claims.getAudience())) {
      throw new SignatureException(
          "the audience " + expected,
          "another, or none",
          "Sign with a key of this installation, for this topic.");
    }
  }

  private static void digest(JwtClaims claims, String expected)
      throws SignatureException, MalformedClaimException {
    String digest = claims.getStringClaimValue(CommandSignature.DIGEST);
    if (digest == null
        || !MessageDigest.isEqual(
            digest.getBytes(StandardCharsets.UTF_8), expected.getBytes(StandardCharsets.UTF_8))) {
      throw new SignatureException(
          "a signature over the key and the value of this record",
          "one over others",
          "Publish exactly the signed key and value, or sign them again.");
    }
  }

  private static VerifiedCommand sender(JwtClaims claims, TrustedKey signer, String id)
      throws SignatureException, MalformedClaimException {
    String subject = claims.getSubject();
    if (!signer.vouches()) {
      if (!signer.owner().name().equals(subject)
          || claims.hasClaim(CommandSignature.ROLES)
          || claims.hasClaim(CommandSignature.CUSTOMERS)
          || claims.hasClaim(CommandSignature.ROUTE)) {
        throw new SignatureException(
            "a signature of %s alone, whose key this is".formatted(signer.owner().name()),
            "one for somebody else, or with rights of its own",
            AGAIN);
      }
      return new VerifiedCommand(signer.owner(), SignedRoute.TOPIC, id, signer.id());
    }
    SignedRoute route =
        SignedRoute.of(claims.getStringClaimValue(CommandSignature.ROUTE))
            .filter(one -> one != SignedRoute.TOPIC)
            .orElseThrow(
                () -> new SignatureException("the route rest or clock", "another, or none", AGAIN));
    boolean named =
        route == SignedRoute.CLOCK
            ? Identity.CLOCK.equals(subject)
            : IdentityName.flaw(subject).isEmpty();
    if (!named) {
      throw new SignatureException(
          "the name of a person",
          IdentityName.flaw(subject).orElse("another"),
          "Give the person a name of visible letters of one script.");
    }
    Set<Role> roles = new HashSet<>();
    for (String role : list(claims, CommandSignature.ROLES)) {
      roles.add(
          Role.of(role)
              .orElseThrow(() -> new SignatureException("roles of Godwit", "another", AGAIN)));
    }
    return new VerifiedCommand(
        new Identity(subject, roles, new HashSet<>(list(claims, CommandSignature.CUSTOMERS))),
        route,
        id,
        signer.id());
  }

  private static List<String> list(JwtClaims claims, String name)
      throws SignatureException, MalformedClaimException {
    List<String> list = claims.getStringListClaimValue(name);
    if (list == null) {
      throw new SignatureException(
          "the claim " + name + " of a service that vouches", "none", AGAIN);
    }
    return list;
  }
}
