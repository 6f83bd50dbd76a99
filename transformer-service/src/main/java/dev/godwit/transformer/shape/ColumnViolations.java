package dev.godwit.transformer.shape;

import dev.godwit.transformer.quarantine.QuarantinedException;
import dev.godwit.transformer.quarantine.Violations;
import java.util.List;

/** Adds what the columns of a record found to what its record violates. Stateless. */
public final class ColumnViolations {
  private ColumnViolations() {}

  /**
   * Adds what was found, each once: without the one that is there already, and without those of a
   * value that could not be read, since its columns only miss it.
   *
   * @param found as {@link EntityShaper#violations} gives it
   * @param known one of them that {@code to} has already; null for none
   * @param values the record's values; null where one could not be read
   */
  public static void add(
      List<QuarantinedException> found,
      QuarantinedException known,
      Violations to,
      Fields fields,
      Object[] values) {
    boolean skipped = known == null;
    for (QuarantinedException why : found) {
      int place = fields.placeOf(why);
      if (!skipped && why.isSame(known)) {
        skipped = true;
      } else if (place < 0 || values[place] != null || !to.has(place)) {
        to.add(why);
      }
    }
  }
}
