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
 * @param column the column
 * @param offValue SQL of the value that ends the customer's work
 * @param onValue SQL of the value that lets the customer work
 * @param isOff condition that is true while the customer may not work
 * @param isOn condition that is true while the customer may work
 */
record SwitchGuess(DraftColumn column, String offValue, String onValue, String isOff, String isOn) {
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
  private static final String NOW = "now()";

  /** The switch that the columns of the customer's table suggest. */
  static Optional<SwitchGuess> of(DraftTable customer) {
    for (DraftColumn column : customer.columns().values()) {
      String name = name(customer, column);
      String sql = Names.sql(column.name());
      if (column.isBoolean() && (OFF.contains(name) || ON.contains(name))) {
        boolean off = OFF.contains(name);
        String isTrue = column.notNull() ? sql : "coalesce(" + sql + ", false)";
        String isFalse = "not " + isTrue;
        return Optional.of(
            new SwitchGuess(
                column,
                Boolean.toString(off),
                Boolean.toString(!off),
                off ? isTrue : isFalse,
                off ? isFalse : isTrue));
      }
      if (column.isTime()
          && !column.notNull()
          && name.endsWith("_at")
          && OFF.contains(name.substring(0, name.length() - "_at".length()))) {
        return Optional.of(
            new SwitchGuess(column, NOW, "null", sql + " is not null", sql + " is null"));
      }
    }
    return customer.columns().values().stream()
        .filter(column -> column.isText() && STATUS.contains(name(customer, column)))
        .findFirst()
        .flatMap(SwitchGuess::byStatus);
  }

  /** Name without "is" and without the table's own name before it. */
  private static String name(DraftTable customer, DraftColumn column) {
    String name = withoutFirst(Names.normal(column.name()), "is_");
    return withoutFirst(name, Names.singular(customer.name()) + "_");
  }

  private static String withoutFirst(String name, String first) {
    return name.startsWith(first) ? name.substring(first.length()) : name;
  }

  /** The assignment that ends the customer's work; a time from before stays. */
  String off() {
    String sql = Names.sql(column.name());
    return sql + " = " + (column.isTime() ? "coalesce(" + sql + ", " + NOW + ")" : offValue);
  }

  /** The assignment that lets the customer work. */
  String on() {
    return Names.sql(column.name()) + " = " + onValue;
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
    String value = column.notNull() ? sql : "coalesce(" + sql + "::text, '')";
    return Optional.of(
        new SwitchGuess(
            column,
            Names.literal(off),
            Names.literal(on),
            value + " = " + Names.literal(off),
            value + " <> " + Names.literal(off)));
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
}
