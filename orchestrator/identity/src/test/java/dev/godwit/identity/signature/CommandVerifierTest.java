package dev.godwit.identity.signature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.godwit.identity.Identity;
import dev.godwit.identity.Role;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jose4j.json.JsonUtil;
import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jwk.EcJwkGenerator;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.JsonWebKey.OutputControlLevel;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.NumericDate;
import org.jose4j.keys.EllipticCurves;
import org.jose4j.keys.HmacKey;
import org.jose4j.lang.JoseException;
import org.junit.jupiter.api.Test;

class CommandVerifierTest {
  private static final String TOPIC = "commands";
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
  private static final byte[] KEY = {'a', 'c', 'm', 'e'};
  private static final byte[] VALUE = "{}".getBytes(StandardCharsets.US_ASCII);
  private static final Duration LIFE = Duration.ofMinutes(10);

  private final SigningKey ann = SigningKey.generate("here", "ann");
  private final SigningKey rest = SigningKey.generate("here", "orchestrator");
  private final Instant[] until = new Instant[1];

  private CommandKeys keys() {
    KeySetText text = new KeySetText("here");
    text.add(ann, new Identity("ann", Set.of(Role.OPERATOR), Set.of("acme")), null, until[0]);
    text.addVouching(rest);
    return CommandKeys.parse(text.text(), "keys");
  }

  private final CommandVerifier verifier = new CommandVerifier(this::keys, TOPIC, LIFE);

  private static CommandSigner signer(SigningKey key, String topic, Duration life) {
    return new CommandSigner(key, topic, life, Clock.fixed(NOON, ZoneOffset.UTC));
  }

  private String signed() {
    return signer(ann, TOPIC, LIFE).sign("c-1", KEY, VALUE);
  }

  private VerifiedCommand verified(String signature) throws SignatureException {
    return verifier.verify(signature.getBytes(StandardCharsets.US_ASCII), KEY, VALUE, NOON);
  }

  private SignatureException refused(String signature) {
    return refused(signature, KEY, VALUE, NOON);
  }

  private SignatureException refused(String signature, byte[] key, byte[] value, Instant at) {
    SignatureException refused =
        catchThrowableOfType(
            SignatureException.class,
            () -> verifier.verify(signature.getBytes(StandardCharsets.US_ASCII), key, value, at));
    assertThat(refused).isNotNull();
    assertThat(refused.expected()).isNotBlank();
    assertThat(refused.found()).isNotBlank();
    assertThat(refused.action()).isNotBlank();
    return refused;
  }

  /** Signs what an attacker likes, with a key that counts. */
  private String made(SigningKey key, Consumer<JwtClaims> claims, Consumer<JsonWebSignature> head) {
    JwtClaims all = new JwtClaims();
    all.setSubject("ann");
    all.setIssuedAt(NumericDate.fromMilliseconds(NOON.toEpochMilli()));
    all.setExpirationTime(NumericDate.fromMilliseconds(NOON.plus(LIFE).toEpochMilli()));
    all.setJwtId("c-1");
    all.setAudience("here/" + TOPIC);
    all.setStringClaim(CommandSignature.DIGEST, CommandSignature.digest(KEY, VALUE));
    claims.accept(all);
    JsonWebSignature jws = new JsonWebSignature();
    jws.setAlgorithmConstraints(AlgorithmConstraints.NO_CONSTRAINTS);
    jws.setAlgorithmHeaderValue(key.algorithm());
    jws.setKeyIdHeaderValue(key.id());
    jws.setHeader("typ", CommandSignature.TYPE);
    jws.setPayload(all.toJson());
    jws.setKey(key.key());
    head.accept(jws);
    try {
      return jws.getCompactSerialization();
    } catch (JoseException e) {
      throw new AssertionError(e);
    }
  }

  private static void nothing(Object unused) {}

  @Test
  void shouldProveTheOwnerOfAKeyWithItsRights() throws SignatureException {
    VerifiedCommand verified = verified(signed());
    assertThat(verified.identity())
        .isEqualTo(new Identity("ann", Set.of(Role.OPERATOR), Set.of("acme")));
    assertThat(verified.route()).isEqualTo(SignedRoute.TOPIC);
    assertThat(verified.commandId()).isEqualTo("c-1");
    assertThat(verified(made(ann, CommandVerifierTest::nothing, CommandVerifierTest::nothing)))
        .isEqualTo(verified);
  }

