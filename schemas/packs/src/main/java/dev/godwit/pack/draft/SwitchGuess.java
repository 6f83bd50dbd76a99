package dev.godwit.pack.draft;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * How a customer's row says whether the customer may work: by a boolean column, by a time, or by a
 * status. It is what freezes a customer in a source, and what enables one in a target.
 *
 * @param off the assignment that ends the customer's work
 * @param on the assignment that lets the customer work
 * @param isOff condition that is true while the customer may not work
 * @param column the column
 */
record SwitchGuess(String off, String on, String isOff, DraftColumn column) {
  private static final Set<String> OFF =
      Set.of("frozen", "locked", "read_only", "readonly", "suspended", "disabled", "blocked");
  private static final Set<String> ON = Set.of("active", "enabled", "open", "live");
  private static final List<String> OFF_WORDS =
      List.of(
          "frozen",
          "locked",
          "read_only",
          "readonly",
          "suspended",
          "disabled",
          "inactive",
          "paused",
          "blocked",
          "closed",
          "migrating");
  private static final List<String> ON_WORDS =
      List.of("active", "enabled", "open", "live", "ok", "normal", "running");
  private static final Set<String> STATUS = Set.of("status", "state");

  /** What the columns of the customer's table suggest. */
  static Optional<SwitchGuess> of(DraftTable customer) {
    for (DraftColumn column : customer.columns().values()) {
      String name = Names.normal(column.name()).replaceAll("^(is|account|customer|tenant)_", "");
      String sql = Names.sql(column.name());
      if (column.isBoolean() && OFF.contains(name)) {
        return Optional.of(
            new SwitchGuess(sql + " = true", sql + " = false", isTrue(column, sql, false), column));
      }
      if (column.isBoolean() && ON.contains(name)) {
        return Optional.of(
            new SwitchGuess(
                sql + " = false", sql + " = true", "not " + isTrue(column, sql, false), column));
      }
      if (column.isTime()
          && !column.notNull()
          && name.endsWith("_at")
          && OFF.contains(name.substring(0, name.length() - "_at".length()))) {
        return Optional.of(
            new SwitchGuess(
                sql + " = coalesce(" + sql + ", now())",
                sql + " = null",
                sql + " is not null",
                column));
      }
    }
    return customer.columns().values().stream()
        .filter(column -> column.isText() && STATUS.contains(Names.normal(column.name())))
        .findFirst()
        .flatMap(SwitchGuess::byStatus);
  }

  /** Condition that is true while the customer may work. */
  String isOn() {
    return isOff.startsWith("not ") ? isOff.substring("not ".length()) : "not (" + isOff + ")";
  }

  /** Whether the values of a status are examples, since the database knows none. */
  boolean isInvented() {
    return column.isText() && column.known().isEmpty();
  }

  private static Optional<SwitchGuess> byStatus(DraftColumn column) {
    String off = first(OFF_WORDS, column);
    String on = first(ON_WORDS, column);
    if (off == null || on == null) {
      return Optional.empty();
    }
    String sql = Names.sql(column.name());
    return Optional.of(
        new SwitchGuess(
            sql + " = " + Names.literal(off),
            sql + " = " + Names.literal(on),
            (column.notNull() ? sql : "coalesce(" + sql + "::text, '')")
                + " = "
                + Names.literal(off),
            column));
  }

  /** The first word that the column takes; a free text takes any. */
  private static String first(List<String> words, DraftColumn column) {
    Map<String, String> known =
        column.known().stream().collect(Collectors.toMap(Names::normal, word -> word, (a, b) -> a));
    return words.stream()
        .filter(known::containsKey)
        .map(known::get)
        .findFirst()
        .orElse(column.enumerated() ? null : words.getFirst());
  }

  private static String isTrue(DraftColumn column, String sql, boolean otherwise) {
    return column.notNull() ? sql : "coalesce(" + sql + ", " + otherwise + ")";
  }
}
