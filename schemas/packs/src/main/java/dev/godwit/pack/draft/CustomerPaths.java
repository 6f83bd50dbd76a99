package dev.godwit.pack.draft;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The shortest way of references from each table to the customer. Of ways of one length it takes
 * the one whose columns cannot be NULL, then the one of foreign keys, then the first by name.
 * Immutable.
 */
final class CustomerPaths {
  private final DraftCatalogue catalogue;
  private final Customer customer;
  private final Map<String, DraftLink> next = new HashMap<>();
  private final Map<String, Integer> distances = new HashMap<>();

  CustomerPaths(DraftCatalogue catalogue, Customer customer) {
    this.catalogue = catalogue;
    this.customer = customer;
    if (customer.table() != null) {
      search();
    }
  }

  private void search() {
    distances.put(customer.table().id(), 0);
    List<DraftTable> border = List.of(catalogue.tables().get(customer.table().id()));
    for (int distance = 1; !border.isEmpty(); distance++) {
      List<DraftTable> found = new ArrayList<>();
      for (DraftTable table : catalogue.tables().values()) {
        if (!distances.containsKey(table.id())) {
          best(table, border)
              .ifPresent(
                  link -> {
                    next.put(table.id(), link);
                    found.add(table);
                  });
        }
      }
      for (DraftTable table : found) {
        distances.put(table.id(), distance);
      }
      border = found;
    }
  }

  private static Optional<DraftLink> best(DraftTable table, List<DraftTable> border) {
    return border.stream()
        .flatMap(to -> table.linksTo(to).stream())
        .min(
            Comparator.comparing((DraftLink link) -> !link.notNull())
                .thenComparing(DraftLink::guessed)
                .thenComparing(DraftLink::to)
                .thenComparing(link -> String.join(",", link.columns())));
  }

  /** Whether the customer of a row can be found. */
  boolean leads(DraftTable table) {
    return customer.table() == null || distances.containsKey(table.id());
  }

  /** References from the table to the customer's table; none for that table itself. */
  List<DraftLink> of(DraftTable table) {
    List<DraftLink> path = new ArrayList<>();
    DraftTable at = table;
    while (next.containsKey(at.id())) {
      DraftLink link = next.get(at.id());
      path.add(link);
      at = catalogue.tables().get(link.to());
    }
    return path;
  }

  /** Column of the table that holds the customer's id; null where only a way leads to it. */
  String column(DraftTable table) {
    if (customer.table() == null) {
      return null;
    }
    if (customer.is(table)) {
      return customer.column();
    }
    List<DraftLink> path = of(table);
    return path.size() == 1 && path.getFirst().toColumns().equals(List.of(customer.column()))
        ? path.getFirst().columns().getFirst()
        : null;
  }

  /** Whether the column holds the id of the customer to which the row belongs. */
  boolean isCustomer(DraftTable table, String column) {
    return column.equals(column(table));
  }

  /** Key within one customer: without the customer's own column where others are left. */
  List<String> key(DraftTable table) {
    List<String> key = table.key().stream().filter(column -> !isCustomer(table, column)).toList();
    return key.isEmpty() ? table.key() : key;
  }

  Customer customer() {
    return customer;
  }

  DraftCatalogue catalogue() {
    return catalogue;
  }
}
