package dev.godwit.pack.draft;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Decides how the rows of each table of a target are a customer's: by a column, by the shortest way
 * of references that cannot be NULL, by a pair of kind and id, or by {@code godwit.identity} alone.
 */
final class TargetCustomers {
  private static final String IDENTITY = "identity";

  private final CustomerPaths paths;
  private final Map<String, TargetLines> drafts;
  private final Map<String, Owner> owners = new LinkedHashMap<>();

  /**
   * What stands behind {@code customer}.
   *
   * @param yaml its text
   * @param note comment; null for none
   */
  record Owner(String yaml, String note) {}

  /** With the columns of the main tables, by table. */
  TargetCustomers(CustomerPaths paths, TargetTables tables, Map<String, TargetLines> drafts) {
    this.paths = paths;
    this.drafts = drafts;
    for (String id : drafts.keySet()) {
      String column = paths.column(table(id));
      if (column != null) {
        owners.put(id, new Owner(PackText.scalar(column), null));
      }
    }
    follow(true);
    for (String id : drafts.keySet()) {
      if (!owners.containsKey(id)) {
        pair(id).ifPresent(owner -> owners.put(id, owner));
      }
    }
    follow(true);
    for (String id : drafts.keySet()) {
      if (!owners.containsKey(id) && tables.ids().of(table(id)) != null) {
        owners.put(id, new Owner(IDENTITY, why(table(id))));
      }
    }
    follow(false);
  }

  /** Whose rows those of a table are; null where nothing says it. */
  Owner of(String table) {
    return owners.get(table);
  }

  private DraftTable table(String id) {
    return paths.catalogue().tables().get(id);
  }

  /** Step by step away from the tables that are known, so that each way is a shortest one. */
  private void follow(boolean onlyNotNull) {
    Map<String, Owner> found;
    do {
      found = new LinkedHashMap<>();
      for (String id : drafts.keySet()) {
        if (!owners.containsKey(id)) {
          Optional<Owner> owner = via(id, onlyNotNull);
          if (owner.isPresent()) {
            found.put(id, owner.get());
          }
        }
      }
      owners.putAll(found);
    } while (!found.isEmpty());
  }

  private Optional<Owner> via(String id, boolean onlyNotNull) {
    DraftTable table = table(id);
    for (Map.Entry<String, String> pointing : drafts.get(id).pointing().entrySet()) {
      boolean notNull = table.column(pointing.getKey()).notNull();
      boolean linked =
          table.links().stream().anyMatch(link -> link.columns().contains(pointing.getKey()));
      if (linked && (notNull || !onlyNotNull) && owners.containsKey(pointing.getValue())) {
        return Optional.of(
            new Owner(
                way(pointing.getKey()),
                notNull
                    ? null
                    : "fill in: rows without %s are nobody's, and are left behind by a purge"
                        .formatted(pointing.getKey())));
      }
    }
    return Optional.empty();
  }

  private Optional<Owner> pair(String id) {
    DraftTable table = table(id);
    return drafts.get(id).pointing().entrySet().stream()
        .filter(
            pointing ->
                table.links().stream()
                    .noneMatch(link -> link.columns().contains(pointing.getKey())))
        .filter(pointing -> owners.containsKey(pointing.getValue()))
        .findFirst()
        .map(pointing -> new Owner(way(pointing.getKey()), null));
  }

  private static String way(String column) {
    return "{via: " + PackText.scalar(column) + "}";
  }

  private String why(DraftTable table) {
    if (paths.customer().table() == null) {
      return null;
    }
    return paths.leads(table)
        ? "guess: the way to the customer has columns that may be NULL, so only godwit.identity knows the rows"
        : "guess: nothing leads to the customer, so only godwit.identity knows the rows. Remove the entity if they are no customer's";
  }
}
