package dev.godwit.pack.draft;

import java.util.ArrayList;
import java.util.Comparator;
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

  /** A statement, and a comment above it; either is null where there is only the other. */
  record Step(String sql, String note) {}

  /** Statements in the order in which they run; the customer's own row is last. */
  List<Step> steps() {
    List<DraftTable> open =
        new ArrayList<>(
            paths.catalogue().tables().values().stream()
                .filter(table -> paths.leads(table) && !paths.customer().is(table))
                .toList());
    List<Step> steps = new ArrayList<>();
    DraftTable customer = paths.customer().table();
    if (customer != null) {
      open.forEach(table -> cutLoose(table, List.of(customer), steps));
    }
    while (!open.isEmpty()) {
      DraftTable free = open.stream().filter(table -> isFree(table, open)).findFirst().orElse(null);
      DraftTable next = free == null ? farthest(open) : free;
      open.remove(next);
      if (free == null) {
        cutLoose(next, open, steps);
      }
      steps.add(new Step("delete from " + table(next) + " where " + condition(next), note(next)));
    }
    if (customer != null) {
      steps.add(new Step("delete from " + table(customer) + " where " + condition(customer), null));
    }
    return steps;
  }

  private String note(DraftTable table) {
    if (paths.column(table) != null) {
      return null;
    }
    return paths.customer().table() == null
        ? "fill in: the table has no column with the customer"
        : "guess: the customer is found over other tables";
  }

  /** In a cycle the one from which the way to the customer is longest: others are on that way. */
  private DraftTable farthest(List<DraftTable> open) {
    return open.stream()
        .max(
            Comparator.comparingInt((DraftTable table) -> paths.of(table).size())
                .thenComparing(DraftTable::id))
        .orElseThrow();
  }

  /** Ends the references to a table that is deleted before those that point to it. */
  private void cutLoose(DraftTable table, List<DraftTable> open, List<Step> steps) {
    for (DraftTable other : open) {
      for (DraftLink link : other.linksTo(table)) {
        List<String> nullable =
            link.columns().stream().filter(c -> !other.column(c).notNull()).toList();
        if (!nullable.isEmpty() && !link.guessed()) {
          steps.add(
              new Step(
                  "update %s set %s where %s"
                      .formatted(
                          table(other),
                          String.join(
                              ", ", nullable.stream().map(c -> Names.sql(c) + " = null").toList()),
                          condition(other)),
                  "guess: references form a cycle here, which this statement opens"));
        } else if (!link.guessed()) {
          steps.add(
              new Step(
                  null,
                  "fill in: %s refers to %s, which is deleted before it, and the column is NOT NULL: that works only with a deferrable foreign key"
                      .formatted(other.name(), table.name())));
        }
      }
    }
  }

  private boolean isFree(DraftTable table, List<DraftTable> open) {
    return open.stream()
        .noneMatch(
            other ->
                !other.id().equals(table.id())
                    && other.links().stream()
                        .anyMatch(
                            link ->
                                link.to().equals(table.id())
                                    && (!link.guessed() || paths.of(other).contains(link))));
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
