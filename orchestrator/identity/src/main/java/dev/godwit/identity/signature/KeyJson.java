package dev.godwit.identity.signature;

import dev.godwit.identity.Identity;
import dev.godwit.identity.IdentityName;
import dev.godwit.identity.Role;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jose4j.json.JsonUtil;
import org.jose4j.jwk.EllipticCurveJsonWebKey;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.OctetKeyPairJsonWebKey;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.keys.EllipticCurves;
import org.jose4j.lang.JoseException;

/**
 * Reads keys as files hold them: JSON web keys with Godwit's own members. Errors name the key and
 * never repeat its secret. Thread-safe.
 */
final class KeyJson {
  static final String INSTALLATION = "installation";
  static final String IDENTITY = "identity";
  static final String KEYS = "keys";
  static final String VOUCHES = "vouches";
  static final String FROM = "from";
  static final String UNTIL = "until";
  private static final int MOST_KEYS = 10_000;
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9._-]{1,100}");
  private static final Pattern PLACE = Pattern.compile("[A-Za-z0-9._-]{1,64}");
  private static final Set<String> KNOWN =
      Set.of(
          "kty",
          "crv",
          "x",
          "y",
          "d",
          "kid",
          "use",
          "alg",
          INSTALLATION,
          IDENTITY,
          CommandSignature.ROLES,
          CommandSignature.CUSTOMERS,
          VOUCHES,
          FROM,
          UNTIL);

  private KeyJson() {}

  /** The keys of a set. */
  static CommandKeys set(String json, String file) {
    Map<String, Object> set = object(json, file);
    String installation = installation(set, file);
    if (!(set.get(KEYS) instanceof List<?> list) || list.size() > MOST_KEYS) {
      throw wrong(file, "a list \"keys\" of at most " + MOST_KEYS, "none", "Add it.");
    }
    Map<String, TrustedKey> keys = new LinkedHashMap<>();
    for (Object one : list) {
      TrustedKey key = trusted(one, file + ", key " + (keys.size() + 1));
      if (keys.put(key.id(), key) != null) {
        throw wrong(file, "one key of each kid", "two with " + key.id(), "Give one another kid.");
      }
    }
    return new CommandKeys(installation, keys);
  }

  static Map<String, Object> object(String json, String file) {
    try {
      return JsonUtil.parseJson(json);
    } catch (JoseException e) {
      throw wrong(file, "one JSON object", "something else", "Correct the file.");
    }
  }

  static String installation(Map<String, Object> of, String file) {
    if (of.get(INSTALLATION) instanceof String name && PLACE.matcher(name).matches()) {
      return name;
    }
    throw wrong(
        file,
        "\"installation\": a name of letters, digits, dots and dashes",
        "none",
        "Name the installation, alike in all files of keys.");
  }

  private static TrustedKey trusted(Object json, String where) {
    if (!(json instanceof Map<?, ?> any)) {
      throw wrong(where, "a JSON web key", "something else", "Correct it.");
    }
    Map<String, Object> key = new LinkedHashMap<>();
    any.forEach((name, value) -> key.put(String.valueOf(name), value));
    if (key.containsKey("d")) {
      throw wrong(
          where,
          "a public key",
          "a private one, with \"d\"",
          "Remove d here, and replace the key: it was where others can read it.");
    }
    PublicJsonWebKey jwk = jwk(key, where);
    boolean vouches = isTrue(key.get(VOUCHES), where);
    Set<Role> roles = roles(key.get(CommandSignature.ROLES), where);
    if (vouches && !roles.isEmpty()) {
      throw wrong(
          where,
          "no roles of a key that vouches for others",
          "some",
          "Remove roles: each signature names those of the person.");
    }
    Identity owner =
        new Identity(
            owner(key.get(IDENTITY), where),
            roles,
            new HashSet<>(texts(key.get(CommandSignature.CUSTOMERS), where)));
    return new TrustedKey(
        jwk.getKeyId(),
        algorithm(jwk),
        jwk.getPublicKey(),
        owner,
        vouches,
        moment(key.get(FROM), where),
        moment(key.get(UNTIL), where));
  }

  /** A key of a kind that commands may be signed with. */
  static PublicJsonWebKey jwk(Map<String, Object> json, String where) {
    json.keySet().stream()
        .filter(name -> !KNOWN.contains(name))
        .findFirst()
        .ifPresent(
            name -> {
              throw wrong(
                  where,
                  "members of a key: " + String.join(", ", KNOWN.stream().sorted().toList()),
                  "another",
                  "Remove it.");
            });
    PublicJsonWebKey jwk;
    try {
      jwk = PublicJsonWebKey.Factory.newPublicJwk(json);
    } catch (JoseException | RuntimeException e) {
      throw wrong(
          where,
          "a key of kty OKP with crv Ed25519, or of kty EC with crv P-256",
          "none that can be read",
          "Make one with godwit command key NAME.");
    }
    boolean fits =
        (jwk instanceof OctetKeyPairJsonWebKey okp
                && OctetKeyPairJsonWebKey.SUBTYPE_ED25519.equals(okp.getSubtype()))
            || (jwk instanceof EllipticCurveJsonWebKey ec
                && EllipticCurves.P_256.equals(ec.getCurveName()));
    if (!fits) {
      throw wrong(
          where,
          "a key of kty OKP with crv Ed25519, or of kty EC with crv P-256",
          "one of another kind",
          "Make one with godwit command key NAME.");
    }
    if (jwk.getKeyId() == null || !ID.matcher(jwk.getKeyId()).matches()) {
      throw wrong(where, "a kid of letters, digits, dots and dashes", "none", "Name the key.");
    }
    return jwk;
  }

  static String algorithm(JsonWebKey jwk) {
    return jwk instanceof EllipticCurveJsonWebKey ? CommandSignature.ES256 : CommandSignature.EDDSA;
  }

  static String owner(Object name, String where) {
    String text = name instanceof String some ? some : null;
    IdentityName.flaw(text)
        .ifPresent(
            flaw -> {
              throw wrong(
                  where, "\"identity\": the name of the key's owner", flaw, "Correct the name.");
            });
    return text;
  }

  private static Set<Role> roles(Object json, String where) {
    Set<Role> roles = new HashSet<>();
    for (String name : texts(json, where)) {
      roles.add(
          Role.of(name)
              .orElseThrow(
                  () ->
                      wrong(
                          where,
                          "roles of viewer, operator, approver, steward, administrator",
                          "another",
                          "Correct them.")));
    }
    return roles;
  }

  static List<String> texts(Object json, String where) {
    if (json == null) {
      return List.of();
    }
    if (json instanceof List<?> list && list.stream().allMatch(String.class::isInstance)) {
      return list.stream().map(String.class::cast).toList();
    }
    throw wrong(where, "a list of texts", "something else", "Correct roles and customers.");
  }

  private static boolean isTrue(Object json, String where) {
    if (json == null || json instanceof Boolean) {
      return Boolean.TRUE.equals(json);
    }
    throw wrong(where, "\"vouches\": true or false", "something else", "Correct it.");
  }

  private static Instant moment(Object json, String where) {
    if (json == null) {
      return null;
    }
    try {
      return Instant.parse(json.toString());
    } catch (DateTimeParseException e) {
      throw wrong(
          where,
          "from and until as 2027-01-31T12:00:00Z",
          "something else",
          "Correct them, or leave them out.");
    }
  }

  static KeyFileException wrong(String where, String expected, String found, String action) {
    return new KeyFileException(
        "%s: expected %s, found %s. %s".formatted(where, expected, found, action));
  }
}
