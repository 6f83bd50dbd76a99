package dev.godwit.extractor.outbound;

import dev.godwit.canonical.CanonicalJson;
import dev.godwit.extractor.source.ColumnForm;
import dev.godwit.extractor.source.SourceColumn;
import dev.godwit.extractor.source.SourceLayout;
import dev.godwit.pack.FieldType;
import dev.godwit.pgcopy.CopyTuple;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The values of the fields that a source pack declares for engagements, as the texts that a live
 * event carries. Immutable and thread-safe.
 */
final class DeclaredFields {
  /** A declared field and its column. */
  private record Field(String name, FieldType type, SourceColumn column) {}

  private final List<Field> fields = new ArrayList<>();

  DeclaredFields(SourceLayout layout) {
    layout
        .source()
        .fields()
        .forEach(
            (name, field) -> {
              SourceColumn column = layout.column(name).orElse(null);
              if (field.type() != null && column != null) {
                fields.add(new Field(name, field.type(), column));
              }
            });
  }

  /** The values of a row that are not NULL; null where there are none. */
  Map<String, String> of(CopyTuple row) {
    Map<String, String> values = null;
    for (Field field : fields) {
      if (!row.isNull(field.column().index())) {
        values = values == null ? new HashMap<>() : values;
        values.put(field.name(), text(row, field.type(), field.column()));
      }
    }
    return values;
  }

  private static String text(CopyTuple row, FieldType type, SourceColumn column) {
    return switch (type) {
      case ID, TEXT, DECIMAL, JSON, UUID, INTEGER, INSTANT ->
          column.form() == ColumnForm.TIMESTAMP
              ? TimeField.text(row.unixMicros(column.index()))
              : column.text(row);
      case DATE -> LocalDate.ofEpochDay(TimeField.day(row.unixDays(column.index()))).toString();
      case BOOLEAN -> Boolean.toString(row.bool(column.index()));
      case LIST -> CanonicalJson.write(ListField.items(row, column.index(), column.separator()));
      case BYTES -> {
        int start = row.start(column.index());
        yield Base64.getEncoder()
            .encodeToString(
                Arrays.copyOfRange(row.bytes(), start, start + row.length(column.index())));
      }
    };
  }
}
