package dev.godwit.local.preview;

import dev.godwit.pack.BoundSql;
import dev.godwit.pack.Identifiers;
import dev.godwit.pack.Merge;
import dev.godwit.pack.RowSchema;
import dev.godwit.pack.SourceEntity;
import dev.godwit.pack.SourcePack;
import dev.godwit.pack.SourceQuery;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.IndexedRecord;

/**
 * Reads the first rows of an entity of a source, each as the extracted record that it becomes. A
 * row is shown by itself: rows that merge are not merged here. For one use by one thread.
 */
final class SourceRows {
  private static final int LONGEST = 80;

  /**
   * A row.
   *
   * @param columns columns of the pack's query with their values as text, long ones shortened
   * @param fields fields of the extracted record with their values as text; null for none
   * @param record the extracted record
   */
  record Row(Map<String, String> columns, Map<String, String> fields, IndexedRecord record) {}

  private final SourcePack pack;
  private final Connection connection;
  private final String customer;

  SourceRows(SourcePack pack, Connection connection, String customer) {
    this.pack = pack;
    this.connection = connection;
    this.customer = customer;
  }

  /**
   * Rows of the customer, in no order of their own.
   *
   * @param limit most rows of each query
   * @throws SQLException where the database refuses the query, or is not reached
   */
  List<Row> read(SourceEntity entity, int limit) throws SQLException {
    List<Row> rows = new ArrayList<>();
    for (SourceQuery query : entity.queries()) {
      rows.addAll(read(entity, query, limit));
    }
    return rows;
  }

  private List<Row> read(SourceEntity entity, SourceQuery query, int limit) throws SQLException {
    BoundSql bound = query.sql().bind(Map.of());
    String inner = " from (" + bound.statement().jdbcText() + "\n) q limit ";
    Map<String, String> types = types("select q.*" + inner + 0);
    List<String> names = List.copyOf(types.keySet());
    List<FieldColumn> fields =
        query.fields().entrySet().stream()
            .map(
                field ->
                    new FieldColumn(
                        field.getKey(),
                        field.getValue(),
                        entity.type(field.getKey()),
                        types.get(field.getValue().column())))
            .toList();
    List<String> selected = new ArrayList<>();
    names.forEach(
        name ->
            selected.add("left(q." + Identifiers.quote(name) + "::text, " + (LONGEST + 1) + ")"));
    fields.forEach(field -> selected.add(field.expression()));
    List<Row> rows = new ArrayList<>();
    try (PreparedStatement statement =
            prepare("select " + String.join(", ", selected) + inner + limit);
        ResultSet result = statement.executeQuery()) {
      while (result.next()) {
        rows.add(row(entity, names, fields, result));
      }
    }
    return rows;
  }

  private Map<String, String> types(String sql) throws SQLException {
    Map<String, String> types = new LinkedHashMap<>();
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      ResultSetMetaData meta = statement.getMetaData();
      for (int i = 1; i <= meta.getColumnCount(); i++) {
        types.put(meta.getColumnLabel(i), meta.getColumnTypeName(i));
      }
    }
    return types;
  }

  private PreparedStatement prepare(String sql) throws SQLException {
    PreparedStatement statement = connection.prepareStatement(sql);
    try {
      int parameters = statement.getParameterMetaData().getParameterCount();
      for (int i = 1; i <= parameters; i++) {
        statement.setString(i, customer);
      }
      return statement;
    } catch (SQLException e) {
      statement.close();
      throw e;
    }
  }

  private Row row(
      SourceEntity entity, List<String> names, List<FieldColumn> fields, ResultSet result)
      throws SQLException {
    Map<String, String> columns = new LinkedHashMap<>();
    for (int i = 0; i < names.size(); i++) {
      String text = result.getString(i + 1);
      boolean isLong = text != null && text.length() > LONGEST;
      columns.put(names.get(i), isLong ? text.substring(0, LONGEST) + "…" : text);
    }
    Map<String, Object> values = new LinkedHashMap<>();
    Map<String, String> texts = new LinkedHashMap<>();
    for (int i = 0; i < fields.size(); i++) {
      FieldColumn field = fields.get(i);
      Object value = field.read(result, names.size() + i + 1);
      values.put(field.name(), value);
      texts.put(field.name(), field.text(value));
    }
    return new Row(columns, texts, record(entity, values));
  }

  private IndexedRecord record(SourceEntity entity, Map<String, Object> values) {
    Schema schema = RowSchema.of(pack, entity);
    GenericData.Record record = new GenericData.Record(schema);
    record.put(RowSchema.RUN_ID, customer + "/1");
    if (entity.merge() == Merge.NONE) {
      values.forEach(record::put);
      return record;
    }
    GenericData.Record member =
        new GenericData.Record(schema.getField(RowSchema.MEMBERS).schema().getElementType());
    values.forEach(member::put);
    record.put(RowSchema.LEGACY_ID, values.get(RowSchema.LEGACY_ID));
    record.put(RowSchema.MEMBERS, List.of(member));
    return record;
  }
}
