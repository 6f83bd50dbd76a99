package dev.godwit.worker.settings;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * Collects the settings of a service that cannot work, so that its start fails once and names all
 * of them. For one thread.
 */
public final class SettingsProblems {
  private final List<String> problems = new ArrayList<>();

  /** Expects a number above zero. */
  public SettingsProblems positive(String key, long value) {
    return expect(value > 0, key, "a number above 0", value);
  }

  /** Expects a duration above zero. */
  public SettingsProblems positive(String key, Duration value) {
    return expect(value.isPositive(), key, "a duration above zero", value);
  }

  /** Expects a text that is not blank. */
  public SettingsProblems notBlank(String key, String value) {
    return expect(!value.isBlank(), key, "a name", "nothing");
  }

  /** Expects a text that a regular expression matches as a whole. */
  public SettingsProblems matches(String key, String value, String regex, String meaning) {
    return expect(value.matches(regex), key, meaning, value);
  }

  /**
   * Expects that a value can be made of a text.
   *
   * @param make throws IllegalArgumentException, whose message quotes no secret, where it cannot
   */
  public SettingsProblems accepts(String key, Supplier<?> make) {
    try {
      Object unused = make.get();
    } catch (IllegalArgumentException e) {
      problems.add(key + ": " + e.getMessage());
    }
    return this;
  }

  private SettingsProblems expect(boolean holds, String key, String expected, Object found) {
    if (!holds) {
      problems.add("Expected %s to be %s, found %s.".formatted(key, expected, found));
    }
    return this;
  }

  /**
   * Ends the check.
   *
   * @throws IllegalStateException where a value cannot work
   */
  public void throwIfAny() {
    if (!problems.isEmpty()) {
      throw new IllegalStateException(
          String.join(" ", problems) + " Correct the configuration and start the service again.");
    }
  }
}