  @Test
  void shouldProveAPersonForWhomAServiceVouches() throws SignatureException {
    Identity ben = new Identity("ben", Set.of(Role.APPROVER), Set.of("acme"));
    String signature = signer(rest, TOPIC, LIFE).vouch(ben, SignedRoute.REST, "c-2", KEY, VALUE);
    assertThat(verified(signature).identity()).isEqualTo(ben);
    assertThat(verified(signature).route()).isEqualTo(SignedRoute.REST);
    Identity clock = new Identity("clock", Set.of(), Set.of());
    assertThat(
            verified(signer(rest, TOPIC, LIFE).vouch(clock, SignedRoute.CLOCK, "c", KEY, VALUE))
                .route())
        .isEqualTo(SignedRoute.CLOCK);
    assertThat(
            refused(signer(rest, TOPIC, LIFE).vouch(clock, SignedRoute.REST, "c", KEY, VALUE))
                .found())
        .contains("orchestrator's own");
  }

  @Test
  void shouldRefuseAnotherKeyOrValue() {
    assertThat(refused(signed(), KEY, new byte[] {'{'}, NOON).found()).isEqualTo("one over others");
    assertThat(refused(signed(), null, VALUE, NOON).found()).isEqualTo("one over others");
    assertThat(refused(signed(), new byte[0], VALUE, NOON).claimed()).isEqualTo("ann");
    byte[] moved = {'a', 'c', 'm'};
    assertThat(refused(signed(), moved, new byte[] {'e', '{', '}'}, NOON).found())
        .isEqualTo("one over others");
  }

  @Test
  void shouldRefuseWhatHasExpiredIsOfTheFutureOrCountsForTooLong() {
    assertThat(refused(signed(), KEY, VALUE, NOON.plus(Duration.ofMinutes(12))).found())
        .contains("expired");
    assertThat(refused(signed(), KEY, VALUE, NOON.minus(Duration.ofMinutes(2))).found())
        .contains("future");
    assertThat(refused(signer(ann, TOPIC, LIFE.plusSeconds(1)).sign("c", KEY, VALUE)).found())
        .contains("longer");
    assertThat(
            refused(made(ann, c -> c.unsetClaim("exp"), CommandVerifierTest::nothing)).expected())
        .contains("exp");
    assertThat(
            refused(made(ann, c -> c.unsetClaim("iat"), CommandVerifierTest::nothing)).expected())
        .contains("iat");
  }

  @Test
  void shouldRefuseAKeyThatCountsNoMore() throws SignatureException {
    until[0] = NOON.plusSeconds(1);
    verified(signed());
    until[0] = NOON;
    assertThat(refused(signed()).expected()).contains("a key that counts at");
    SigningKey unknown = SigningKey.generate("here", "ann");
    assertThat(refused(signer(unknown, TOPIC, LIFE).sign("c", KEY, VALUE)).found())
        .contains("unknown");
  }

  @Test
  void shouldRefuseAnotherInstallationOrTopic() {
    assertThat(refused(signer(ann, "others", LIFE).sign("c", KEY, VALUE)).expected())
        .isEqualTo("the audience here/commands");
    assertThat(
            refused(
                    made(
                        ann,
                        c -> c.setAudience("here/commands", "x"),
                        CommandVerifierTest::nothing))
                .found())
        .isEqualTo("another, or none");
  }

  @Test
  void shouldRefuseAlgorithmsThatNeedNoPrivateKey() {
    String none =
        Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(
                    "{\"alg\":\"none\",\"kid\":\"%s\",\"typ\":\"godwit-command+jws\"}"
                        .formatted(ann.id())
                        .getBytes(StandardCharsets.US_ASCII))
            + "."
            + signed().split("\\.", -1)[1]
            + ".";
    assertThat(refused(none).expected()).isEqualTo("the algorithm EdDSA or ES256");
    String hmac =
        made(
            ann,
            CommandVerifierTest::nothing,
            jws -> {
              jws.setAlgorithmHeaderValue(AlgorithmIdentifiers.HMAC_SHA256);
              jws.setKey(new HmacKey(ann.publicKey().getEncoded()));
            });
    assertThat(refused(hmac).expected()).isEqualTo("the algorithm EdDSA or ES256");
  }

