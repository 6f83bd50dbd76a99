package dev.godwit.identity.signature;

import dev.godwit.identity.Identity;
import dev.godwit.identity.Role;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jose4j.json.JsonUtil;

/**
 * Writes the file of public keys, one key a line, so that a change of one is a change of a line.
 * Not thread-safe.
 */
public final class KeySetText {
  private final String installation;
  private final List<Map<String, Object>> keys = new ArrayList<>();

  /** A set without keys. */
  public KeySetText(String installation) {
    this.installation = installation;
  }

  /**
   * The set of a text.
   *
   * @param file its name, for errors
   * @throws KeyFileException where it is none
   */
  public static KeySetText of(String json, String file) {
    KeySetText text = new KeySetText(KeyJson.set(json, file).installation());
    List<?> keys = (List<?>) KeyJson.object(json, file).get(KeyJson.KEYS);
    for (Object one : keys) {
      Map<String, Object> key = new LinkedHashMap<>();
      ((Map<?, ?>) one).forEach((name, value) -> key.put(name.toString(), value));
      text.keys.add(key);
    }
    return text;
  }

  /** Name of the installation. */
  public String installation() {
    return installation;
  }

  /**
   * Adds the public half of a person's key.
   *
   * @param owner what its owner may do, with the key's own identity
   * @param from first moment of its use; null for always
   * @param until moment from which it counts no more; null for never
   */
  public KeySetText add(SigningKey key, Identity owner, Instant from, Instant until) {
    Map<String, Object> json = members(key);
    json.put(CommandSignature.ROLES, owner.roles().stream().map(Role::text).sorted().toList());
    if (!owner.customers().isEmpty()) {
      json.put(CommandSignature.CUSTOMERS, owner.customers().stream().sorted().toList());
    }
    if (from != null) {
      json.put(KeyJson.FROM, from.toString());
    }
    if (until != null) {
      json.put(KeyJson.UNTIL, until.toString());
    }
    keys.add(json);
    return this;
  }

  /** Adds the public half of the key of a service that vouches for people. */
  public KeySetText addVouching(SigningKey key) {
    Map<String, Object> json = members(key);
    json.put(KeyJson.VOUCHES, true);
    keys.add(json);
    return this;
  }

  /**
   * Removes a key.
   *
   * @return false where there is none of that id
   */
  public boolean remove(String id) {
    return keys.removeIf(key -> id.equals(key.get("kid")));
  }

  private static Map<String, Object> members(SigningKey key) {
    Map<String, Object> json = key.publicMembers();
    json.put(KeyJson.IDENTITY, key.identity());
    return json;
  }

  /** The file's content. */
  public String text() {
    List<String> lines = keys.stream().map(key -> "  " + JsonUtil.toJson(key)).toList();
    return "{\"%s\":\"%s\",\"%s\":[\n%s\n]}\n"
        .formatted(KeyJson.INSTALLATION, installation, KeyJson.KEYS, String.join(",\n", lines));
  }
}
