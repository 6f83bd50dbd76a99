package dev.godwit.pack.draft;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * A table that all customers share, whose rows are found by a natural key: countries, channels,
 * kinds.
 *
 * @param table the table
 * @param id column with the id
 * @param key column by which a row is found
 */
record Lookup(DraftTable table, DraftColumn id, DraftColumn key) {
  private static final List<String> NAMES =
      List.of("code", "iso_code", "iso", "iso2", "slug", "key", "name", "label", "title");
  private static final int MOST_COLUMNS = 6;
  private static final int MOST_OF_ONE_CUSTOMER = 4;

  /** The lookup that a table is; empty where it is none. */
  static Optional<Lookup> of(CustomerPaths paths, DraftTable table) {
    boolean single = paths.customer().table() == null;
    if ((!single && paths.leads(table))
        || table.key().size() != 1
        || !table.links().isEmpty()
        || (single && table.rows() <= 0)
        || table.columns().size() > (single ? MOST_OF_ONE_CUSTOMER : MOST_COLUMNS)) {
      return Optional.empty();
    }
    DraftColumn id = table.column(table.key().getFirst());
    boolean used =
        paths.catalogue().pointingTo(table).stream()
            .flatMap(other -> other.linksTo(table).stream())
            .anyMatch(link -> link.columnFor(id.name()) != null);
    if (!used || !(id.isWhole() || id.isUuid())) {
      return Optional.empty();
    }
    return table.columns().values().stream()
        .filter(column -> column.isText() && !column.enumerated() && column.notNull())
        .filter(column -> table.isUnique(column.name()))
        .min(Comparator.comparingInt(Lookup::rank))
        .map(key -> new Lookup(table, id, key));
  }

  private static int rank(DraftColumn column) {
    int place = NAMES.indexOf(Names.normal(column.name()));
    return place < 0 ? NAMES.size() : place;
  }
}