  @Test
  void shouldRefuseAKeyThatTheSignatureBrings() {
    SigningKey mine = SigningKey.generate("here", "ann");
    for (String member : Set.of("jwk", "jku", "x5u", "x5c", "crit", "b64")) {
      String signature =
          made(
              mine,
              CommandVerifierTest::nothing,
              jws -> {
                jws.setKeyIdHeaderValue(ann.id());
                jws.getHeaders().setObjectHeaderValue(member, Map.of("kty", "OKP"));
              });
      assertThat(refused(signature).found()).contains("a key of the sender's own");
    }
    String forged =
        made(mine, CommandVerifierTest::nothing, jws -> jws.setKeyIdHeaderValue(ann.id()));
    assertThat(refused(forged).found()).contains("this key did not make");
  }

  @Test
  void shouldRefuseRightsThatAPersonGivesToThemselves() {
    assertThat(
            refused(
                    made(
                        ann,
                        c -> c.setStringListClaim("roles", "approver"),
                        CommandVerifierTest::nothing))
                .found())
        .contains("rights of its own");
    assertThat(refused(made(ann, c -> c.setSubject("ben"), CommandVerifierTest::nothing)).found())
        .contains("somebody else");
    assertThat(
            refused(
                    made(
                        ann, c -> c.setStringClaim("route", "clock"), CommandVerifierTest::nothing))
                .found())
        .contains("rights of its own");
    assertThat(
            refused(made(ann, c -> c.setClaim("admin", true), CommandVerifierTest::nothing))
                .expected())
        .isEqualTo("claims that Godwit knows");
  }

  @Test
  void shouldRefuseTextThatIsNoSignature() {
    for (String text : Set.of("", ".", "..", "a.b.c", "e30.e30.e30", "x".repeat(100_000))) {
      refused(text);
    }
    String[] parts = signed().split("\\.", -1);
    refused(parts[0] + "." + parts[1] + ".");
    refused(parts[0] + ".." + parts[2]);
    refused(signed() + ".x");
  }

  @Test
  void shouldTakeAKeyOfEllipticCurveP256AndNoOther() throws JoseException, SignatureException {
    PublicJsonWebKey ec = EcJwkGenerator.generateJwk(EllipticCurves.P256);
    ec.setKeyId("ec-1");
    Map<String, Object> json = ec.toParams(OutputControlLevel.PUBLIC_ONLY);
    json.put("identity", "ben");
    json.put("roles", java.util.List.of("approver"));
    CommandKeys keys =
        CommandKeys.parse(
            "{\"installation\":\"here\",\"keys\":[" + JsonUtil.toJson(json) + "]}", "k");
    JsonWebSignature jws = new JsonWebSignature();
    JwtClaims claims = new JwtClaims();
    claims.setSubject("ben");
    claims.setIssuedAt(NumericDate.fromMilliseconds(NOON.toEpochMilli()));
    claims.setExpirationTime(NumericDate.fromMilliseconds(NOON.plusSeconds(60).toEpochMilli()));
    claims.setJwtId("c-1");
    claims.setAudience("here/" + TOPIC);
    claims.setStringClaim(CommandSignature.DIGEST, CommandSignature.digest(KEY, VALUE));
    jws.setAlgorithmHeaderValue(AlgorithmIdentifiers.ECDSA_USING_P256_CURVE_AND_SHA256);
    jws.setKeyIdHeaderValue("ec-1");
    jws.setHeader("typ", CommandSignature.TYPE);
    jws.setPayload(claims.toJson());
    jws.setKey(ec.getPrivateKey());
    VerifiedCommand verified =
        new CommandVerifier(() -> keys, TOPIC, LIFE)
            .verify(
                jws.getCompactSerialization().getBytes(StandardCharsets.US_ASCII),
                KEY,
                VALUE,
                NOON);
    assertThat(verified.identity().name()).isEqualTo("ben");

    JsonWebKey large = EcJwkGenerator.generateJwk(EllipticCurves.P384);
    large.setKeyId("ec-2");
    Map<String, Object> other = large.toParams(OutputControlLevel.PUBLIC_ONLY);
    other.put("identity", "ben");
    String text = "{\"installation\":\"here\",\"keys\":[" + JsonUtil.toJson(other) + "]}";
    KeyFileException refused =
        catchThrowableOfType(KeyFileException.class, () -> CommandKeys.parse(text, "k"));
    assertThat(refused).hasMessageContaining("P-256");
  }
}
