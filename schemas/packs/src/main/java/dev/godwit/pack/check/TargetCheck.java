package dev.godwit.pack.check;

import dev.godwit.common.v1.RunKind;
import dev.godwit.common.v1.SqlPoint;
import dev.godwit.pack.ColumnType;
import dev.godwit.pack.PackException;
import dev.godwit.pack.PackStatement;
import dev.godwit.pack.Position;
import dev.godwit.pack.RowCondition;
import dev.godwit.pack.Sql;
import dev.godwit.pack.TargetColumn;
import dev.godwit.pack.TargetPack;
import dev.godwit.pack.TargetTable;
import dev.godwit.pack.check.StatementCheck.ResultColumn;
import dev.godwit.pack.read.Findings;
import dev.godwit.pack.session.RunSearchPath;
import dev.godwit.records.Counted;
import dev.godwit.records.Entity;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** Checks a target pack against its database. For one use by one thread. */
public final class TargetCheck {
  private static final Set<String> COUNTS = Set.of("int4", "int8");
  private static final Set<String> EVENT_KEY = Set.of("id", "customer", TargetColumn.CONSTANT);
  private static final Set<ColumnType> WHOLE =
      Set.of(ColumnType.SHORT, ColumnType.INTEGER, ColumnType.LONG);

  private final TargetPack pack;
  private final Findings findings = new Findings();
  private final Connection connection;
  private final StatementCheck statements;
  private final SchemaRights rights;
  private final IdentityCheck identity;
  private final Catalogue catalogue;

  /** With an open connection; {@code withRows} compares the tables' ids with their sequences. */
  public TargetCheck(TargetPack pack, Connection connection, boolean withRows) {
    this.pack = pack;
    this.connection = connection;
    this.statements = new StatementCheck(connection, findings);
    this.rights = new SchemaRights(connection, findings);
    this.identity = new IdentityCheck(pack, connection, findings, withRows);
    this.catalogue = new Catalogue(connection);
  }

  /**
   * Checks it in both schemas. Without the right to use them, nothing else is checked.
   *
   * @return the pack completed with types, limits and nullability
   * @throws PackException with every finding
   * @throws SQLException where the database cannot be reached
   */
  public TargetPack check() throws SQLException {
    rights.check(pack);
    findings.throwIfAny();
    SearchPathCheck.check(pack, connection, findings);
    List<TargetTable> live = new ArrayList<>();
    List<TargetTable> good = new ArrayList<>();
    for (TargetTable table : pack.tables()) {
      int before = findings.size();
      TargetTable described = table(table, pack.liveSchema());
      live.add(described);
      if (findings.size() == before) {
        TargetTable staged = table(table, pack.stagingSchema());
        if (findings.size() == before) {
          good.add(described);
          compare(described, staged);
        }
      }
    }
    references(live);
    both(pack.prepare());
    for (Sql purge : pack.purge()) {
      both(purge);
    }
    describe(pack.enable(), RunKind.LIVE);
    describe(pack.disable(), RunKind.LIVE);
    try (RunSearchPath path = RunSearchPath.inSession(connection, pack, RunKind.LIVE)) {
      SourceCheck.oneBoolean(
          statements, findings, pack.isEnabled(), "is-enabled", pack.placeholders(RunKind.LIVE));
    }
    for (SqlPoint point : pack.points().points()) {
      for (PackStatement statement : pack.points().at(point)) {
        both(statement.sql());
      }
    }
    InstallCheck.check(pack, connection, statements, findings);
    new ProbeCheck(pack, connection, rights, findings).check();
    for (TargetTable table : good) {
      queries(table);
    }
    if (pack.account() != null && pack.account().query() != null) {
      account(pack.account().query());
    }
    identity.check(good);
    findings.throwIfAny();
    return pack.withTables(live);
  }

  private void account(Sql query) throws SQLException {
    Optional<List<ResultColumn>> result = describe(query, RunKind.LIVE);
    if (result.isPresent() && result.get().size() != 1) {
      findings.add(
          query.positionOf(0),
          "one column as the result of 'account'",
          result.get().isEmpty() ? "no result" : Counted.of(result.get().size(), "column"),
          "select the column that the target's tables refer to");
    }
    describe(query, RunKind.REHEARSAL);
  }

  private void both(Sql sql) throws SQLException {
    if (describe(sql, RunKind.LIVE).isPresent()) {
      describe(sql, RunKind.REHEARSAL);
    }
  }

  /** Describes a statement as a run of this kind executes it. */
  private Optional<List<ResultColumn>> describe(Sql sql, RunKind kind) throws SQLException {
    if (!rights.canDescribe(sql)) {
      return Optional.empty();
    }
    try (RunSearchPath path = RunSearchPath.inSession(connection, pack, kind)) {
      return statements.describe(sql, pack.placeholders(kind));
    }
  }

