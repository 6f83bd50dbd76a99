package dev.godwit.wire.security;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * How every Kafka client of a process proves who it is, and whom it trusts: settings that begin
 * with {@code GODWIT_KAFKA_}. The host name of the broker is always verified. Immutable; its text
 * names no secret.
 */
public final class KafkaSecurity {
  /** Without TLS and without a name. */
  public static final KafkaSecurity NONE = new KafkaSecurity("PLAINTEXT", Map.of());

  private static final String SECURITY = "GODWIT_KAFKA_SECURITY";
  private static final String USER = "GODWIT_KAFKA_USER";
  private static final String PASSWORD = "GODWIT_KAFKA_PASSWORD";
  private static final String CA = "GODWIT_KAFKA_CA";
  private static final String CERTIFICATE = "GODWIT_KAFKA_CERTIFICATE";
  private static final String KEY = "GODWIT_KAFKA_KEY";
  private static final String KEY_PASSWORD = "GODWIT_KAFKA_KEY_PASSWORD";
  private static final String MECHANISM = "GODWIT_KAFKA_MECHANISM";
  private static final String TOKEN_ENDPOINT = "GODWIT_KAFKA_TOKEN_ENDPOINT";
  private static final String CLIENT_ID = "GODWIT_KAFKA_CLIENT_ID";
  private static final String CLIENT_SECRET = "GODWIT_KAFKA_CLIENT_SECRET";
  private static final String SCOPE = "GODWIT_KAFKA_SCOPE";

  /** Kafka asks for the addresses that tokens may be fetched from, as a property of the JVM. */
  private static final String ALLOWED_URLS = "org.apache.kafka.sasl.oauthbearer.allowed.urls";

  private enum Protocol {
    PLAINTEXT,
    SSL,
    SASL_PLAINTEXT,
    SASL_SSL;

    boolean tls() {
      return this == SSL || this == SASL_SSL;
    }

    boolean sasl() {
      return this == SASL_PLAINTEXT || this == SASL_SSL;
    }
  }

  private enum Mechanism {
    SCRAM_SHA_512("SCRAM-SHA-512"),
    SCRAM_SHA_256("SCRAM-SHA-256"),
    PLAIN("PLAIN"),
    OAUTHBEARER("OAUTHBEARER");

    private final String text;

    Mechanism(String text) {
      this.text = text;
    }

    @Override
    public String toString() {
      return text;
    }
  }

  private final String description;
  private final Map<String, String> properties;

  private KafkaSecurity(String description, Map<String, String> properties) {
    this.description = description;
    this.properties = Map.copyOf(properties);
  }

  /**
   * The security that an environment asks for.
   *
   * @throws IllegalArgumentException where a setting is missing, contradicts another or cannot be
   *     read; fatal; the message names it
   */
  public static KafkaSecurity of(Map<String, String> environment) {
    SecuritySettings settings = new SecuritySettings(environment);
    Protocol protocol = settings.choice(SECURITY, Protocol.class, Protocol.PLAINTEXT);
    Map<String, String> properties = new TreeMap<>();
    String description = protocol.name();
    if (protocol == Protocol.PLAINTEXT) {
      settings.refuse(
          Set.of(USER, PASSWORD, CA, CERTIFICATE, KEY, MECHANISM, TOKEN_ENDPOINT, CLIENT_SECRET),
          SECURITY + " is PLAINTEXT");
      return NONE;
    }
    properties.put("security.protocol", protocol.name());
    if (protocol.tls()) {
      tls(settings, properties);
    } else {
      settings.refuse(Set.of(CA, CERTIFICATE, KEY), SECURITY + " is " + protocol);
    }
    if (protocol.sasl()) {
      Mechanism mechanism = settings.choice(MECHANISM, Mechanism.class, Mechanism.SCRAM_SHA_512);
      properties.put("sasl.mechanism", mechanism.toString());
      description += " with " + mechanism;
      if (mechanism == Mechanism.OAUTHBEARER) {
        bearer(settings, properties);
      } else {
        password(settings, mechanism, protocol, properties);
        description += " as " + settings.text(USER).orElseThrow();
      }
    } else {
      settings.refuse(
          Set.of(USER, PASSWORD, MECHANISM, TOKEN_ENDPOINT, CLIENT_SECRET),
          SECURITY + " is " + protocol);
    }
    return new KafkaSecurity(description, properties);
  }

