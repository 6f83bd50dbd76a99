package dev.godwit.identity;

import java.io.IOException;
import java.io.StringReader;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Identities with the hashes of their tokens, as the identities file has them: properties {@code
 * NAME.roles}, {@code NAME.customers} (none or empty: all) and {@code NAME.token-sha256} (one or
 * more), lists with commas. Immutable.
 */
public final class Identities {
  private static final String ROLES = "roles";
  private static final String CUSTOMERS = "customers";
  private static final String HASHES = "token-sha256";
  private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");
  private static final Identities NONE = new Identities(Map.of());

  private final Map<String, Entry> entries;

  private record Entry(Identity identity, List<String> hashes) {}

  private Identities(Map<String, Entry> entries) {
    this.entries = new TreeMap<>(entries);
  }

  /** No identity. */
  public static Identities none() {
    return NONE;
  }

  /**
   * Reads them.
   *
   * @param text text of the file
   * @throws InvalidIdentitiesException where it is wrong anywhere: no part of it then counts
   */
  public static Identities parse(String text) {
    Map<String, Map<String, String>> byName = new TreeMap<>();
    properties(text)
        .forEach(
            (key, value) -> {
              int dot = key.lastIndexOf('.');
              String field = key.substring(dot + 1);
              if (dot < 1 || !Set.of(ROLES, CUSTOMERS, HASHES).contains(field)) {
                throw new InvalidIdentitiesException(
                    "Expected keys NAME.%s, NAME.%s and NAME.%s in the identities file, but found \"%s\". Correct it; until then no identity of the file counts."
                        .formatted(ROLES, CUSTOMERS, HASHES, key));
              }
              byName
                  .computeIfAbsent(key.substring(0, dot), name -> new TreeMap<>())
                  .put(field, value);
            });
    Map<String, Entry> entries = new TreeMap<>();
    byName.forEach((name, fields) -> entries.put(IdentityName.required(name), entry(name, fields)));
    return new Identities(entries);
  }

  /** The keys and values of a properties text; a key twice is an error. */
  static Map<String, String> properties(String text) {
    Map<String, String> all = new TreeMap<>();
    Properties properties =
        new Properties() {
          private static final long serialVersionUID = 1L;

          @Override
          public synchronized Object put(Object key, Object value) {
            if (all.put(key.toString(), value.toString().strip()) != null) {
              throw new InvalidIdentitiesException(
                  "Expected each key once, but found \"%s\" twice. Remove one of the two lines."
                      .formatted(key));
            }
            return null;
          }
        };
    try {
      properties.load(new StringReader(text));
    } catch (IOException | IllegalArgumentException e) {
      throw new InvalidIdentitiesException(
          "Expected a file of properties, KEY=VALUE, but found: %s. Correct it."
              .formatted(e.getMessage()),
          e);
    }
    return all;
  }

  private static Entry entry(String name, Map<String, String> fields) {
    Set<Role> roles =
        list(fields.get(ROLES)).stream()
            .map(
                role ->
                    Role.of(role)
                        .orElseThrow(
                            () ->
                                new InvalidIdentitiesException(
                                    "Expected roles among %s, but found \"%s\" at %s.%s. Correct it; until then no identity of the file counts."
                                        .formatted(roleNames(), role, name, ROLES))))
            .collect(Collectors.toSet());
    if (roles.isEmpty()) {
      throw new InvalidIdentitiesException(
          "Expected %s.%s with at least one of %s, but found none. Add it, or remove %s."
              .formatted(name, ROLES, roleNames(), name));
    }
    List<String> hashes = list(fields.get(HASHES));
    for (String hash : hashes) {
      if (!HASH.matcher(hash).matches()) {
        throw new InvalidIdentitiesException(
            "Expected %s.%s to be SHA-256 hashes of 64 hexadecimal digits in small letters, but found one that is not. Correct it; until then no identity of the file counts."
                .formatted(name, HASHES));
      }
    }
    return new Entry(new Identity(name, roles, new TreeSet<>(list(fields.get(CUSTOMERS)))), hashes);
  }

  private static List<String> roleNames() {
    return Arrays.stream(Role.values()).map(Role::text).toList();
  }

  private static List<String> list(String value) {
    return value == null
        ? List.of()
        : Arrays.stream(value.split(",")).map(String::strip).filter(s -> !s.isEmpty()).toList();
  }

  /**
   * The identity of a token. It takes the same time for every token, whichever identity it is of.
   */
  public Optional<Identity> withToken(String token) {
    return withTokenHash(Tokens.hash(token));
  }

  /** The same for the hash of a token, as {@link Tokens#hash} gives it. */
  public Optional<Identity> withTokenHash(String tokenHash) {
    byte[] digest = HexFormat.of().parseHex(tokenHash);
    Identity found = null;
    for (Entry entry : entries.values()) {
      for (String hash : entry.hashes()) {
        if (MessageDigest.isEqual(digest, HexFormat.of().parseHex(hash))) {
          found = entry.identity();
        }
      }
    }
    return Optional.ofNullable(found);
  }

  /** The identity of a name. */
  public Optional<Identity> named(String name) {
    return Optional.ofNullable(entries.get(name)).map(Entry::identity);
  }

  /** All, by name. */
  public List<Identity> all() {
    return entries.values().stream().map(Entry::identity).toList();
  }

  /** These and another, whose only token has this hash; it replaces one of the same name. */
  Identities with(Identity identity, String hash) {
    IdentityName.required(identity.name());
    if (identity.customers().stream().anyMatch(c -> c.contains(",") || !c.equals(c.strip()))) {
      throw new InvalidIdentitiesException(
          "Expected customers without commas and without spaces around them, but found %s. Leave the customers out for all."
              .formatted(identity.customers()));
    }
    Map<String, Entry> changed = new TreeMap<>(entries);
    changed.put(identity.name(), new Entry(identity, List.of(hash)));
    return new Identities(changed);
  }

  /** These without one. */
  Identities without(String name) {
    Map<String, Entry> changed = new TreeMap<>(entries);
    changed.remove(name);
    return new Identities(changed);
  }

  /** The text that {@link #parse} reads. */
  public String text() {
    List<String> lines = new ArrayList<>();
    lines.add(
        "# Identities of Godwit. The orchestrator reads this file again when it changes; godwit security changes it.");
    for (Entry entry : entries.values()) {
      Identity identity = entry.identity();
      String name = escaped(identity.name());
      lines.add(
          name
              + "."
              + ROLES
              + "="
              + identity.roles().stream()
                  .map(Role::text)
                  .sorted()
                  .collect(Collectors.joining(",")));
      if (!identity.customers().isEmpty()) {
        lines.add(
            name
                + "."
                + CUSTOMERS
                + "="
                + escaped(identity.customers().stream().sorted().collect(Collectors.joining(","))));
      }
      lines.add(name + "." + HASHES + "=" + String.join(",", entry.hashes()));
    }
    return String.join("\n", lines) + "\n";
  }

  /** A key or value as a properties file has it. */
  static String escaped(String text) {
    StringBuilder escaped = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if ("\\ :=#!".indexOf(c) >= 0) {
        escaped.append('\\').append(c);
      } else if (c < ' ' || c > '~') {
        escaped.append("\\u%04x".formatted((int) c));
      } else {
        escaped.append(c);
      }
    }
    return escaped.toString();
  }
}
