package dev.godwit.validator.differences;

import dev.godwit.canonical.RowDigest;
import dev.godwit.pack.TargetTable;
import dev.godwit.records.Entity;
import java.util.ArrayList;
import java.util.List;

/**
 * Rows of engagement, some of which are expected without the email that they refer to, because the
 * loader finds it by the message. Not thread-safe.
 */
final class EventRows {
  private final int[] emails;
  private final int[] uncompared;
  private final RowDigest digest = new RowDigest();

  private EventRows(int[] emails, int[] uncompared) {
    this.emails = emails;
    this.uncompared = uncompared;
  }

  /** Rows of a table; null where it holds no engagement. */
  static EventRows of(TargetTable table) {
    if (!table.entity().equals(Entity.ENGAGEMENTS)) {
      return null;
    }
    List<Integer> positions = new ArrayList<>();
    for (int i = 0; i < table.columns().size(); i++) {
      if (Entity.EMAILS.equals(table.columns().get(i).references())) {
        positions.add(i);
      }
    }
    return new EventRows(
        positions.stream().mapToInt(Integer::intValue).toArray(), table.uncomparedPositions());
  }

  /** Hash of a found row as it was expected before its email was known. */
  long hashWithoutEmail(List<?> found) {
    List<Object> without = new ArrayList<>(found);
    for (int position : emails) {
      without.set(position, null);
    }
    return digest.hash(without, uncompared);
  }

  /** An expected row, with the email of the found one where it had none. */
  List<?> withEmailOf(List<?> found, List<?> expected) {
    List<Object> with = new ArrayList<>(expected);
    for (int position : emails) {
      if (with.get(position) == null) {
        with.set(position, found.get(position));
      }
    }
    return with;
  }
}
