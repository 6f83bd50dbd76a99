package dev.godwit.pack.draft;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/**
 * Writes the statements that delete rows of one customer from tables that a pack does not have:
 * children first, by foreign keys. Stateless.
 */
final class PurgeOrder {
  private final CustomerPaths paths;
  private final String customer;

  /** With the parameter that the customer's columns are compared with. */
  PurgeOrder(CustomerPaths paths, String customer) {
    this.paths = paths;
    this.customer = customer;
  }

  /** A statement, and a comment above it; either is null where there is only the other. */
  record Step(String sql, String note) {}

  /** The statement for the customer's own row. */
  Step ofCustomer() {
    return new Step(delete(paths.customer().table()), "guess: 'prepare' made the row");
  }

  /**
   * Deletes from the tables that lead to the customer and that a pack does not write.
   *
   * @param written tables of the pack
   * @param needed tables to which those of the pack refer
   * @param before receives the statements that run before those of the pack's tables
   * @param after receives those that run behind them
   */
  void others(Set<String> written, Set<String> needed, List<Step> before, List<Step> after) {
    if (paths.customer().table() == null) {
      return;
    }
    List<DraftTable> open =
        new ArrayList<>(
            paths.catalogue().tables().values().stream()
                .filter(table -> !written.contains(table.id()))
                .filter(table -> paths.leads(table) && !paths.customer().isOnly(table))
                .toList());
    while (!open.isEmpty()) {
      DraftTable free = open.stream().filter(table -> isFree(table, open)).findFirst().orElse(null);
      DraftTable next = free == null ? farthest(open) : free;
      List<Step> steps = needed.contains(next.id()) ? after : before;
      open.remove(next);
      if (free == null) {
        open.forEach(other -> cutLoose(other, next, steps));
      }
      steps.add(
          new Step(
              delete(next),
              "guess: not in the pack, but of the customer"
                  + (paths.column(next) == null ? ", who is found over other tables" : "")));
    }
  }

  /** Ends the references of the customers' own table, whose row is deleted last. */
  void cutLoose(DraftTable own, List<Step> steps) {
    for (DraftTable other : paths.catalogue().tables().values()) {
      if (paths.leads(other) && !other.id().equals(own.id())) {
        cutLoose(own, other, steps);
      }
    }
  }

  private void cutLoose(DraftTable from, DraftTable to, List<Step> steps) {
    from.linksTo(to).stream()
        .filter(link -> !link.guessed())
        .forEach(link -> end(from, link, steps));
  }

  /** Ends a reference to rows that are deleted before those that have it. */
  void end(DraftTable table, DraftLink link, List<Step> steps) {
    List<String> nullable =
        link.columns().stream().filter(c -> !table.column(c).notNull()).toList();
    if (nullable.isEmpty()) {
      steps.add(
          new Step(
              null,
              "fill in: %s refers to %s, which is deleted before it, and the column is NOT NULL: that works only with a deferrable foreign key"
                  .formatted(table.name(), paths.catalogue().tables().get(link.to()).name())));
      return;
    }
    steps.add(
        new Step(
            "update %s set %s where %s"
                .formatted(
                    table(table),
                    String.join(
                        ", ", nullable.stream().map(c -> Names.sql(c) + " = null").toList()),
                    condition(table)),
            "guess: references form a cycle here, which this statement opens"));
  }

  /** In a cycle the one from which the way to the customer is longest: others are on that way. */
  private DraftTable farthest(List<DraftTable> open) {
    return open.stream()
        .max(
            Comparator.comparingInt((DraftTable table) -> paths.of(table).size())
                .thenComparing(DraftTable::id))
        .orElseThrow();
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

  private String delete(DraftTable table) {
    return "delete from " + table(table) + " where " + condition(table);
  }

  private String condition(DraftTable table) {
    String column = paths.column(table);
    if (column != null) {
      return Names.sql(column) + " = " + customer;
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
