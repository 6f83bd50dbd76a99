package dev.godwit.validator.differences;

import dev.godwit.canonical.RowDigest;
import dev.godwit.pack.TargetTable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Compares two rows with the same key, cell by cell. */
final class ChangedFields {
  /** Stands where no column differs: the key was written more than once. */
  static final String WRITTEN_MORE_THAN_ONCE = "(written more than once)";

  private ChangedFields() {}

  /** Names of the columns that differ, in the pack's order; never empty. */
  static List<String> between(TargetTable table, List<?> expected, List<?> found) {
    RowDigest digest = new RowDigest();
    List<String> fields = new ArrayList<>();
    for (int i = 0; i < table.columns().size(); i++) {
      long a = digest.hash(Collections.singletonList(expected.get(i)));
      long b = digest.hash(Collections.singletonList(found.get(i)));
      if (a != b) {
        fields.add(table.columns().get(i).name());
      }
    }
    return fields.isEmpty() ? List.of(WRITTEN_MORE_THAN_ONCE) : fields;
  }
}
