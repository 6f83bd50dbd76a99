package dev.godwit.extractor.snapshot;

import dev.godwit.extractor.source.SourceLayout;
import dev.godwit.pack.FieldType;
import dev.godwit.pack.RowSchema;
import dev.godwit.pgcopy.CopyReader;
import dev.godwit.pgcopy.CopyTuple;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads the fields of some rows as texts, for a person who decides about them. The connection must
 * not commit by itself. Not thread-safe.
 */
final class MemberValues {
  /** Characters of a value that are shown. */
  private static final int SHOWN = 1000;

  private final Connection connection;
  private final List<CountedQuery> queries;

  MemberValues(Connection connection, List<CountedQuery> queries) {
    this.connection = connection;
    this.queries = List.copyOf(queries);
  }

  /**
   * The values by legacy id. A row that the source cannot give has none; its own chunk reports it.
   */
  Map<String, Map<String, String>> of(Collection<String> ids) throws SQLException {
    Savepoint before = connection.setSavepoint();
    try {
      Map<String, Map<String, String>> values = new HashMap<>();
      for (CountedQuery query : queries) {
        read(query.layout(), ids, values);
      }
      connection.releaseSavepoint(before);
      return values;
    } catch (SQLException e) {
      if (!FailingRows.isOfRow(e)) {
        throw e;
      }
      connection.rollback(before);
    }
    Map<String, Map<String, String>> values = new HashMap<>();
    if (ids.size() > 1) {
      for (String id : ids) {
        values.putAll(of(List.of(id)));
      }
    }
    return values;
  }

  private void read(
      SourceLayout layout, Collection<String> ids, Map<String, Map<String, String>> values)
      throws SQLException {
    List<String> fields = new ArrayList<>();
    StringBuilder columns = new StringBuilder();
    for (String field : layout.source().fields().keySet()) {
      boolean isShown =
          layout.column(field).isPresent()
              && !field.equals(RowSchema.LEGACY_ID)
              && layout.source().type(field) != FieldType.BYTES;
      if (isShown) {
        fields.add(field);
        columns
            .append(", left(cast(")
            .append(layout.expression(field))
            .append(" as text), ")
            .append(SHOWN)
            .append(')');
      }
    }
    String statement =
        "select cast(%s as text)%s from %s where %s"
            .formatted(
                layout.expression(RowSchema.LEGACY_ID),
                columns,
                layout.from(),
                MemberIds.condition(layout, ids, queries.size() == 1));
    try (CopyReader rows =
        CopyReader.open(connection, SourceLayout.copyOf(statement), 1 + fields.size())) {
      for (CopyTuple row = rows.next(); row != null; row = rows.next()) {
        Map<String, String> of = new LinkedHashMap<>();
        for (int i = 0; i < fields.size(); i++) {
          String text = row.text(1 + i);
          if (text != null) {
            of.put(fields.get(i), text);
          }
        }
        values.putIfAbsent(row.text(0), of);
      }
    }
  }
}
