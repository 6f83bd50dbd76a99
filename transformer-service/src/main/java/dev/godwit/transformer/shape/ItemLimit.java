package dev.godwit.transformer.shape;

import dev.godwit.records.QuarantineReason;
import dev.godwit.transformer.quarantine.QuarantinedException;
import java.util.List;

/** Limit of the items of a list. Stateless. */
final class ItemLimit {
  private ItemLimit() {}

  /**
   * Checks a list.
   *
   * @param limit null for none
   * @param where {@code table.column}, or the table that has a row for each item
   */
  static void check(List<?> items, Integer limit, String where) throws QuarantinedException {
    if (limit != null && items.size() > limit) {
      throw new QuarantinedException(
          QuarantineReason.LIMIT_EXCEEDED,
          where,
          (long) limit,
          (long) items.size(),
          "Expected at most " + limit + " items, but found " + items.size() + ".");
    }
  }

  /** Writes the items of a list to a column. */
  interface Write {
    void write() throws QuarantinedException;
  }

  /**
   * Checks a list and writes it, with what the column finds where the list has too many items too.
   *
   * @param limit null for none
   */
  static void checkAndWrite(List<?> items, Integer limit, String where, Write write)
      throws QuarantinedException {
    try {
      check(items, limit, where);
    } catch (QuarantinedException tooMany) {
      try {
        write.write();
      } catch (QuarantinedException other) {
        throw tooMany.and(other);
      }
      throw tooMany;
    }
    write.write();
  }
}
