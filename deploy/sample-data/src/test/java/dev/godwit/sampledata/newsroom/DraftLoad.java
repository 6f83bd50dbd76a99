package dev.godwit.sampledata.newsroom;

import dev.godwit.sampledata.Server;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Writes records by a draft of a target pack, one after another. Not thread-safe. */
final class DraftLoad {
  private static final Pattern REFERENCE = Pattern.compile("ref\\((\\w+), (\\w+)\\)");

  /** What a column of the target's catalogue takes. */
  private record Limits(boolean nullable, int maxLength, List<String> labels) {}

  /** A reference of an entity to itself, set once all its rows are there. */
  private record Later(String table, String column, String id, String legacyId) {}

  private final Connection connection;
  private final DraftPack pack;
  private final String schema;
  private final String account;
  private final Map<String, Map<String, String>> ids = new HashMap<>();
  private final Map<String, Map<String, Limits>> catalogue = new HashMap<>();
  private final List<Later> later = new ArrayList<>();

  DraftLoad(Connection connection, DraftPack pack, String schema, String account) {
    this.connection = connection;
    this.pack = pack;
    this.schema = schema;
    this.account = account;
  }

  /** Why the transformer cannot give a record the target's form; null where it can. */
  String check(String entity, Map<String, Object> record) throws SQLException {
    for (Map<String, Object> table : pack.tables(entity)) {
      if (table.containsKey("columns") && !table.containsKey("each")) {
        for (Map.Entry<String, Object> column : DraftPack.map(table.get("columns")).entrySet()) {
          Limits limits = limits((String) table.get("table"), column.getKey());
          String reason = check(keys(column.getValue()), record, limits);
          if (reason != null) {
            return reason;
          }
        }
      }
    }
    return null;
  }

  private static String check(Map<String, Object> keys, Map<String, Object> record, Limits limits) {
    if (!(keys.get("value") instanceof String field) || !record.containsKey(field)) {
      return null;
    }
    if (record.get(field) instanceof List<?> items) {
      int most = (int) keys.getOrDefault("max-items", Integer.MAX_VALUE);
      return items.size() > most ? "LIMIT_EXCEEDED" : null;
    }
    String value = value(keys, record, limits);
    if (value == null) {
      boolean required = !limits.nullable() && !keys.containsKey("when-missing");
      return required ? "REQUIRED_MISSING" : null;
    }
    if (hasWords(keys, limits) && !allowed(keys, limits).contains(value)) {
      return switch (field) {
        case "language" -> "UNKNOWN_LANGUAGE";
        case "consent" -> "UNKNOWN_CONSENT";
        default -> "UNKNOWN_VALUE";
      };
    }
    boolean tooLong = limits.maxLength() > 0 && value.length() > limits.maxLength();
    return tooLong ? "LIMIT_EXCEEDED" : null;
  }

  /** Another name of a record: that of one that merged with it. */
  void alias(String entity, String legacyId, String survivor) {
    ids.computeIfAbsent(entity, e -> new HashMap<>()).put(legacyId, "=" + survivor);
  }

  /** Whether all records that a record refers to are in the target. */
  boolean isKnown(String entity, Map<String, Object> record) {
    return pack.tables(entity).stream()
        .filter(table -> table.containsKey("columns"))
        .flatMap(table -> DraftPack.map(table.get("columns")).values().stream())
        .map(column -> REFERENCE.matcher(String.valueOf(column)))
        .filter(reference -> reference.matches() && record.get(reference.group(2)) != null)
        .filter(reference -> !reference.group(1).equals(entity))
        .allMatch(
            reference -> id(reference.group(1), (String) record.get(reference.group(2))) != null);
  }

  /** The cells of the key of a record's first table. */
  List<String> key(String entity, Map<String, Object> record) {
    Map<String, Object> table = pack.tables(entity).getFirst();
    Map<String, Object> columns = DraftPack.map(table.get("columns"));
    return DraftPack.list(table.get("key")).stream()
        .map(column -> cell(columns.get((String) column), record))
        .toList();
  }