  private TargetTable table(TargetTable table, String schema) throws SQLException {
    Optional<TableShape> found = catalogue.table(schema, table.name());
    if (found.isEmpty()) {
      List<String> tables = catalogue.tables(schema);
      if (tables.isEmpty()) {
        findings.unknown(at(table), "a schema with tables in it", catalogue.schemas(), schema);
      } else {
        findings.unknown(at(table), "a table of the schema " + schema, tables, table.name());
      }
      return table;
    }
    TableShape shape = found.get();
    ColumnCheck check = new ColumnCheck(pack, table, findings);
    List<TargetColumn> described = new ArrayList<>();
    for (TargetColumn column : table.columns()) {
      ColumnShape columnShape = shape.columns().get(column.name());
      if (columnShape == null) {
        findings.unknown(
            at(table, column),
            "a column of " + schema + "." + table.name(),
            shape.columns().keySet(),
            column.name());
        described.add(column);
      } else {
        described.add(check.check(column, columnShape));
        check.checkComparable(column, columnShape);
        DomainCheck.check(
            connection, columnShape, ColumnCheck.fixedTexts(column), at(table, column), findings);
        reference(table, column, shape.foreignKeys().get(column.name()));
      }
    }
    FilledCheck.check(table, schema, shape, findings);
    if (pack.writes(table)) {
      notFilled(table, schema, shape);
      key(table, schema, shape);
    }
    TargetTable complete = table.withColumns(described);
    eventKey(complete);
    return complete;
  }

  private void reference(TargetTable table, TargetColumn column, TableShape.ForeignKey foreign) {
    Optional<TargetTable> to =
        foreign == null
            ? Optional.empty()
            : pack.tables().stream().filter(t -> t.name().equals(foreign.table())).findFirst();
    if (to.isEmpty()) {
      return;
    }
    int position = to.get().position(foreign.column());
    boolean toId = position >= 0 && "id".equals(to.get().columns().get(position).value());
    boolean fits =
        toId
            && to.get().each() == null
            && (to.get().entity().equals(column.references())
                || (column.value().equals("id")
                    && table.entity().equals(to.get().entity())
                    && to.get().index() != table.index()));
    if (toId && !fits) {
      String entity = to.get().entity().text();
      boolean own = to.get().entity().equals(table.entity());
      findings.add(
          at(table, column),
          own ? "the value id" : "the value ref(" + entity + ", …)",
          "'"
              + column.value()
              + "', although the column points to "
              + foreign.table()
              + "."
              + foreign.column(),
          "take the id that the foreign key needs");
    } else if (fits) {
      loadedBefore(table, column, to.get());
    }
  }

  /** The row that a foreign key points to must be written before, for every record. */
  private void loadedBefore(TargetTable table, TargetColumn column, TargetTable to) {
    boolean ofRecord = to.entity().equals(table.entity()) && column.references() == null;
    if (ofRecord && to.index() > table.index()) {
      findings.add(
          at(table, column),
          "the table " + to.name() + ", which the column points to, before " + table.name(),
          "it behind",
          "move it up: rows are written in the order of the tables");
    }
    if (!to.when().isEmpty() && !(ofRecord && table.when().containsAll(to.when()))) {
      findings.add(
          at(table, column),
          "a foreign key to a table that has a row for each of these rows",
          to.name()
              + ", which has rows only 'when' "
              + String.join(", ", to.when().stream().map(RowCondition::field).toList()),
          ofRecord ? "give " + table.name() + " the same 'when'" : "point to the main table");
    }
  }

  /** An id is looked up and written as the type of the column that it points to. */
  private void references(List<TargetTable> tables) {
    for (TargetTable table : tables) {
      for (TargetColumn column : table.columns()) {
        if (column.references() == null || column.type() == null) {
          continue;
        }
        tables.stream()
            .filter(parent -> pack.isMain(parent) && parent.entity().equals(column.references()))
            .flatMap(parent -> parent.columns().stream())
            .filter(id -> "id".equals(id.value()) && id.type() != null)
            .filter(id -> !isSameKind(stored(id), stored(column)))
            .forEach(
                id ->
                    findings.add(
                        at(table, column),
                        "the type of the id that '%s' refers to, %s"
                            .formatted(column.name(), word(stored(id))),
                        word(stored(column)),
                        "give both columns one type in the target"));
      }
    }
  }

  /** Type in the database. */
  private static ColumnType stored(TargetColumn column) {
    return column.isTranslated() ? column.stored() : column.type();
  }

  private static boolean isSameKind(ColumnType a, ColumnType b) {
    return a == b || (WHOLE.contains(a) && WHOLE.contains(b));
  }

  private static String word(ColumnType type) {
    return type.name().toLowerCase(Locale.ROOT);
  }

