package dev.godwit.transformer.quarantine;

import dev.godwit.records.ReplacedReason;
import java.util.Comparator;

/**
 * A value of a record that went on without it, since a pack says so. Immutable.
 *
 * @param field field of the source pack
 * @param reason name of the {@link dev.godwit.records.QuarantineReason} that the pack's {@code
 *     when-invalid} avoided, or {@link #REPEATED_ITEM}
 */
public record ReplacedValue(String field, String reason) implements Comparable<ReplacedValue> {
  /** An item of a list that has its row already: the row is written once. */
  public static final String REPEATED_ITEM = ReplacedReason.REPEATED_ITEM;

  /** Begin of the reason of a value that a person's fix changed; the action follows. */
  public static final String FIXED = ReplacedReason.FIXED;

  private static final Comparator<ReplacedValue> ORDER =
      Comparator.comparing(ReplacedValue::field).thenComparing(ReplacedValue::reason);

  @Override
  public int compareTo(ReplacedValue other) {
    return ORDER.compare(this, other);
  }
}
