package dev.godwit.extractor.source;

import dev.godwit.pack.BoundSql;
import dev.godwit.pack.CanonicalFields;
import dev.godwit.pack.FieldType;
import dev.godwit.pack.NamedStatement;
import dev.godwit.pack.SourceEntity;
import dev.godwit.pack.SourceField;
import dev.godwit.pack.SourceQuery;
import dev.godwit.records.Entity;
import dev.godwit.worker.failure.StageFailedException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The SQL that reads one customer's rows of an entity: the pack's query as a sub-query, with its
 * columns in the order and form in which they are selected. Immutable.
 *
 * <p>COPY takes no parameters, so the customer's id is an untyped literal in the statements and
 * takes the type that the pack's query compares it with.
 */
public final class SourceLayout {
  private static final String CUSTOMER = "customer";

  private final SourceEntity source;
  private final SourceQuery query;
  private final String from;
  private final String selected;
  private final List<String> key;
  private final Map<String, SourceColumn> columns;
  private final Map<String, String> expressions;
  private final Map<String, String> types;
  private final RowBound bound;

  private SourceLayout(
      SourceEntity source,
      SourceQuery query,
      String from,
      String selected,
      List<String> key,
      Map<String, SourceColumn> columns,
      Map<String, String> expressions,
      Map<String, String> types,
      RowBound bound) {
    this.source = source;
    this.query = query;
    this.from = from;
    this.selected = selected;
    this.key = List.copyOf(key);
    this.columns = Map.copyOf(columns);
    this.expressions = Map.copyOf(expressions);
    this.types = Map.copyOf(types);
    this.bound = bound;
  }

  /**
   * The layouts of an entity's queries, in the order of the pack.
   *
   * @throws StageFailedException where a column of the pack is not in its query
   * @throws SQLException from the source
   */
  public static List<SourceLayout> all(Connection connection, SourceEntity source, String customer)
      throws SQLException, StageFailedException {
    List<SourceLayout> layouts = new ArrayList<>();
    for (SourceQuery query : source.queries()) {
      layouts.add(of(connection, source, query, customer));
    }
    return layouts;
  }

  /**
   * Queries the columns of a query of the pack and builds the statements.
   *
   * @param query one of the entity's
   * @throws StageFailedException where a column of the pack is not among them
   * @throws SQLException from the source
   */
  public static SourceLayout of(
      Connection connection, SourceEntity source, SourceQuery query, String customer)
      throws SQLException, StageFailedException {
    String from = subQuery(query, customer);
    Map<String, String[]> found = describe(connection, from);
    Map<String, SourceColumn> columns = new HashMap<>();
    Map<String, String> expressions = new HashMap<>();
    Map<String, String> types = new HashMap<>();
    List<String> selected = new ArrayList<>();
    RowBound bound = new RowBound();
    for (Map.Entry<String, SourceField> field : query.fields().entrySet()) {
      String[] column = column(found, source, query, field.getValue().column());
      int jdbcType = Integer.parseInt(column[1]);
      FieldType declared = field.getValue().type();
      ColumnForm form =
          declared == null
              ? ColumnForm.of(jdbcType, column[2])
              : ColumnForm.of(declared, jdbcType, column[2]);
      String expression = form.expression(column[0], column[2]);
      columns.put(
          field.getKey(), new SourceColumn(selected.size(), form, field.getValue().split()));
      expressions.put(field.getKey(), column[0]);
      types.put(field.getKey(), column[2]);
      selected.add(expression);
      bound.add(form, column[0], column[2], expression);
    }
    columns.values().stream()
        .filter(column -> column.form().isUnbounded())
        .findFirst()
        .ifPresent(column -> selected.set(column.index(), guarded(bound, column, selected)));
    List<String> key = new ArrayList<>();
    for (String name : query.key()) {
      key.add(column(found, source, query, name)[0]);
    }
    return new SourceLayout(
        source, query, from, String.join(", ", selected), key, columns, expressions, types, bound);
  }

  private static String guarded(RowBound bound, SourceColumn column, List<String> selected) {
    String type = column.form() == ColumnForm.BYTES ? "bytea" : "text";
    return bound.guard(selected.get(column.index()), type);
  }

  /** A layout with quoted key columns only; it selects no columns. */
  public static SourceLayout withKey(SourceEntity source, String customer, List<String> key) {
    SourceQuery query = source.only();
    return new SourceLayout(
        source,
        query,
        subQuery(query, customer),
        "",
        key,
        Map.of(),
        Map.of(),
        Map.of(),
        new RowBound());
  }

  /** A query of a pack for a customer, as a sub-query named q. */
  public static String subQuery(SourceQuery query, String customer) {
    return "(" + text(query.sql().bind(), customer) + "\n) q";
  }

  /** A statement of a pack with the customer's id as a literal. */
  static String text(BoundSql sql, String customer) {
    List<NamedStatement> statements = sql.statement().statements();
    NamedStatement only = statements.isEmpty() ? sql.statement() : statements.getFirst();
    return only.inline(Map.of(CUSTOMER, customer));
  }

  private static Map<String, String[]> describe(Connection connection, String from)
      throws SQLException {
    Map<String, String[]> found = new HashMap<>();
    try (Statement statement = connection.createStatement();
        ResultSet none = statement.executeQuery("select * from " + from + " limit 0")) {
      ResultSetMetaData metadata = none.getMetaData();
      for (int i = 1; i <= metadata.getColumnCount(); i++) {
        String name = metadata.getColumnLabel(i);
        found.put(
            name,
            new String[] {
              "q." + quoted(name),
              Integer.toString(metadata.getColumnType(i)),
              metadata.getColumnTypeName(i)
            });
      }
    }
    return found;
  }