  private String cell(Object column, Map<String, Object> record) {
    Matcher reference = REFERENCE.matcher((String) column);
    return reference.matches()
        ? id(reference.group(1), (String) record.get(reference.group(2)))
        : (String) record.get(column);
  }

  /** Writes a record; why it could not be written, or null. */
  String load(String entity, Map<String, Object> record) throws SQLException {
    String legacyId = (String) record.get("legacyId");
    Map<String, Object> idKeys = keys(pack.entity(entity).get("id"));
    if (idKeys.containsKey("looked-up")) {
      String found = lookUp(entity, idKeys, record);
      if (found != null) {
        ids.computeIfAbsent(entity, e -> new HashMap<>()).put(legacyId, found);
      }
      return found == null ? "BROKEN_REFERENCE" : null;
    }
    if (!isKnown(entity, record)) {
      return "BROKEN_REFERENCE";
    }
    String id = null;
    if (idKeys.containsKey("generated")) {
      String sequence = (String) DraftPack.map(idKeys.get("generated")).get("sequence");
      id = Server.text(connection, "select nextval('" + schema + "." + sequence + "')");
    }
    var before = connection.setSavepoint();
    try {
      for (Map<String, Object> table : pack.tables(entity)) {
        write(entity, table, record, id);
      }
      connection.releaseSavepoint(before);
    } catch (SQLException e) {
      connection.rollback(before);
      String refused = id;
      later.removeIf(reference -> Objects.equals(reference.id(), refused));
      return "TARGET_REFUSED";
    }
    ids.computeIfAbsent(entity, e -> new HashMap<>()).put(legacyId, id);
    return null;
  }

  private String lookUp(String entity, Map<String, Object> idKeys, Map<String, Object> record)
      throws SQLException {
    Map.Entry<String, Object> by =
        DraftPack.map(DraftPack.map(idKeys.get("looked-up")).get("by"))
            .entrySet()
            .iterator()
            .next();
    String table = (String) pack.tables(entity).getFirst().get("table");
    try (PreparedStatement find =
        connection.prepareStatement(
            "select id from " + schema + "." + table + " where " + by.getKey() + " = ?")) {
      find.setObject(1, record.get(by.getValue()), Types.OTHER);
      try (ResultSet row = find.executeQuery()) {
        return row.next() ? row.getString(1) : null;
      }
    }
  }

  private void write(
      String entity, Map<String, Object> table, Map<String, Object> record, String id)
      throws SQLException {
    if (!applies(table, record)) {
      return;
    }
    if (!table.containsKey("each")) {
      insert(entity, table, record, id);
      return;
    }
    int position = 0;
    for (Object item : (List<?>) record.get(table.get("each"))) {
      position++;
      Map<String, Object> cells = new HashMap<>(record);
      cells.put("item", item);
      cells.put("position", Integer.toString(position));
      insert(entity, table, cells, id);
    }
  }

  /** Whether a record has a row in a table; a boolean of the database is t or f. */
  private static boolean applies(Map<String, Object> table, Map<String, Object> record) {
    return DraftPack.map(table.getOrDefault("when", Map.of())).entrySet().stream()
        .allMatch(
            when -> {
              Object value = record.get(when.getKey());
              return when.getValue().equals(true)
                  ? "t".equals(value)
                  : when.getValue().equals(value);
            });
  }

