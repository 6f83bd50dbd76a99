package dev.godwit.pack.check;

import dev.godwit.pack.FieldType;
import dev.godwit.pack.PackException;
import dev.godwit.pack.Position;
import dev.godwit.pack.SourceEntity;
import dev.godwit.pack.SourceField;
import dev.godwit.pack.SourcePack;
import dev.godwit.pack.SourceQuery;
import dev.godwit.pack.Sql;
import dev.godwit.pack.check.StatementCheck.ResultColumn;
import dev.godwit.pack.read.Findings;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Checks a source pack against its database. For one use by one thread. */
public final class SourceCheck {
  private static final Set<String> INSTANTS =
      Set.of("timestamptz", "timestamp", "date", "text", "varchar");
  private static final Set<String> TEXTS = Set.of("text", "varchar", "bpchar", "name", "citext");
  private static final Set<String> KEYS =
      Set.of(
          "int2",
          "int4",
          "int8",
          "serial",
          "bigserial",
          "smallserial",
          "numeric",
          "text",
          "varchar",
          "uuid",
          "date",
          "timestamp",
          "timestamptz");

  /** Types of columns of which a field of the type can be read. */
  private static final Map<FieldType, List<String>> NATIVE =
      Map.of(
          FieldType.DATE, List.of("date"),
          FieldType.INTEGER, List.of("int2", "int4", "int8"),
          FieldType.DECIMAL, List.of("numeric", "int2", "int4", "int8", "float4", "float8"),
          FieldType.BOOLEAN, List.of("bool"),
          FieldType.JSON, List.of("json", "jsonb", "text", "varchar"),
          FieldType.UUID, List.of("uuid"),
          FieldType.BYTES, List.of("bytea"));

  private final SourcePack pack;
  private final Findings findings = new Findings();
  private final Connection connection;
  private final StatementCheck statements;
  private final Catalogue catalogue;

  /** With an open connection to the pack's database. */
  public SourceCheck(SourcePack pack, Connection connection) {
    this.pack = pack;
    this.connection = connection;
    this.statements = new StatementCheck(connection, findings);
    this.catalogue = new Catalogue(connection);
  }

  /** Whether a column of a type, by PostgreSQL's name of it, can be in the key of an entity. */
  public static boolean isKeyType(String name) {
    return KEYS.contains(name);
  }

  /**
   * Checks it.
   *
   * @return the pack
   * @throws PackException with every finding
   * @throws SQLException where the database cannot be reached
   */
  public SourcePack check() throws SQLException {
    SearchPathCheck.check(pack.database(), pack.customers().positionOf(0), connection, findings);
    Optional<List<ResultColumn>> customers = statements.describe(pack.customers(), Map.of());
    if (customers.isPresent()) {
      List<String> names = names(customers.get());
      for (String needed : List.of("id", "name")) {
        if (!names.contains(needed)) {
          findings.add(
              pack.customers().positionOf(0),
              "the columns id and name in the result of 'customers'",
              String.join(", ", names),
              "add 'as " + needed + "' to a column");
        }
      }
    }
    InstallCheck.check(pack, connection, statements, findings);
    statements.describe(pack.freeze(), Map.of());
    statements.describe(pack.thaw(), Map.of());
    oneBoolean(statements, findings, pack.isFrozen(), "is-frozen", Map.of());
    for (SourceEntity entity : pack.entities().values()) {
      for (SourceQuery query : entity.queries()) {
        query(entity, query);
      }
    }
    new LiveSourceCheck(connection, statements, findings).check(pack);
    findings.throwIfAny();
    return pack;
  }

  /** A query with one column, which is a boolean. */
  static void oneBoolean(
      StatementCheck statements,
      Findings findings,
      Sql sql,
      String key,
      Map<String, String> placeholders)
      throws SQLException {
    Optional<List<ResultColumn>> columns = statements.describe(sql, placeholders);
    if (columns.isPresent()
        && !columns.get().stream().map(ResultColumn::type).toList().equals(List.of("bool"))) {
      List<String> types = columns.get().stream().map(ResultColumn::type).toList();
      findings.add(
          sql.positionOf(0),
          "one boolean column as the result of '" + key + "'",
          types.isEmpty() ? "no result" : String.join(", ", types),
          "select one expression that is true or false");
    }
  }

  private void query(SourceEntity entity, SourceQuery query) throws SQLException {
    Optional<List<ResultColumn>> described = statements.describe(query.sql(), Map.of());
    if (described.isEmpty()) {
      return;
    }
    List<ResultColumn> columns = described.get();
    List<String> names = names(columns);
    if (columns.isEmpty()) {
      findings.add(
          query.sql().positionOf(0),
          "a query with a result",
          "a statement without",
          "write a select");
      return;
    }
    Set<String> seen = new HashSet<>();
    for (String name : names) {
      if (!seen.add(name)) {
        findings.add(
            query.sql().positionOf(0),
            "each column of the query once",
            "'" + name + "' twice",
            "rename one of them with 'as'");
      }
    }
    for (Map.Entry<String, SourceField> field : query.fields().entrySet()) {
      FieldType kind = entity.type(field.getKey());
      field(entity, query, field.getKey(), field.getValue(), kind, columns);
    }
    key(entity, query, columns);
  }

