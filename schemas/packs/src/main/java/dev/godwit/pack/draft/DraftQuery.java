package dev.godwit.pack.draft;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The query of an entity while it is being written. Not thread-safe. */
final class DraftQuery {
  private final CustomerPaths paths;
  private final DraftTable table;
  private final Map<String, String> selected = new LinkedHashMap<>();
  private final Map<String, String> joins = new LinkedHashMap<>();
  private final List<String> joinLines = new ArrayList<>();
  private final List<String> conditions = new ArrayList<>();
  private final List<String> aliases = new ArrayList<>();
  private final String alias;

  DraftQuery(CustomerPaths paths, DraftTable table) {
    this.paths = paths;
    this.table = table;
    this.alias = newAlias(table.name());
  }

  /** Alias of the entity's table. */
  String alias() {
    return alias;
  }

  /** A column of the entity's table. */
  String column(String name) {
    return of(alias, name);
  }

  /** A column of the entity's table as a time; a number counts since 1970. */
  String instant(DraftColumn column) {
    String sql = column(column.name());
    if (column.isTime()) {
      return sql;
    }
    boolean milliseconds = Columns.unit(column).equals(Columns.MILLISECONDS);
    return "to_timestamp(" + sql + (milliseconds ? " / 1000.0)" : ")");
  }

  static String of(String alias, String column) {
    return alias + "." + Names.sql(column);
  }

  /**
   * Selects an expression.
   *
   * @return its name in the result, which differs from the one wished where that is taken
   */
  String select(String expression, String wished) {
    String name = wished;
    for (int i = 2; selected.containsKey(name) && !selected.get(name).equals(expression); i++) {
      name = wished + "_" + i;
    }
    selected.put(name, expression);
    return name;
  }

  boolean selects(String name) {
    return selected.containsKey(name);
  }

  /** Joins the table to which a reference leads, once. */
  String join(String from, DraftLink link, boolean outer) {
    return joins.computeIfAbsent(
        from + link,
        key -> {
          DraftTable to = paths.catalogue().tables().get(link.to());
          String joined = newAlias(to.name());
          joinLines.add(
              (outer ? "left join " : "join ")
                  + name(to)
                  + " "
                  + joined
                  + " on "
                  + equal(joined, link.toColumns(), from, link.columns()));
          return joined;
        });
  }

  /** Condition that columns of two tables are equal. */
  static String equal(String one, List<String> columns, String other, List<String> otherColumns) {
    List<String> equal = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      equal.add(of(one, columns.get(i)) + " = " + of(other, otherColumns.get(i)));
    }
    return String.join(" and ", equal);
  }

  void where(String condition) {
    conditions.add(condition);
  }

  /** Limits the query to one customer, with the joins that lead to it. */
  void whereCustomer() {
    where(customer(alias, table));
  }

  private String customer(String from, DraftTable start) {
    if (paths.customer().table() == null) {
      return ":customer::text = 'all'";
    }
    String at = from;
    for (DraftLink link : paths.of(start)) {
      if (paths.catalogue().tables().get(link.to()).id().equals(paths.customer().table().id())
          && link.columnFor(paths.customer().column()) != null) {
        return of(at, link.columnFor(paths.customer().column())) + " = :customer";
      }
      at = join(at, link, false);
    }
    return of(at, paths.customer().column()) + " = :customer";
  }

  /** Name of a table as statements have it: with its schema unless that is found anyway. */
  String name(DraftTable of) {
    return name(paths.catalogue(), of);
  }

  static String name(DraftCatalogue catalogue, DraftTable table) {
    boolean found = catalogue.schemas().equals(List.of("public")) && catalogue.searchPath() == null;
    return (found ? "" : Names.sql(table.schema()) + ".") + Names.sql(table.name());
  }

  /** The SQL, line by line. */
  List<String> lines() {
    List<String> lines = new ArrayList<>();
    List<String> items = new ArrayList<>();
    selected.forEach(
        (name, expression) ->
            items.add(
                isColumn(expression, name) ? expression : expression + " as " + Names.sql(name)));
    for (int i = 0; i < items.size(); i++) {
      lines.add(
          (i == 0 ? "select " : "       ") + items.get(i) + (i == items.size() - 1 ? "" : ","));
    }
    lines.add("from " + name(table) + " " + alias);
    lines.addAll(joinLines);
    for (int i = 0; i < conditions.size(); i++) {
      lines.add((i == 0 ? "where " : "  and ") + conditions.get(i));
    }
    return lines;
  }

  private static boolean isColumn(String expression, String name) {
    String end = "." + Names.sql(name);
    return expression.endsWith(end)
        && expression.substring(0, expression.length() - end.length()).matches("[a-z0-9]+");
  }

  private String newAlias(String name) {
    StringBuilder initials = new StringBuilder();
    for (String word : Names.normal(name).split("_", -1)) {
      if (!word.isEmpty() && word.charAt(0) >= 'a' && word.charAt(0) <= 'z') {
        initials.append(word.charAt(0));
      }
    }
    String wished = initials.isEmpty() ? "t" : initials.toString();
    String chosen = wished;
    for (int i = 2; aliases.contains(chosen) || Names.isReserved(chosen); i++) {
      chosen = wished + i;
    }
    aliases.add(chosen);
    return chosen;
  }
}
