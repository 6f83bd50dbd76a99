package dev.godwit.local.trace;

import dev.godwit.local.preview.CellText;
import dev.godwit.pack.TargetColumn;
import dev.godwit.pack.TargetPack;
import dev.godwit.pack.TargetTable;
import dev.godwit.row.v1.TableRow;
import dev.godwit.row.v1.TransformedRecord;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.generic.IndexedRecord;

/** The values of a record by name, as people read them. They are personal data. Stateless. */
final class RecordValues {
  private static final String RUN_ID = "runId";

  private RecordValues() {}

  /** Those of an extracted record; a merge group has a list of members. */
  static Map<String, Object> of(IndexedRecord record) {
    Map<String, Object> values = new LinkedHashMap<>();
    for (Schema.Field field : record.getSchema().getFields()) {
      if (!field.name().equals(RUN_ID)) {
        values.put(field.name(), value(field.schema(), record.get(field.pos())));
      }
    }
    return values;
  }

  private static Object value(Schema schema, Object value) {
    return switch (value) {
      case null -> null;
      case IndexedRecord record -> of(record);
      case List<?> list -> {
        List<Object> items = new ArrayList<>();
        list.forEach(item -> items.add(value(schema, item)));
        yield items;
      }
      case ByteBuffer bytes -> bytes.remaining() + " bytes";
      case Long micros when has(schema, LogicalTypes.timestampMicros().getName()) ->
          micros == Long.MIN_VALUE || micros == Long.MAX_VALUE
              ? micros.toString()
              : Instant.EPOCH.plus(micros, ChronoUnit.MICROS).toString();
      case Integer day when has(schema, LogicalTypes.date().getName()) ->
          day == Integer.MIN_VALUE || day == Integer.MAX_VALUE
              ? day.toString()
              : LocalDate.ofEpochDay(day).toString();
      default -> value.toString();
    };
  }

  private static boolean has(Schema schema, String logicalType) {
    return schema.getType() == Schema.Type.UNION
        ? schema.getTypes().stream().anyMatch(branch -> has(branch, logicalType))
        : schema.getLogicalType() != null && schema.getLogicalType().getName().equals(logicalType);
  }

  /** Those of a transformed record: rows by table. */
  static Map<String, Object> of(TransformedRecord record, TargetPack pack) {
    Map<String, Object> tables = new LinkedHashMap<>();
    for (TableRow row : record.getRows()) {
      if (row.getTable() < 0 || row.getTable() >= pack.tables().size()) {
        continue;
      }
      TargetTable table = pack.tables().get(row.getTable());
      Map<String, Object> cells = new LinkedHashMap<>();
      for (int i = 0; i < Math.min(table.columns().size(), row.getCells().size()); i++) {
        TargetColumn column = table.columns().get(i);
        cells.put(column.name(), CellText.of(column.type(), row.getCells().get(i)));
      }
      rows(tables, table.name()).add(cells);
    }
    return tables;
  }

  @SuppressWarnings("unchecked")
  private static List<Object> rows(Map<String, Object> tables, String name) {
    return (List<Object>) tables.computeIfAbsent(name, key -> new ArrayList<>());
  }
}
