package dev.godwit.local.trace;

import dev.godwit.canonical.DerivedId;
import dev.godwit.pack.Identifiers;
import dev.godwit.pack.Position;
import dev.godwit.pack.Sql;
import dev.godwit.pack.TargetColumn;
import dev.godwit.pack.TargetPack;
import dev.godwit.pack.TargetTable;
import dev.godwit.pack.identity.CustomerAccount;
import dev.godwit.pack.identity.CustomerSql;
import dev.godwit.pack.identity.IdentityKey;
import dev.godwit.records.Entity;
import dev.godwit.transformer.shape.SourceId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.StringJoiner;

/**
 * Finds a record's rows in the target, in the schema of its run, and translates ids both ways, in a
 * session that writes nothing. Not thread-safe.
 */
final class TargetSearch implements Reached.Session {
  private static final Duration LONGEST = Duration.ofSeconds(60);

  /** Rows of one table that are read of a record at most. */
  static final int MOST_ROWS = 1_000;

  /** States of a literal that the column's type does not take: no row has it. */
  private static final Set<String> NO_VALUE_OF_THE_TYPE =
      Set.of("22P02", "22003", "22007", "22008", "22021", "22P05");

  /** States of a table or schema that is missing, as those of the loader before its first start. */
  private static final Set<String> NO_TABLE = Set.of("42P01", "3F000");

  private final TargetPack pack;
  private final TracedRun run;
  private final Connection connection;
  private final Map<String, String> parameters;

  /**
   * The rows of a record in one table.
   *
   * @param table its name with the schema
   * @param rows columns with their values as text; at most {@link #MOST_ROWS}
   */
  record TableRows(String table, List<Map<String, String>> rows) {}

  /**
   * Connects.
   *
   * @throws SQLException retriable where the database is not reached
   */
  TargetSearch(TargetPack pack, TracedRun run) throws SQLException {
    this.pack = pack;
    this.run = run;
    this.connection = pack.database().openForShortReads(LONGEST);
    try {
      this.parameters = CustomerAccount.parameters(run.customer(), account());
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
  }

  private String account() throws SQLException {
    try {
      return CustomerAccount.stored(connection, pack, run.kind(), run.customer());
    } catch (SQLException e) {
      if (NO_TABLE.contains(e.getSQLState())) {
        return null;
      }
      throw e;
    }
  }

  String schema() {
    return pack.schema(run.kind());
  }

  /**
   * The target's id of a record.
   *
   * @param sourceId id in the source; null for a live event without one
   * @param eventId the sender's id of an engagement; null for none
   * @return empty where the target has made none
   */
  Optional<String> targetId(Entity entity, String sourceId, String eventId) throws SQLException {
    return switch (pack.idKind(entity)) {
      case DERIVED -> Optional.of(derived(entity, sourceId, eventId));
      case KEPT -> Optional.ofNullable(sourceId);
      case GENERATED, LOOKED_UP ->
          identity(
              entity,
              "cast(" + IdentityKey.of(pack, entity).column() + " as text)",
              "source_id",
              SourceId.of(entity, sourceId, eventId));
    };
  }

  private String derived(Entity entity, String sourceId, String eventId) {
    return eventId == null
        ? DerivedId.of(run.derivedIds(), run.customer(), entity.name(), sourceId).toString()
        : DerivedId.of(run.derivedIds(), run.customer(), SourceId.EVENTS, eventId).toString();
  }

  /**
   * The source's id of an id in the target: through {@code godwit.identity}, else through the
   * column that the pack fills with the source's id.
   *
   * @return empty where nothing leads from the one to the other
   */
  Optional<String> sourceId(Entity entity, String targetId) throws SQLException {
    if (pack.isRemembered(entity)) {
      return identity(entity, "source_id", IdentityKey.of(pack, entity).column(), targetId);
    }
    TargetTable main = pack.main(entity);
    TargetColumn kept =
        main.columns().stream()
            .filter(column -> column.value().equals("legacyId"))
            .findFirst()
            .orElse(null);
    if (kept == null || main.idColumn() == null) {
      return Optional.empty();
    }
    List<Map<String, String>> rows =
        rows(main, List.of(kept), main.idColumn(), targetId, ownedBy(main));
    return rows.stream().map(row -> row.get(kept.name())).findFirst();
  }

  private Optional<String> identity(Entity entity, String selected, String by, String value)
      throws SQLException {
    String sql =
        "select %s from godwit.identity where target_schema = ? and entity = ? and customer = ? and %s = ? limit 1"
            .formatted(selected, by);
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setString(1, schema());
      statement.setString(2, entity.text());
      statement.setString(3, run.customer());
      statement.setString(4, value);
      try (ResultSet row = statement.executeQuery()) {
        return row.next() ? Optional.ofNullable(row.getString(1)) : Optional.empty();
      }
    } catch (SQLException e) {
      if (!NO_TABLE.contains(e.getSQLState())) {
        requireNoValue(e);
      }
      return Optional.empty();
    }
  }

  /** The rows of a record in every table of its entity that holds its id, main table first. */
  List<TableRows> rows(Entity entity, String targetId) throws SQLException {
    List<TableRows> all = new ArrayList<>();
    for (TargetTable table : pack.tables(entity)) {
      TargetColumn id = table.idColumn();
      if (id != null) {
        all.add(
            new TableRows(
                schema() + "." + table.name(),
                rows(table, table.columns(), id, targetId, ownedBy(table))));
      }
    }
    return all;
  }

  /** Names of an entity's tables whose rows have no column with the record's id. */
  List<String> tablesWithoutId(Entity entity) {
    return pack.tables(entity).stream()
        .filter(table -> table.idColumn() == null)
        .map(TargetTable::name)
        .toList();
  }

  /** An id that the target keeps is another customer's, too: a row has to be this customer's. */
  private String ownedBy(TargetTable table) {
    return CustomerSql.condition(pack, table, "t");
  }

  private List<Map<String, String>> rows(
      TargetTable table, List<TargetColumn> columns, TargetColumn id, String value, String owned)
      throws SQLException {
    StringJoiner selected = new StringJoiner(", ");
    columns.forEach(c -> selected.add("cast(t." + Identifiers.quote(c.name()) + " as text)"));
    String text =
        "select %s from {schema}.%s t where t.%s = '%s' and %s limit %d"
            .formatted(
                selected,
                Identifiers.quote(table.name()),
                Identifiers.quote(id.name()),
                value.replace("'", "''"),
                owned,
                MOST_ROWS);
    Position at = table.at() == null ? new Position("", 1, 1) : table.at();
    String sql =
        new Sql(text, at.file(), at.line(), at.column())
            .bind(pack.placeholders(run.kind()))
            .inline(parameters);
    List<Map<String, String>> rows = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet found = statement.executeQuery(sql)) {
      while (found.next()) {
        Map<String, String> row = new LinkedHashMap<>();
        for (int i = 0; i < columns.size(); i++) {
          row.put(columns.get(i).name(), found.getString(i + 1));
        }
        rows.add(row);
      }
    } catch (SQLException e) {
      requireNoValue(e);
    }
    return rows;
  }

  private static void requireNoValue(SQLException e) throws SQLException {
    if (!NO_VALUE_OF_THE_TYPE.contains(e.getSQLState())) {
      throw e;
    }
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
