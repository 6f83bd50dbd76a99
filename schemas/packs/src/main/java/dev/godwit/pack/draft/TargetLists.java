package dev.godwit.pack.draft;

import dev.godwit.pack.draft.TargetTableDraft.Line;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Finds the tables of a target whose rows are the items of a list of a contact, such as its tags.
 */
final class TargetLists {
  private static final Map<String, String> LISTS =
      Map.of(
          "tag",
          "tags",
          "label",
          "tags",
          "outlet",
          "outlets",
          "publication",
          "outlets",
          "team",
          "teams");

  private final CustomerPaths paths;
  private final Roles roles;
  private final TargetIds ids;

  TargetLists(CustomerPaths paths, Roles roles, TargetIds ids) {
    this.paths = paths;
    this.roles = roles;
    this.ids = ids;
  }

  /** List of the contacts of which the table has the items; null for none. */
  String field(DraftTable child) {
    if (roles.contacts() == null
        || ids.of(roles.contacts()) == null
        || child.linksTo(roles.contacts()).size() != 1
        || item(child) == null) {
      return null;
    }
    return LISTS.get(Names.lastWord(child.name()));
  }

  private DraftColumn item(DraftTable child) {
    List<DraftColumn> texts =
        child.columns().values().stream()
            .filter(column -> column.isText() && !paths.isCustomer(child, column.name()))
            .filter(
                column ->
                    child.linksTo(roles.contacts()).stream()
                        .noneMatch(l -> l.columns().contains(column.name())))
            .toList();
    return texts.size() == 1 && child.key().contains(texts.getFirst().name())
        ? texts.getFirst()
        : null;
  }

  /** The table, of which each row is an item of the list. */
  TargetTableDraft draft(DraftTable child, String customerValue) {
    List<Line> lines = new ArrayList<>();
    String customer = paths.column(child);
    String pointing =
        child.linksTo(roles.contacts()).getFirst().columnFor(ids.of(roles.contacts()).name());
    for (DraftColumn column : child.columns().values()) {
      String value =
          column.name().equals(pointing)
              ? "id"
              : column.name().equals(customer)
                  ? customerValue
                  : column.equals(item(child)) ? "item" : null;
      boolean needed = column.isNeeded() && column.effect() != TriggerEffect.SETS;
      lines.add(
          new Line(
              column.name(),
              value,
              value != null
                  ? null
                  : (needed ? "fill in: " : "left out: ")
                      + column.name()
                      + ", "
                      + column.shown()
                      + (needed ? ", NOT NULL without a default" : "")));
    }
    return new TargetTableDraft(
        child.name(),
        field(child),
        child.key(),
        customer == null ? "{via: " + PackText.scalar(pointing) + "}" : PackText.scalar(customer),
        lines,
        List.of("guess: a row for each of the " + field(child)));
  }
}
