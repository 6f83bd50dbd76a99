package dev.godwit.pack.draft;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The natural key by which a customer's account is found in a target that makes the accounts' ids
 * itself.
 *
 * @param column column that holds the source's id of the customer; null where none was found
 * @param unique whether the database keeps it unique
 */
record AccountKey(DraftColumn column, boolean unique) {
  private static final List<String> NAMES =
      List.of(
          "external_ref",
          "external_id",
          "external_key",
          "legacy_id",
          "source_id",
          "foreign_id",
          "slug",
          "code",
          "account_number",
          "account_no",
          "number",
          "reference",
          "ref",
          "key",
          "handle",
          "subdomain",
          "domain",
          "short_name",
          "name",
          "title");
  private static final Set<String> WITHOUT_INDEX =
      Set.of("external_ref", "external_id", "legacy_id", "source_id", "foreign_id", "slug", "name");

  /** That of the customers; empty where a customer's row has the source's id as its key. */
  static Optional<AccountKey> of(Customer customer) {
    if (customer.table() == null || !customer.isKey()) {
      return Optional.empty();
    }
    DraftTable table = customer.table();
    DraftColumn key = table.column(customer.column());
    Optional<AccountKey> unique =
        candidates(table, key)
            .filter(column -> table.isUnique(column.name()))
            .min(Comparator.comparingInt(AccountKey::rank))
            .map(column -> new AccountKey(column, true));
    if (!key.isDrawn()) {
      return key.isMade() ? unique : Optional.empty();
    }
    return Optional.of(
        unique.orElseGet(
            () ->
                new AccountKey(
                    candidates(table, key)
                        .filter(column -> WITHOUT_INDEX.contains(Names.normal(column.name())))
                        .min(Comparator.comparingInt(AccountKey::rank))
                        .orElse(null),
                    false)));
  }

  private static Stream<DraftColumn> candidates(DraftTable table, DraftColumn key) {
    return table.columns().values().stream()
        .filter(column -> !column.equals(key) && !column.computed())
        .filter(
            column ->
                (column.isText() && !column.enumerated())
                    || (column.isWhole() && !column.isDrawn() && rank(column) < NAMES.size()));
  }

  private static int rank(DraftColumn column) {
    int place = NAMES.indexOf(Names.normal(column.name()));
    return place < 0 ? NAMES.size() : place;
  }
}
