package dev.godwit.wire.security;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * How clients of the schema registry prove who they are, and whom they trust: settings that begin
 * with {@code GODWIT_REGISTRY_}. Immutable; its text names no secret.
 */
public final class RegistrySecurity {
  /** Without a name, and with the certificates that the JVM trusts. */
  public static final RegistrySecurity NONE =
      new RegistrySecurity(Optional.empty(), Optional.empty(), Optional.empty(), Map.of());

  private static final String CA = "GODWIT_REGISTRY_CA";
  private static final String USER = "GODWIT_REGISTRY_USER";
  private static final String PASSWORD = "GODWIT_REGISTRY_PASSWORD";
  private static final String TOKEN_ENDPOINT = "GODWIT_REGISTRY_TOKEN_ENDPOINT";
  private static final String CLIENT_ID = "GODWIT_REGISTRY_CLIENT_ID";
  private static final String CLIENT_SECRET = "GODWIT_REGISTRY_CLIENT_SECRET";

  private final Optional<Path> ca;
  private final Optional<String> user;
  private final Optional<SecretText> password;
  private final Map<String, SecretText> bearer;

  private RegistrySecurity(
      Optional<Path> ca,
      Optional<String> user,
      Optional<SecretText> password,
      Map<String, SecretText> bearer) {
    this.ca = ca;
    this.user = user;
    this.password = password;
    this.bearer = Map.copyOf(bearer);
  }

  /**
   * The security that an environment asks for.
   *
   * @throws IllegalArgumentException where a setting is missing, contradicts another or cannot be
   *     read; fatal; the message names it
   */
  public static RegistrySecurity of(Map<String, String> environment) {
    SecuritySettings settings = new SecuritySettings(environment);
    Optional<String> user = settings.text(USER);
    Optional<SecretText> password = Optional.empty();
    Map<String, SecretText> bearer = new LinkedHashMap<>();
    if (settings.text(TOKEN_ENDPOINT).isPresent()) {
      String why = TOKEN_ENDPOINT + " is set";
      settings.refuse(Set.of(USER, PASSWORD), why);
      bearer.put("endpoint", new SecretText(settings.required(TOKEN_ENDPOINT, why)));
      bearer.put("client", new SecretText(settings.required(CLIENT_ID, why)));
      bearer.put("secret", settings.requiredSecret(CLIENT_SECRET, why));
    } else if (user.isPresent()) {
      password = Optional.of(settings.requiredSecret(PASSWORD, USER + " is set"));
    } else {
      settings.refuse(
          Set.of(PASSWORD, CLIENT_SECRET, CLIENT_ID),
          "neither " + USER + " nor " + TOKEN_ENDPOINT + " is set");
    }
    Optional<Path> ca = settings.pem(CA);
    return ca.isEmpty() && user.isEmpty() && bearer.isEmpty()
        ? NONE
        : new RegistrySecurity(ca, user, password, bearer);
  }

  /** File in the PEM format with the certificate that the registry's is signed by. */
  public Optional<Path> ca() {
    return ca;
  }

  /** Value of the header {@code Authorization} for a user with a password. */
  public Optional<String> authorization() {
    return user.map(
        name ->
            "Basic "
                + Base64.getEncoder()
                    .encodeToString(
                        (name + ":" + password.orElseThrow().text())
                            .getBytes(StandardCharsets.UTF_8)));
  }

  /**
   * The groups of settings of a registry client that apply, with the texts that their placeholders
   * stand for: {@code ca}, {@code basic} and {@code bearer}.
   */
  public Map<String, Map<String, String>> groups() {
    Map<String, Map<String, String>> groups = new LinkedHashMap<>();
    ca.ifPresent(file -> groups.put("ca", Map.of("ca", file.toString())));
    user.ifPresent(
        name ->
            groups.put("basic", Map.of("user", name, "password", password.orElseThrow().text())));
    if (!bearer.isEmpty()) {
      Map<String, String> texts = new LinkedHashMap<>();
      bearer.forEach((name, text) -> texts.put(name, text.text()));
      groups.put("bearer", texts);
    }
    return groups;
  }

  @Override
  public String toString() {
    return (ca.isPresent() ? "own CA, " : "")
        + user.map(name -> "user " + name).orElse(bearer.isEmpty() ? "no user" : "bearer token");
  }
}
