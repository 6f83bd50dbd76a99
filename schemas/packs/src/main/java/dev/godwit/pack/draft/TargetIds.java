package dev.godwit.pack.draft;

import java.util.List;

/** Finds the column with the id of a target's rows, and how its ids are made. Stateless. */
final class TargetIds {
  static final String DERIVED = "derived";
  static final String LOOKED_UP = "looked-up";

  private final CustomerPaths paths;

  TargetIds(CustomerPaths paths) {
    this.paths = paths;
  }

  /**
   * Column with the id of a row: a key of one column beside the customer's that refers to nothing,
   * or the one column of a longer key that the database draws; null for none.
   */
  DraftColumn of(DraftTable table) {
    for (List<String> key : table.keys()) {
      List<String> own = key.stream().filter(c -> !paths.isCustomer(table, c)).toList();
      boolean first = key.equals(table.key());
      if (own.size() == 1 && !isReference(table, own.getFirst())) {
        DraftColumn column = table.column(own.getFirst());
        if (first || column.isMade()) {
          return column;
        }
      }
    }
    List<DraftColumn> drawn =
        table.key().stream().map(table::column).filter(DraftColumn::isDrawn).toList();
    return drawn.size() == 1 ? drawn.getFirst() : null;
  }

  /** Key of a row: the id where it is one within the customer, else that of the table. */
  List<String> key(DraftTable table) {
    DraftColumn id = of(table);
    return id == null
        ? table.key()
        : table.keys().stream()
            .filter(key -> key.contains(id.name()))
            .filter(
                key ->
                    key.stream().allMatch(c -> c.equals(id.name()) || paths.isCustomer(table, c)))
            .findFirst()
            .orElse(table.key());
  }

  private boolean isReference(DraftTable table, String column) {
    return table.links().stream()
        .anyMatch(
            link ->
                !link.guessed()
                    && link.columns().stream()
                        .filter(c -> !paths.isCustomer(table, c))
                        .toList()
                        .equals(List.of(column)));
  }

  /** How the pack makes the ids of a table; its rows have none of their own with a null column. */
  static String kind(DraftColumn id) {
    if (id == null || id.isUuid() || (id.isText() && !id.enumerated())) {
      return DERIVED;
    }
    return id.isDrawn() ? "generated" : "kept";
  }

  /** What to know of that; null for nothing. */
  static String note(DraftColumn id) {
    return kind(id).equals("kept")
        ? "guess: the id of the source, as %s; nothing in the target makes one"
            .formatted(id.shown())
        : null;
  }
}
