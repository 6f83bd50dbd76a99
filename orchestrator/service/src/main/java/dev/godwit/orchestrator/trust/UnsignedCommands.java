package dev.godwit.orchestrator.trust;

import dev.godwit.identity.CommandRights;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * The commands that nobody needs to sign. Immutable.
 *
 * @param names sorted
 */
public record UnsignedCommands(Set<String> names) {
  /** The value of the setting for none. */
  public static final String NONE = "none";

  public UnsignedCommands {
    names = java.util.Collections.unmodifiableSet(new TreeSet<>(names));
  }

  /**
   * The commands of a setting.
   *
   * @throws IllegalArgumentException where one of them must be signed, or is no command
   */
  public static UnsignedCommands of(List<String> setting) {
    Set<String> names = new TreeSet<>();
    for (String one : setting) {
      String name = one.strip();
      if (!CommandRights.mayBeUnsigned(name) && !name.equals(NONE)) {
        throw new IllegalArgumentException(
            "Expected GODWIT_UNSIGNED_COMMANDS to list commands out of %s, or %s, found %s. Remove it: %s."
                .formatted(
                    allowed(),
                    NONE,
                    name,
                    CommandRights.commands().contains(name)
                        ? "whoever sends it must be known"
                        : "it is no command of people"));
      }
      names.add(name);
    }
    if (names.remove(NONE) && !names.isEmpty()) {
      throw new IllegalArgumentException(
          "Expected GODWIT_UNSIGNED_COMMANDS to be %s or commands, found both. Remove one."
              .formatted(NONE));
    }
    return new UnsignedCommands(names);
  }

  private static String allowed() {
    Collection<String> all = CommandRights.commands();
    return String.join(", ", all.stream().filter(CommandRights::mayBeUnsigned).toList());
  }

  /** Whether nobody needs to sign a command. */
  public boolean allow(String command) {
    return names.contains(command);
  }

  /** The names in one line, for people. */
  public String text() {
    return names.isEmpty() ? NONE : String.join(", ", names);
  }
}
