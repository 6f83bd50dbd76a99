package dev.godwit.local.chaos.check;

import dev.godwit.records.Counted;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * All rows that the live schema of the target holds of a customer at one moment, every value as
 * text: a replay may add what was missing, and must change nothing else. Immutable.
 */
public final class TargetRows {
  private static final List<String> TABLES =
      List.of("contact", "contact_team", "contact_outlet", "contact_tag", "email", "engagement");
  private static final String LIVE_TABLE = "engagement";
  private static final int SHOWN = 3;

  private final Map<String, Set<String>> byTable = new LinkedHashMap<>();

  private TargetRows() {}

  /** The rows of now. */
  public static TargetRows of(Database target, String customer) {
    TargetRows rows = new TargetRows();
    for (String table : TABLES) {
      Set<String> found = new TreeSet<>();
      target
          .rows("select t::text from crm." + table + " t where customer_id = ?", customer)
          .forEach(row -> found.add(row.getFirst()));
      rows.byTable.put(table, found);
    }
    return rows;
  }

  /** Number of rows of all tables. */
  public long count() {
    return byTable.values().stream().mapToLong(Set::size).sum();
  }

  /**
   * Compares with the rows of a later moment.
   *
   * @param when the moments, as the end of a sentence
   * @param live whether engagement may have come meanwhile
   * @return rows that are gone, changed or new; none where nothing changed
   */
  public List<Finding> unchanged(TargetRows later, String when, boolean live) {
    List<Finding> findings = new ArrayList<>();
    byTable.forEach(
        (table, rows) -> {
          Set<String> gone = new TreeSet<>(rows);
          gone.removeAll(later.byTable.get(table));
          if (!gone.isEmpty()) {
            findings.add(Finding.lost(text(gone, table, "gone or changed", when)));
          }
          Set<String> fresh = new TreeSet<>(later.byTable.get(table));
          fresh.removeAll(rows);
          if (!fresh.isEmpty() && !(live && table.equals(LIVE_TABLE))) {
            findings.add(Finding.twice(text(fresh, table, "new or changed", when)));
          }
        });
    return findings;
  }

  private static String text(Set<String> rows, String table, String what, String when) {
    return "%s of %s %s %s: %s"
        .formatted(
            Counted.of(rows.size(), "row"), table, what, when, rows.stream().limit(SHOWN).toList());
  }
}