  private void insert(
      String entity, Map<String, Object> table, Map<String, Object> record, String id)
      throws SQLException {
    String name = (String) table.get("table");
    Map<String, Object> cells = new LinkedHashMap<>();
    for (Map.Entry<String, Object> column : DraftPack.map(table.get("columns")).entrySet()) {
      Map<String, Object> keys = keys(column.getValue());
      String value = (String) keys.get("value");
      Matcher reference = REFERENCE.matcher(value == null ? "" : value);
      if (keys.containsKey("filled-by")) {
        continue;
      }
      if (reference.matches() && reference.group(1).equals(entity)) {
        if (record.get(reference.group(2)) != null) {
          later.add(new Later(name, column.getKey(), id, (String) record.get(reference.group(2))));
        }
      } else if (reference.matches()) {
        String referred = (String) record.get(reference.group(2));
        cells.put(column.getKey(), referred == null ? null : id(reference.group(1), referred));
      } else if (keys.containsKey("constant")) {
        cells.put(column.getKey(), keys.get("constant"));
      } else if (value.equals("id") || value.equals("account")) {
        cells.put(column.getKey(), value.equals("id") ? id : account);
      } else if (record.get(value) instanceof List<?> items) {
        cells.put(column.getKey(), connection.createArrayOf("text", items.toArray()));
      } else {
        String cell = value(keys, record, limits(name, column.getKey()));
        cells.put(column.getKey(), cell == null ? keys.get("when-missing") : cell);
      }
    }
    String sql =
        "insert into %s.%s (%s) values (%s)"
            .formatted(
                schema,
                name,
                String.join(", ", cells.keySet()),
                "?, ".repeat(cells.size() - 1) + "?");
    try (PreparedStatement insert = connection.prepareStatement(sql)) {
      int at = 0;
      for (Object cell : cells.values()) {
        at++;
        if (cell instanceof java.sql.Array array) {
          insert.setArray(at, array);
        } else {
          insert.setObject(at, cell, Types.OTHER);
        }
      }
      insert.executeUpdate();
    }
  }

  /**
   * Sets the references of an entity to itself, and takes back the rows whose reference is broken.
   *
   * @return number of rows taken back
   */
  long endOf(String entity) throws SQLException {
    long broken = 0;
    for (Later reference : later) {
      String row = schema + "." + reference.table();
      String where = " where id = " + reference.id();
      String referred = id(entity, reference.legacyId());
      if (referred == null) {
        Server.run(connection, "delete from " + row + where);
        ids.get(entity).values().remove(reference.id());
        broken++;
      } else {
        Server.run(
            connection, "update " + row + " set " + reference.column() + " = " + referred + where);
      }
    }
    later.clear();
    return broken;
  }

  private String id(String entity, String legacyId) {
    String id = ids.getOrDefault(entity, Map.of()).get(legacyId);
    return id != null && id.startsWith("=") ? id(entity, id.substring(1)) : id;
  }

  private static Map<String, Object> keys(Object value) {
    return value instanceof Map<?, ?> ? DraftPack.map(value) : Map.of("value", value);
  }

  /** The value of a field in the pack's spelling; null where it is missing. */
  private static String value(Map<String, Object> keys, Map<String, Object> record, Limits limits) {
    String value = (String) record.get(keys.get("value"));
    if (value == null || !hasWords(keys, limits)) {
      return value;
    }
    String word = value.strip().toLowerCase(Locale.ROOT);
    Map<String, Object> spellings = DraftPack.map(keys.getOrDefault("spellings", Map.of()));
    return word.isEmpty() ? null : (String) spellings.getOrDefault(word, word);
  }

  private static boolean hasWords(Map<String, Object> keys, Limits limits) {
    return keys.containsKey("allowed") || !limits.labels().isEmpty();
  }

  private static List<?> allowed(Map<String, Object> keys, Limits limits) {
    return (List<?>) keys.getOrDefault("allowed", limits.labels());
  }

  private Limits limits(String table, String column) throws SQLException {
    if (!catalogue.containsKey(table)) {
      catalogue.put(table, readLimits(table));
    }
    return catalogue.get(table).get(column);
  }

  private Map<String, Limits> readLimits(String table) throws SQLException {
    Map<String, Limits> columns = new HashMap<>();
    try (PreparedStatement read =
        connection.prepareStatement(
            "select c.column_name, c.is_nullable = 'YES', coalesce(c.character_maximum_length, 0),"
                + " array(select e.enumlabel::text from pg_enum e join pg_type t on t.oid = e.enumtypid"
                + " where t.typname = c.udt_name and t.typnamespace = c.table_schema::regnamespace)"
                + " from information_schema.columns c where c.table_schema = ? and c.table_name = ?")) {
      read.setString(1, schema);
      read.setString(2, table);
      try (ResultSet row = read.executeQuery()) {
        while (row.next()) {
          columns.put(
              row.getString(1),
              new Limits(
                  row.getBoolean(2),
                  row.getInt(3),
                  List.of((String[]) row.getArray(4).getArray())));
        }
      }
    }
    return columns;
  }
}
