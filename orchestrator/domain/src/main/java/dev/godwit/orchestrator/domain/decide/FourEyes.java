package dev.godwit.orchestrator.domain.decide;

import java.text.Normalizer;
import java.util.Arrays;
import java.util.Locale;

/** Compares the names of people, for the gates that need a second person. Thread-safe. */
final class FourEyes {
  private FourEyes() {}

  /** Whether the person is one of these; names differ in more than case and outer blanks. */
  static boolean isOneOf(String person, String... others) {
    return Arrays.stream(others).anyMatch(other -> isSame(person, other));
  }

  /** Whether two names are read as one: in other case, other forms, or with what nobody sees. */
  static boolean isSame(String one, String other) {
    return read(one).equals(read(other));
  }

  private static String read(String name) {
    String form =
        Normalizer.normalize(name, Normalizer.Form.NFKC)
            .codePoints()
            .filter(point -> Character.getType(point) != Character.FORMAT)
            .filter(point -> !Character.isISOControl(point))
            .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
            .toString();
    return form.strip().toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT);
  }
}