  private void field(
      SourceEntity entity,
      SourceQuery query,
      String name,
      SourceField field,
      FieldType kind,
      List<ResultColumn> columns) {
    Position at = field.at() == null ? query.sql().positionOf(0) : field.at();
    Optional<ResultColumn> found = column(columns, field.column());
    if (found.isEmpty()) {
      findings.unknown(
          at,
          "a column of " + query.words() + " of " + entity.entity().text(),
          names(columns),
          field.column());
      return;
    }
    String type = found.get().type();
    boolean array = type.startsWith("_");
    if (kind == FieldType.INSTANT && !INSTANTS.contains(type)) {
      findings.add(
          at,
          "a timestamp, a date, or a text of ISO 8601 for '" + name + "'",
          type,
          "convert it in the query, for example to_timestamp("
              + field.column()
              + ") as "
              + field.column());
    } else if (kind == FieldType.LIST && !array && !TEXTS.contains(type)) {
      findings.add(
          at, "a text or an array for '" + name + "'", type, "make one of it in the query");
    } else if (kind == FieldType.LIST && array == (field.split() != null)) {
      findings.add(
          at,
          array ? "no 'split' for an array" : "'split' for a text that holds a list",
          array ? "one" : "none",
          array
              ? "remove it"
              : "write {column: "
                  + field.column()
                  + ", split: \",\"} with the separator of the text");
    } else if (field.type() != null && NATIVE.containsKey(kind)) {
      if (!NATIVE.get(kind).contains(type)) {
        findings.add(
            at,
            "a column of type "
                + String.join(" or ", NATIVE.get(kind))
                + " for '"
                + name
                + "' of type "
                + kind.text(),
            type,
            "cast it in the query, or declare another type");
      }
    } else if (type.equals("bytea") || (array && kind != FieldType.LIST)) {
      findings.add(
          at, "one value that has a text form for '" + name + "'", type, "convert it in the query");
    }
  }

  private void key(SourceEntity entity, SourceQuery query, List<ResultColumn> columns)
      throws SQLException {
    List<ResultColumn> key = new ArrayList<>();
    for (int i = 0; i < query.key().size(); i++) {
      String name = query.key().get(i);
      Position at = keyPosition(query, i);
      Optional<ResultColumn> found = column(columns, name);
      if (found.isEmpty()) {
        findings.unknown(
            at,
            "a column of " + query.words() + " of " + entity.entity().text() + " as key",
            names(columns),
            name);
        continue;
      }
      key.add(found.get());
      if (!KEYS.contains(found.get().type())) {
        findings.add(
            at,
            "a key column of one of the types "
                + String.join(", ", KEYS.stream().sorted().toList()),
            found.get().type(),
            "cast it in the query to text, or choose another key");
      }
      if (found.get().nullable()) {
        findings.add(
            at,
            "a key column that cannot be NULL",
            "'" + name + "', which may be",
            "choose another key; a row without a key would be left behind");
      }
    }
    if (key.size() == query.key().size()) {
      unique(query, key);
    }
  }

  /**
   * Whether the key can be unique within a customer: some unique index of its table has no more
   * than one column that is not in the key (that one may be the customer). Says nothing of keys
   * that are computed or come from several tables.
   */
  private void unique(SourceQuery query, List<ResultColumn> key) throws SQLException {
    Set<List<String>> tables = new HashSet<>();
    Set<String> base = new HashSet<>();
    for (ResultColumn column : key) {
      if (column.base().isEmpty()) {
        return;
      }
      tables.add(column.base().subList(0, 2));
      base.add(column.base().get(2));
    }
    if (tables.size() != 1) {
      return;
    }
    List<String> table = tables.iterator().next();
    Optional<TableShape> shape = catalogue.table(table.get(0), table.get(1));
    boolean unique =
        shape.isEmpty()
            || shape.get().uniqueKeys().stream()
                .anyMatch(u -> u.stream().filter(c -> !base.contains(c)).count() <= 1);
    if (!unique) {
      findings.add(
          keyPosition(query, 0),
          "a key that a unique index of " + table.get(1) + " holds",
          "no unique index on " + String.join(", ", query.key()),
          "add the columns that make it unique, or create the index");
    }
  }

  private static Position keyPosition(SourceQuery query, int index) {
    return index < query.keyAt().size() ? query.keyAt().get(index) : query.sql().positionOf(0);
  }

  private static Optional<ResultColumn> column(List<ResultColumn> columns, String name) {
    return columns.stream().filter(c -> c.name().equals(name)).findFirst();
  }

  private static List<String> names(List<ResultColumn> columns) {
    return columns.stream().map(ResultColumn::name).toList();
  }
}
