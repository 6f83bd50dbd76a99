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
}
