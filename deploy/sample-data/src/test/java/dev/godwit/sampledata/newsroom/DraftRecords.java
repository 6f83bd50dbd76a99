package dev.godwit.sampledata.newsroom;

import java.io.IOException;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads the records of an entity by the queries of a draft, as field to text or list. */
final class DraftRecords {
  private DraftRecords() {}

  static List<Map<String, Object>> read(
      Connection source, DraftPack pack, String entity, String customer)
      throws SQLException, IOException {
    List<Map<String, Object>> records = new ArrayList<>();
    for (DraftPack.Query query : pack.queries(entity)) {
      String rows = DraftPack.inline(query.sql(), Map.of("customer", customer));
      String sql = "select * from (" + rows + "\n) q order by " + String.join(", ", query.key());
      try (PreparedStatement statement = source.prepareStatement(sql);
          ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          records.add(record(query, row));
        }
      }
    }
    return records;
  }

  private static Map<String, Object> record(DraftPack.Query query, ResultSet row)
      throws SQLException {
    Map<String, Object> record = new HashMap<>();
    for (String field : query.fields().keySet()) {
      Map<String, Object> keys = query.field(field);
      String column = (String) keys.get("column");
      if ("list".equals(keys.get("type"))) {
        Array array = row.getArray(column);
        record.put(field, List.of((String[]) array.getArray()));
      } else {
        record.put(field, row.getString(column));
      }
    }
    return record;
  }
}
