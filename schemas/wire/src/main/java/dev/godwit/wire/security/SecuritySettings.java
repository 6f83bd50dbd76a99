package dev.godwit.wire.security;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Reads settings of the security of clients by their whole names. Messages name the setting and
 * never a secret. Not thread-safe.
 */
final class SecuritySettings {
  static final String IN_FILE = "_FILE";

  private final Map<String, String> environment;

  SecuritySettings(Map<String, String> environment) {
    this.environment = environment;
  }

  /** A setting without blanks around it; empty where it is not set or blank. */
  Optional<String> text(String setting) {
    return Optional.ofNullable(environment.get(setting))
        .map(String::strip)
        .filter(text -> !text.isEmpty());
  }

  /** A setting that others need. */
  String required(String setting, String why) {
    return text(setting).orElseThrow(() -> missing(setting, why));
  }

  <E extends Enum<E>> E choice(String setting, Class<E> type, E otherwise) {
    Optional<String> text = text(setting);
    if (text.isEmpty()) {
      return otherwise;
    }
    for (E one : type.getEnumConstants()) {
      if (one.toString().equals(text.get().toUpperCase(Locale.ROOT))) {
        return one;
      }
    }
    throw new IllegalArgumentException(
        "Expected %s to be one of %s, found \"%s\". Correct it."
            .formatted(
                setting,
                Arrays.stream(type.getEnumConstants())
                    .map(E::toString)
                    .collect(Collectors.joining(", ")),
                text.get()));
  }

  /** A secret, as itself or in a file that {@code <name>_FILE} names. */
  Optional<SecretText> secret(String setting) {
    Optional<String> itself = text(setting);
    Optional<String> file = text(setting + IN_FILE);
    if (itself.isPresent() && file.isPresent()) {
      throw new IllegalArgumentException(
          "Expected either %s or %s, found both. Unset one.".formatted(setting, setting + IN_FILE));
    }
    return file.map(path -> read(setting + IN_FILE, path).strip())
        .or(() -> itself)
        .map(SecretText::new);
  }

  SecretText requiredSecret(String setting, String why) {
    SecretText secret = secret(setting).orElseThrow(() -> missingSecret(setting, why));
    if (secret.text().isEmpty()) {
      throw new IllegalArgumentException(
          "Expected a text in the file of %s, found an empty one. Write the secret to it."
              .formatted(setting + IN_FILE));
    }
    if (secret.text().chars().anyMatch(Character::isISOControl)) {
      throw new IllegalArgumentException(
          "Expected one line without control characters in %s or its file, found others. Correct the secret."
              .formatted(setting));
    }
    return secret;
  }

  /** Path of a file in the PEM format; empty where the setting is not set. */
  Optional<Path> pem(String setting) {
    return text(setting)
        .map(
            path -> {
              if (!read(setting, path).contains("-----BEGIN ")) {
                throw new IllegalArgumentException(
                    "Expected %s to name a file in the PEM format, found none of its lines (-----BEGIN …) in %s. Convert it with openssl."
                        .formatted(setting, path));
              }
              return Path.of(path).toAbsolutePath();
            });
  }

  String read(String setting, String path) {
    try {
      return Files.readString(Path.of(path));
    } catch (IOException | RuntimeException e) {
      throw new IllegalArgumentException(
          "Expected %s to name a file that this process can read, found %s (%s). Correct the path or the file's rights."
              .formatted(setting, path, e.getClass().getSimpleName()),
          e);
    }
  }

  /** Refuses settings that would have no effect, such as a password without SASL. */
  void refuse(Set<String> settings, String because) {
    for (String setting : settings) {
      for (String name : new String[] {setting, setting + IN_FILE}) {
        if (text(name).isPresent()) {
          throw new IllegalArgumentException(
              "Expected no %s, since %s, found it. Unset it, or correct the other."
                  .formatted(name, because));
        }
      }
    }
  }

  private IllegalArgumentException missing(String setting, String why) {
    return new IllegalArgumentException(
        "Expected %s, since %s, found none. Set it.".formatted(setting, why));
  }

  private IllegalArgumentException missingSecret(String setting, String why) {
    return new IllegalArgumentException(
        "Expected %s or %s, since %s, found none. Set one of them."
            .formatted(setting, setting + IN_FILE, why));
  }
}
