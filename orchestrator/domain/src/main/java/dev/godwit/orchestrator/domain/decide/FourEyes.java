package dev.godwit.orchestrator.domain.decide;

import java.util.Arrays;

/** Compares the names of people, for the gates that need a second person. Thread-safe. */
final class FourEyes {
  private FourEyes() {}

  /** Whether the person is one of these; names differ in more than case and outer blanks. */
  static boolean isOneOf(String person, String... others) {
    return Arrays.stream(others).anyMatch(other -> isSame(person, other));
  }

  /** Whether two names are read as one: they differ in case, outer blanks, or what nobody sees. */
  static boolean isSame(String one, String other) {
    return seen(one).equalsIgnoreCase(seen(other));
  }

  private static String seen(String name) {
    StringBuilder seen = new StringBuilder(name.length());
    name.codePoints().filter(point -> !isInvisible(point)).forEach(seen::appendCodePoint);
    return seen.toString().strip();
  }

  /** Soft hyphen, zero-width characters, marks of direction, joiners, and controls. */
  private static boolean isInvisible(int point) {
    return Character.isISOControl(point)
        || point == 0xAD
        || point == 0x34F
        || point == 0x61C
        || (point >= 0x200B && point <= 0x200F)
        || (point >= 0x202A && point <= 0x202E)
        || (point >= 0x2060 && point <= 0x206F)
        || (point >= 0xFE00 && point <= 0xFE0F)
        || point == 0xFEFF;
  }
}
