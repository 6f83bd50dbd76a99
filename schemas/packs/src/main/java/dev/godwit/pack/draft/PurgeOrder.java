package dev.godwit.pack.draft;

import java.util.ArrayList;
import java.util.List;

/**
 * Writes the statements that delete everything of one customer: children first, by foreign keys.
 */
final class PurgeOrder {
  private final CustomerPaths paths;
  private final String missingColumn;

  /** With the column that tables without a customer have to be given. */
  PurgeOrder(CustomerPaths paths, String missingColumn) {
    this.paths = paths;
    this.missingColumn = missingColumn;
  }

  /** A statement, and a comment above it; the comment is null for none. */
  record Step(String sql, String note) {}

  /** Statements in the order in which they run; the customer's own row is last. */
  List<Step> steps() {
    List<DraftTable> open =
        new ArrayList<>(
            paths.catalogue().tables().values().stream()
                .filter(table -> paths.leads(table) && !paths.customer().is(table))
                .toList());
    List<Step> steps = new ArrayList<>();
    while (!open.isEmpty()) {
      DraftTable next = open.stream().filter(table -> isFree(table, open)).findFirst().orElse(null);
      String note = null;
      if (next == null) {
        next = open.getFirst();
        note =
            "guess: references form a cycle here: set a column that may be NULL to NULL before, or make a foreign key"
                + " deferrable";
      }
      open.remove(next);
      if (note == null && paths.column(next) == null) {
        note =
            paths.customer().table() == null
                ? "fill in: the table has no column with the customer"
                : "guess: the customer is found over other tables";
      }
      steps.add(new Step("delete from " + table(next) + " where " + condition(next), note));
    }
    DraftTable customer = paths.customer().table();
    if (customer != null) {
      steps.add(new Step("delete from " + table(customer) + " where " + condition(customer), null));
    }
    return steps;
  }

  private static boolean isFree(DraftTable table, List<DraftTable> open) {
    return open.stream()
        .noneMatch(
            other ->
                !other.id().equals(table.id())
                    && other.links().stream()
                        .anyMatch(link -> !link.guessed() && link.to().equals(table.id())));
  }

  private String condition(DraftTable table) {
    if (paths.customer().table() == null) {
      return Names.sql(missingColumn) + " = :customer";
    }
    String column = paths.column(table);
    if (column != null) {
      return Names.sql(column) + " = :customer";
    }
    DraftLink link = paths.of(table).getFirst();
    DraftTable to = paths.catalogue().tables().get(link.to());
    return "(%s) in (select %s from %s where %s)"
        .formatted(names(link.columns()), names(link.toColumns()), table(to), condition(to))
        .replaceFirst("^\\(([^,)]*)\\) in", "$1 in");
  }

  private static String names(List<String> columns) {
    return String.join(", ", columns.stream().map(Names::sql).toList());
  }

  static String table(DraftTable table) {
    return "{schema}." + Names.sql(table.name());
  }
}
