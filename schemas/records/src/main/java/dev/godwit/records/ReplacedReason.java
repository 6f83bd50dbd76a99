package dev.godwit.records;

import java.util.Optional;

/**
 * The reason of a verdict's finding about values that were replaced, as a pack's {@code
 * when-invalid} says, or about items of lists that were written once. Its text, {@code
 * REPLACED.field.REASON}, is released: events, waivers and reports hold it.
 *
 * @param field field of the source pack
 * @param reason name of a {@link QuarantineReason}, {@link #REPEATED_ITEM}, or {@link #FIXED} and
 *     an action
 */
public record ReplacedReason(String field, String reason) {
  /** Reason of an item of a list that has its row already. */
  public static final String REPEATED_ITEM = "REPEATED_ITEM";

  /** Begin of the reason of a value that a person's fix changed; the action follows. */
  public static final String FIXED = "FIXED_";

  private static final String PREFIX = "REPLACED.";

  /** Reads a reason's text; empty where it is about something else. */
  public static Optional<ReplacedReason> parse(String text) {
    int dot = text.lastIndexOf('.');
    return text.startsWith(PREFIX) && dot > PREFIX.length()
        ? Optional.of(
            new ReplacedReason(text.substring(PREFIX.length(), dot), text.substring(dot + 1)))
        : Optional.empty();
  }

  /** The text of the finding. */
  public String text() {
    return PREFIX + field + "." + reason;
  }

  /**
   * Whether nobody need accept it: the target has all that the source has, or a person decided it.
   */
  public boolean isHarmless() {
    return reason.equals(REPEATED_ITEM) || reason.startsWith(FIXED);
  }
}
