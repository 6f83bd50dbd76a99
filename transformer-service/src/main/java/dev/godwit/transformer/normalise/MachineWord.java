package dev.godwit.transformer.normalise;

import java.util.Map;

/**
 * Whether a machine caused an engagement, {@code true} or {@code false}. Stateless, thread-safe.
 */
public final class MachineWord {
  private static final String MACHINE = "true";
  private static final String PERSON = "false";
  private static final Map<String, String> WORDS =
      Map.ofEntries(
          Map.entry("true", MACHINE),
          Map.entry("t", MACHINE),
          Map.entry("yes", MACHINE),
          Map.entry("1", MACHINE),
          Map.entry("machine", MACHINE),
          Map.entry("bot", MACHINE),
          Map.entry("false", PERSON),
          Map.entry("f", PERSON),
          Map.entry("no", PERSON),
          Map.entry("0", PERSON),
          Map.entry("person", PERSON),
          Map.entry("human", PERSON));

  private MachineWord() {}

  /** The word; null where the spelling is not known. The text is not null. */
  public static String of(String raw) {
    return WORDS.get(TextForm.fold(TextForm.strip(raw)));
  }

  /**
   * Whether the text says that a machine caused it.
   *
   * @param raw null where the sender does not say
   */
  public static boolean isMachine(String raw) {
    return raw != null && MACHINE.equals(of(raw));
  }
}