  private static void tls(SecuritySettings settings, Map<String, String> properties) {
    settings
        .pem(CA)
        .ifPresent(
            file -> {
              properties.put("ssl.truststore.type", "PEM");
              properties.put("ssl.truststore.location", file.toString());
            });
    Optional<Path> certificate = settings.pem(CERTIFICATE);
    Optional<Path> key = settings.pem(KEY);
    if (certificate.isPresent() != key.isPresent()) {
      String missing = certificate.isPresent() ? KEY : CERTIFICATE;
      settings.required(missing, "a client certificate is a certificate and its key");
    }
    if (certificate.isPresent()) {
      properties.put("ssl.keystore.type", "PEM");
      properties.put(
          "ssl.keystore.certificate.chain",
          settings.read(CERTIFICATE, certificate.get().toString()));
      properties.put("ssl.keystore.key", settings.read(KEY, key.orElseThrow().toString()));
      settings
          .secret(KEY_PASSWORD)
          .ifPresent(password -> properties.put("ssl.key.password", password.text()));
    }
  }

  private static void password(
      SecuritySettings settings,
      Mechanism mechanism,
      Protocol protocol,
      Map<String, String> properties) {
    if (mechanism == Mechanism.PLAIN && protocol != Protocol.SASL_SSL) {
      throw new IllegalArgumentException(
          "Expected %s=SASL_SSL with %s=PLAIN, found %s: the password would cross the network as it is. Use SASL_SSL or SCRAM-SHA-512."
              .formatted(SECURITY, MECHANISM, protocol));
    }
    settings.refuse(Set.of(TOKEN_ENDPOINT, CLIENT_SECRET), MECHANISM + " is " + mechanism);
    String why = MECHANISM + " is " + mechanism;
    String module =
        mechanism == Mechanism.PLAIN
            ? "org.apache.kafka.common.security.plain.PlainLoginModule"
            : "org.apache.kafka.common.security.scram.ScramLoginModule";
    properties.put(
        "sasl.jaas.config",
        "%s required username=%s password=%s;"
            .formatted(
                module,
                quoted(settings.required(USER, why)),
                quoted(settings.requiredSecret(PASSWORD, why).text())));
  }

  private static void bearer(SecuritySettings settings, Map<String, String> properties) {
    String why = MECHANISM + " is OAUTHBEARER";
    settings.refuse(Set.of(USER, PASSWORD), why);
    String endpoint = settings.required(TOKEN_ENDPOINT, why);
    if (!endpoint.matches("https?://[^@\\s]+")) {
      throw new IllegalArgumentException(
          "Expected %s to be an http address without a password in it, found another text. Correct it."
              .formatted(TOKEN_ENDPOINT));
    }
    properties.put("sasl.oauthbearer.token.endpoint.url", endpoint);
    properties.put(
        "sasl.login.callback.handler.class",
        "org.apache.kafka.common.security.oauthbearer.OAuthBearerLoginCallbackHandler");
    properties.put(
        "sasl.oauthbearer.client.credentials.client.id", settings.required(CLIENT_ID, why));
    properties.put(
        "sasl.oauthbearer.client.credentials.client.secret",
        settings.requiredSecret(CLIENT_SECRET, why).text());
    settings.text(SCOPE).ifPresent(scope -> properties.put("sasl.oauthbearer.scope", scope));
    properties.put(
        "sasl.jaas.config",
        "org.apache.kafka.common.security.oauthbearer.OAuthBearerLoginModule required;");
    allow(endpoint);
  }

  private static synchronized void allow(String endpoint) {
    String allowed = System.getProperty(ALLOWED_URLS, "");
    if (allowed.isEmpty()) {
      System.setProperty(ALLOWED_URLS, endpoint);
    } else if (!Set.of(allowed.split(",")).contains(endpoint)) {
      System.setProperty(ALLOWED_URLS, allowed + "," + endpoint);
    }
  }

  /** A text of a JAAS configuration, which a quotation mark would end. */
  private static String quoted(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }

  /** Settings that each Kafka client needs for it, secrets included; none without security. */
  public Map<String, String> properties() {
    return properties;
  }

  @Override
  public String toString() {
    return description;
  }
}
