package dev.godwit.api.text;

import java.util.List;
import java.util.stream.Collectors;

/** Writes the ids of examples in a cell. Stateless. */
final class Keys {
  private static final int SHOWN = 3;
  private static final int CHARACTERS = 24;

  private Keys() {}

  /** The first few, long ones shortened; empty where there are none. */
  static String of(List<String> keys) {
    return keys.stream().limit(SHOWN).map(Keys::shortened).collect(Collectors.joining(", "))
        + (keys.size() > SHOWN ? ", …" : "");
  }

  private static String shortened(String key) {
    return key.codePointCount(0, key.length()) <= CHARACTERS
        ? key
        : key.substring(0, key.offsetByCodePoints(0, CHARACTERS - 1)) + "…";
  }
}
