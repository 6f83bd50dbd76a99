package dev.godwit.orchestrator.domain.decide;

import java.util.Arrays;

/** Compares the names of people, for the gates that need a second person. Thread-safe. */
final class FourEyes {
  private FourEyes() {}

  /** Whether the person is one of these; names differ in more than case and outer blanks. */
  static boolean isOneOf(String person, String... others) {
    return Arrays.stream(others).anyMatch(other -> isSame(person, other));
  }

  static boolean isSame(String one, String other) {
    return one.strip().equalsIgnoreCase(other.strip());
  }
}
