package dev.godwit.identity.signature;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The public keys whose signatures count in an installation. Immutable.
 *
 * @param installation name of the installation, which signatures name as their audience
 * @param keys by their ids
 */
public record CommandKeys(String installation, Map<String, TrustedKey> keys) {
  public CommandKeys {
    keys = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(keys));
  }

  /**
   * The keys of a file's content.
   *
   * @param file its name, for errors
   * @throws KeyFileException where it holds none
   */
  public static CommandKeys parse(String json, String file) {
    return KeyJson.set(json, file);
  }

  /** The key of an id. */
  public Optional<TrustedKey> key(String id) {
    return Optional.ofNullable(keys.get(id));
  }

  /** All keys, in the order of their file. */
  public Collection<TrustedKey> all() {
    return keys.values();
  }

  /** The same and one key more, which replaces one of the same id. */
  public CommandKeys with(TrustedKey key) {
    Map<String, TrustedKey> more = new LinkedHashMap<>(keys);
    more.put(key.id(), key);
    return new CommandKeys(installation, more);
  }
}