  private static String[] column(
      Map<String, String[]> found, SourceEntity source, SourceQuery query, String name)
      throws StageFailedException {
    String[] exact = found.get(name);
    if (exact != null) {
      return exact;
    }
    Optional<String> alike = found.keySet().stream().filter(name::equalsIgnoreCase).findFirst();
    if (alike.isPresent()) {
      return found.get(alike.get());
    }
    throw new StageFailedException(
        source.entity().name(),
        "Expected the query at %s line %d to have a column %s, found %s."
            .formatted(query.sql().file(), query.sql().line(), name, found.keySet()),
        "Correct the pack: name the column as the query does.");
  }

  private static String quoted(String name) {
    return '"' + name.replace("\"", "\"\"") + '"';
  }

  /** The entity. */
  public Entity entity() {
    return source.entity();
  }

  /** The entity as the pack describes it. */
  public SourceEntity source() {
    return source;
  }

  /** Name of the query; null where the entity has one, without a name. */
  public String query() {
    return query.name();
  }

  /** The query within a message: {@code " of the query 'clicks'"}; empty where it has no name. */
  public String ofQuery() {
    return query.name() == null ? "" : " of " + query.words();
  }

  /** Key columns, quoted, in the order of the key. */
  public List<String> key() {
    return key;
  }

  /** The pack's query as a sub-query named q. */
  public String from() {
    return from;
  }

  /** The canonical field's column in {@link #copy}; empty where the pack has none for it. */
  public Optional<SourceColumn> column(String field) {
    return Optional.ofNullable(columns.get(field));
  }

  /** The canonical field's column, quoted; null where the pack has none for it. */
  public String expression(String field) {
    return expressions.get(field);
  }

  /** Name of the type of the canonical field's column; null where the pack has none for it. */
  public String type(String field) {
    return types.get(field);
  }

  /** Bytes of the large values of a row, as an expression of type bigint. */
  public String size() {
    return bound.size();
  }

  /** Greatest {@link #size} of a row that can be read; {@link #copy} fails on a larger one. */
  public static long mostBytes() {
    return RowBound.MOST_BYTES;
  }

  /** An expression of type text that fails on a row that is too large to be read. */
  public String bounded(String text) {
    return bound.guard(text, "text");
  }

  /**
   * Statement that copies the selected columns of the rows that meet a condition; those that other
   * rows of the entity refer to come first. As every statement that selects them, it fails on a row
   * that is too large to be read.
   *
   * @param condition an expression alone: an order of its own would stand before that of the rows
   */
  public String copy(String condition) {
    String parent = source.parentField();
    return copyOf(
        parent == null
            ? "select " + selected + " from " + from + " where " + condition
            : parentsFirst(expressions.get(parent), condition));
  }

  /**
   * Statement that copies the selected columns of some rows, in no order of their own.
   *
   * @param more expressions over the sub-query's columns that are selected after them
   * @param rows most rows, at least 0
   */
  public String copySome(List<String> more, int rows) {
    List<String> all = new ArrayList<>(List.of(selected));
    all.addAll(more);
    return copyOf("select " + String.join(", ", all) + " from " + from + " limit " + rows);
  }

  /** As {@link #copy}, in the order of the key, whatever the rows refer to. */
  public String copyByKey(String condition) {
    return copyOf(selectByKey(condition));
  }

  /** As {@link #copyByKey}, the first rows only. */
  public String copyFirst(String condition, int rows) {
    return copyOf(selectByKey(condition) + " limit " + rows);
  }

  private String selectByKey(String condition) {
    return "select %s from %s where %s order by %s"
        .formatted(selected, from, condition, String.join(", ", key));
  }

  /** Rows of a cycle have no depth, and come last. */
  private String parentsFirst(String parent, String condition) {
    return """
        with recursive base as materialized (
          select cast(%1$s as text) as id, cast(%2$s as text) as parent from %3$s
        ), tree (id, depth) as (
          select b.id, 0 from base b
          where b.parent is null or not exists (select from base p where p.id = b.parent)
          union all
          select b.id, tree.depth + 1 from tree join base b on b.parent = tree.id
        )
        select %4$s from %3$s left join tree on tree.id = cast(%1$s as text)
        where %5$s order by tree.depth nulls last, %6$s"""
        .formatted(
            expressions.get(CanonicalFields.LEGACY_ID),
            parent,
            from,
            selected,
            condition,
            String.join(", ", key));
  }

  /**
   * As {@link #copy}, with the key, which is one column of whole numbers, after the selected
   * columns.
   */
  public String copyWithKey(String condition) {
    return copyOf(
        "select " + selected + ", " + keyNumber() + " from " + from + " where " + condition);
  }

  /** Statement that copies nothing but such a key. */
  public String copyKey(String condition) {
    return copyOf("select " + keyNumber() + " from " + from + " where " + condition);
  }

  private String keyNumber() {
    return "cast(" + key.getFirst() + " as bigint)";
  }

  /** Number of columns that {@link #copy} selects. */
  public int width() {
    return columns.size();
  }

  /** Statement that copies the result of a query. */
  public static String copyOf(String query) {
    return "copy (" + query + ") to stdout (format binary)";
  }
}
