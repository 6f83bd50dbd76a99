package dev.godwit.wire.security;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Gives a service the secrets that files hold, under the names that its configuration uses: the
 * content of the file that {@code GODWIT_DB_PASSWORD_FILE} names is {@code GODWIT_DB_PASSWORD}. It
 * gives the framework's database the TLS of all others, too. Found by every service through the
 * service loader. Immutable.
 */
public final class SecretFilesConfigSource extends DerivedConfigSource {
  private static final String JDBC = "quarkus.datasource.jdbc.additional-jdbc-properties.";

  private static final Set<String> SECRETS =
      Set.of("GODWIT_DB_PASSWORD", "GODWIT_NOTIFY_MAIL_PASSWORD");

  /** Reads the environment of this process. */
  public SecretFilesConfigSource() {
    this(System.getenv());
  }

  SecretFilesConfigSource(Map<String, String> environment) {
    super("Godwit's secrets in files", properties(environment));
  }

  private static Map<String, String> properties(Map<String, String> environment) {
    Map<String, String> properties = new TreeMap<>();
    SecuritySettings settings = new SecuritySettings(environment);
    for (String secret : SECRETS) {
      if (environment.containsKey(secret + SecuritySettings.IN_FILE)) {
        settings
            .secret(secret)
            .ifPresent(text -> properties.put(secret, KafkaConfigSource.literal(text.text())));
      }
    }
    databaseTls(settings, properties);
    return properties;
  }

  /**
   * TLS of the database that the framework connects to; packs read the same settings themselves.
   */
  private static void databaseTls(SecuritySettings settings, Map<String, String> properties) {
    Optional<String> mode = settings.text("GODWIT_DATABASES_TLS");
    if (mode.filter(text -> !text.equals("verify-full")).isPresent()) {
      throw new IllegalArgumentException(
          "Expected GODWIT_DATABASES_TLS to be verify-full or unset, found \"%s\". Correct it."
              .formatted(mode.get()));
    }
    Optional<Path> ca = settings.pem("GODWIT_DATABASES_CA");
    if (ca.isPresent() && mode.isEmpty()) {
      throw new IllegalArgumentException(
          "Expected GODWIT_DATABASES_TLS=verify-full beside GODWIT_DATABASES_CA, found none. Set it, or unset GODWIT_DATABASES_CA.");
    }
    mode.ifPresent(text -> properties.put(JDBC + "sslmode", text));
    ca.ifPresent(file -> properties.put(JDBC + "sslrootcert", file.toString()));
  }
}
