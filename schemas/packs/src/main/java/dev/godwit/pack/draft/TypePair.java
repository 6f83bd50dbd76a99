package dev.godwit.pack.draft;

import java.util.Optional;
import java.util.function.Predicate;

/**
 * Two columns that say together to which row of which table a row belongs, such as {@code
 * taggable_type} and {@code taggable_id}. No foreign key can say so.
 *
 * @param type column with the name of the kind
 * @param id column with the id
 * @param to table of the rows that the pack takes
 * @param constant text of that kind
 * @param isKnown whether the database names the text
 */
record TypePair(DraftColumn type, DraftColumn id, DraftTable to, String constant, boolean isKnown) {

  /**
   * The first pair of a table.
   *
   * @param contacts table that is taken where several may be; null for none
   * @param isEntity whether rows can refer to a table
   */
  static Optional<TypePair> of(
      DraftTable table,
      DraftCatalogue catalogue,
      DraftTable contacts,
      Predicate<DraftTable> isEntity) {
    for (DraftColumn type : table.columns().values()) {
      String name = Names.normal(type.name());
      if (!type.isText() || !name.endsWith("_type")) {
        continue;
      }
      String wanted = name.substring(0, name.length() - "type".length()) + "id";
      for (DraftColumn id : table.columns().values()) {
        if (Names.normal(id.name()).equals(wanted) && isFree(table, id)) {
          return pair(table, type, id, catalogue, contacts, isEntity);
        }
      }
    }
    return Optional.empty();
  }

  private static boolean isFree(DraftTable table, DraftColumn id) {
    return table.links().stream().noneMatch(link -> link.columns().contains(id.name()));
  }

  private static Optional<TypePair> pair(
      DraftTable table,
      DraftColumn type,
      DraftColumn id,
      DraftCatalogue catalogue,
      DraftTable contacts,
      Predicate<DraftTable> isEntity) {
    Predicate<DraftTable> fits =
        to ->
            !to.id().equals(table.id())
                && to.key().size() == 1
                && to.column(to.key().getFirst()).isComparableWith(id)
                && to.linksTo(table).isEmpty()
                && isEntity.test(to);
    TypePair found = null;
    for (String word : type.checked().isEmpty() ? type.known() : type.checked()) {
      String singular = Names.singular(word.substring(word.lastIndexOf(':') + 1));
      for (DraftTable to : catalogue.tables().values()) {
        boolean isContacts = contacts != null && contacts.id().equals(to.id());
        if (Names.singular(to.name()).equals(singular)
            && fits.test(to)
            && (found == null || isContacts)) {
          found = new TypePair(type, id, to, word, true);
        }
      }
    }
    if (found == null && contacts != null && type.checked().isEmpty() && fits.test(contacts)) {
      found = new TypePair(type, id, contacts, className(contacts), false);
    }
    return Optional.ofNullable(found);
  }

  /** {@code Person} for the table {@code people}. */
  private static String className(DraftTable table) {
    StringBuilder name = new StringBuilder();
    for (String word : Names.singular(table.name()).split("_", -1)) {
      if (!word.isEmpty()) {
        name.appendCodePoint(Character.toUpperCase(word.codePointAt(0)))
            .append(word.substring(Character.charCount(word.codePointAt(0))));
      }
    }
    return name.toString();
  }

  String note() {
    return "fill in: %s, as the target writes it for rows of %s%s"
        .formatted(
            constant,
            to.name(),
            type.checked().size() > 1
                ? "; those of " + others() + " are not in this pack"
                : isKnown
                    ? "; those of other kinds are not in this pack"
                    : "; the database names none");
  }

  private String others() {
    return String.join(
        ", ", type.checked().stream().filter(word -> !word.equals(constant)).toList());
  }
}