  private void notFilled(TargetTable table, String schema, TableShape shape) {
    for (ColumnShape column : shape.columns().values()) {
      boolean needed = !column.nullable() && !column.filled() && !column.computed();
      if (needed && table.position(column.name()) < 0 && !FilledCheck.names(table, column.name())) {
        findings.add(
            at(table),
            "a value for the column " + column.name() + " of " + schema + "." + table.name(),
            "none, although it is NOT NULL and has no default",
            shape.triggerBeforeInsert()
                ? "add it under 'columns', with {filled-by: database} where a trigger fills it"
                : "add it under 'columns'");
      }
    }
  }

  private void key(TargetTable table, String schema, TableShape shape) {
    Set<String> key = Set.copyOf(table.key());
    if (shape.uniqueKeys().stream().noneMatch(key::containsAll)) {
      findings.add(
          at(table),
          "a key that a primary key or unique index of " + schema + "." + table.name() + " holds",
          String.join(", ", table.key()) + " (unique are: " + shape.uniqueKeys() + ")",
          "take the columns of one of them as 'key'");
    }
  }

  /**
   * Live events are recognised by the key of the engagements' main table, so it must be the same
   * for every telling of an event: of what else a column holds, a second telling may differ.
   */
  private void eventKey(TargetTable table) {
    if (!table.entity().equals(Entity.ENGAGEMENTS) || !pack.isMain(table)) {
      return;
    }
    for (int position : table.keyPositions()) {
      TargetColumn column = table.columns().get(position);
      boolean comparable = column.type() == null || column.type().isLookedUpByText();
      if (!EVENT_KEY.contains(column.value())) {
        findings.add(
            at(table, column),
            "a key of engagements that holds only the values id and customer, and constants",
            "'" + column.value() + "' in the key's column " + column.name(),
            "take a unique key without this column, or make one in the target");
      } else if (!comparable) {
        findings.add(
            at(table, column),
            "a key of engagements of the types uuid, text and numbers",
            "the column " + column.name() + " of another type",
            "take a unique key without this column, or make one in the target");
      }
    }
  }

  private void compare(TargetTable live, TargetTable staged) {
    for (int i = 0; i < live.columns().size(); i++) {
      TargetColumn a = live.columns().get(i);
      TargetColumn b = staged.columns().get(i);
      boolean same =
          a.type() == b.type()
              && a.stored() == b.stored()
              && Objects.equals(a.maxLength(), b.maxLength())
              && Objects.equals(a.secondDigits(), b.secondDigits())
              && a.nullable() == b.nullable()
              && a.allowed().equals(b.allowed());
      if (!same) {
        findings.add(
            at(live, a),
            "the same column in " + pack.liveSchema() + " and " + pack.stagingSchema(),
            different(a, b) + " of " + live.name() + "." + a.name(),
            isLength(a, b)
                ? "widen the one that is too short, so that both are alike"
                : "find out which of the two was changed, and make both alike");
      }
    }
  }

  /** Says which property differs, with both lengths where it is the length. */
  private String different(TargetColumn live, TargetColumn staged) {
    if (isLength(live, staged)) {
      return "the length %s in %s and %s in %s"
          .formatted(length(live), pack.liveSchema(), length(staged), pack.stagingSchema());
    }
    return "another type, precision, nullability or set of allowed values";
  }

  private static boolean isLength(TargetColumn live, TargetColumn staged) {
    return live.type() == staged.type() && !Objects.equals(live.maxLength(), staged.maxLength());
  }

  private static String length(TargetColumn column) {
    return column.maxLength() == null ? "unlimited" : column.maxLength().toString();
  }

  private void queries(TargetTable table) throws SQLException {
    Optional<List<ResultColumn>> count = describe(table.count(), RunKind.LIVE);
    if (count.isPresent()) {
      List<String> types = count.get().stream().map(ResultColumn::type).toList();
      if (types.size() != 1 || !COUNTS.contains(types.getFirst())) {
        findings.add(
            table.count().positionOf(0),
            "one whole number as the result of 'count'",
            types.isEmpty() ? "no result" : String.join(", ", types),
            "write select count(*) …");
      }
      describe(table.count(), RunKind.REHEARSAL);
    }
    Optional<List<ResultColumn>> readBack = describe(table.readBack(), RunKind.LIVE);
    if (readBack.isPresent()) {
      List<String> names = readBack.get().stream().map(ResultColumn::name).toList();
      List<String> expected = table.columns().stream().map(TargetColumn::name).toList();
      if (!names.equals(expected)) {
        findings.add(
            table.readBack().positionOf(0),
            "the columns of the table in the order of the pack ("
                + String.join(", ", expected)
                + ")",
            String.join(", ", names),
            "select them in that order, or leave 'read-back' out");
      }
      describe(table.readBack(), RunKind.REHEARSAL);
    }
  }

  private static Position at(TargetTable table) {
    return table.at() == null ? table.readBack().positionOf(0) : table.at();
  }

  private static Position at(TargetTable table, TargetColumn column) {
    return column.at() == null ? at(table) : column.at();
  }
}
