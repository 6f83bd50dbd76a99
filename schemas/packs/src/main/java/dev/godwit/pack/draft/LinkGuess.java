package dev.godwit.pack.draft;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Finds references that no foreign key declares: many applications keep them to themselves. A
 * column {@code account_id} points to the table {@code account} or {@code accounts} if the types
 * agree.
 */
final class LinkGuess {
  private static final Set<String> OWN =
      Set.of("parent", "root", "next", "previous", "replaced_by");
  private final DraftCatalogue catalogue;
  private final Map<String, String> singulars = new HashMap<>();

  LinkGuess(DraftCatalogue catalogue) {
    this.catalogue = catalogue;
    catalogue.tables().forEach((id, table) -> singulars.put(id, Names.singular(table.name())));
  }

  /** The catalogue with the references that the names suggest. */
  DraftCatalogue byName() {
    Map<String, List<DraftLink>> found = new LinkedHashMap<>();
    for (DraftTable table : catalogue.tables().values()) {
      for (DraftColumn column : table.columns().values()) {
        String stem = stem(column.name());
        if (stem == null || isLinked(table, column)) {
          continue;
        }
        DraftTable to = named(table, Names.singular(stem));
        if (to != null && to.column(to.key().getFirst()).isComparableWith(column)) {
          add(found, table, link(column, to, to.key().getFirst()));
        }
      }
    }
    return catalogue.with(found);
  }

  /** The catalogue with references to the customer by columns that others use for it. */
  DraftCatalogue toCustomer(Customer customer) {
    if (customer.table() == null) {
      return catalogue;
    }
    DraftTable to = catalogue.tables().get(customer.table().id());
    List<String> names =
        catalogue.tables().values().stream()
            .flatMap(table -> table.linksTo(to).stream())
            .filter(link -> link.columns().size() == 1)
            .filter(link -> link.toColumns().getFirst().equals(customer.column()))
            .map(link -> Names.normal(link.columns().getFirst()))
            .distinct()
            .toList();
    Map<String, List<DraftLink>> found = new LinkedHashMap<>();
    for (DraftTable table : catalogue.tables().values()) {
      for (DraftColumn column : table.columns().values()) {
        boolean same =
            names.contains(Names.normal(column.name()))
                || (!customer.isKey() && column.name().equals(customer.column()));
        if (same
            && !table.id().equals(to.id())
            && !isLinked(table, column)
            && to.column(customer.column()).isComparableWith(column)) {
          add(found, table, link(column, to, customer.column()));
        }
      }
    }
    return new LinkGuess(catalogue.with(found)).through(to, customer.column());
  }

  /**
   * A key of several columns that points to a row of the customer holds the customer, too:
   * (account, contact) that points to a contact's (account, id) says which account it is.
   */
  private DraftCatalogue through(DraftTable to, String key) {
    DraftCatalogue known = catalogue;
    while (true) {
      Map<String, List<DraftLink>> found = new LinkedHashMap<>();
      for (DraftTable table : known.tables().values()) {
        if (table.id().equals(to.id()) || !direct(table, to, key).isEmpty()) {
          continue;
        }
        for (DraftLink link : table.links()) {
          DraftTable parent = known.tables().get(link.to());
          if (link.columns().size() > 1 && parent != null) {
            direct(parent, to, key).stream()
                .map(direct -> link.columnFor(direct.columns().getFirst()))
                .filter(column -> column != null)
                .findFirst()
                .ifPresent(column -> add(found, table, implied(table.column(column), to, key)));
          }
          if (found.containsKey(table.id())) {
            break;
          }
        }
      }
      if (found.isEmpty()) {
        return known;
      }
      known = known.with(found);
    }
  }

  private static List<DraftLink> direct(DraftTable table, DraftTable to, String key) {
    return table.linksTo(to).stream()
        .filter(link -> link.toColumns().equals(List.of(key)))
        .toList();
  }

  private static DraftLink implied(DraftColumn column, DraftTable to, String key) {
    return new DraftLink(List.of(column.name()), to.id(), List.of(key), column.notNull(), false);
  }

  private static DraftLink link(DraftColumn column, DraftTable to, String key) {
    return new DraftLink(List.of(column.name()), to.id(), List.of(key), column.notNull(), true);
  }

  private static void add(Map<String, List<DraftLink>> found, DraftTable table, DraftLink link) {
    found.computeIfAbsent(table.id(), id -> new ArrayList<>()).add(link);
  }

  private static boolean isLinked(DraftTable table, DraftColumn column) {
    return table.links().stream().anyMatch(link -> link.columns().contains(column.name()));
  }

  private static String stem(String column) {
    String normal = Names.normal(column);
    for (String end : List.of("_id", "_uuid", "_guid", "_ref", "_key")) {
      if (normal.endsWith(end)
          && !OWN.contains(normal.substring(0, normal.length() - end.length()))) {
        return normal.substring(0, normal.length() - end.length());
      }
    }
    return null;
  }

  /** The table of that name, in the same schema before others; null for none or several. */
  private DraftTable named(DraftTable from, String stem) {
    List<DraftTable> fitting =
        catalogue.tables().values().stream()
            .filter(table -> table.key().size() == 1)
            .filter(table -> isNamed(table, stem))
            .toList();
    List<DraftTable> near =
        fitting.stream().filter(table -> table.schema().equals(from.schema())).toList();
    List<DraftTable> chosen = near.isEmpty() ? fitting : near;
    List<DraftTable> exact =
        chosen.stream().filter(table -> singulars.get(table.id()).equals(stem)).toList();
    chosen = exact.isEmpty() ? chosen : exact;
    return chosen.size() == 1 && !chosen.getFirst().id().equals(from.id())
        ? chosen.getFirst()
        : null;
  }

  /** The name itself, or one with the prefix that tables of an application share. */
  private boolean isNamed(DraftTable table, String stem) {
    String name = singulars.get(table.id());
    return name.equals(stem) || name.endsWith("_" + stem);
  }
}
