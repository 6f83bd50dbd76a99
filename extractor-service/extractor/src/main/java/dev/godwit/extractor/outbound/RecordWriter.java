package dev.godwit.extractor.outbound;

import dev.godwit.extractor.source.SourceColumn;
import dev.godwit.extractor.source.SourceLayout;
import dev.godwit.pgcopy.CopyTuple;
import dev.godwit.wire.BodyBuffer;
import dev.godwit.worker.StageFailedException;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;

/**
 * Writes a record straight from a row's bytes, field by field in the order of the schema: text goes
 * from the database to Kafka as the same UTF-8 bytes, without an object in between. Stateless but
 * for the writers that it was given.
 */
final class RecordWriter {
  private final FieldWriter[] fields;

  /**
   * A writer.
   *
   * @param special writers of the fields that do not come from the column of their name
   */
  RecordWriter(Schema schema, SourceLayout layout, Map<String, FieldWriter> special) {
    List<Schema.Field> all = schema.getFields();
    fields = new FieldWriter[all.size()];
    for (int i = 0; i < fields.length; i++) {
      Schema.Field field = all.get(i);
      FieldWriter given = special.get(field.name());
      fields[i] = given != null ? given : writer(schema, field, layout);
    }
  }

  void write(CopyTuple row, BodyBuffer out) throws StageFailedException {
    for (FieldWriter field : fields) {
      field.write(row, out);
    }
  }

  private static FieldWriter writer(Schema record, Schema.Field field, SourceLayout layout) {
    SourceColumn column = layout.column(field.name()).orElse(null);
    Schema type = field.schema();
    return switch (type.getType()) {
      case STRING -> required(layout, column, field.name());
      case ARRAY -> column == null ? (row, out) -> out.writeIndex(0) : list(column);
      case UNION -> {
        if (column == null) {
          yield (row, out) -> out.writeIndex(0);
        }
        yield type.getTypes().get(1).getType() == Schema.Type.LONG
            ? TimeField.nullable(column)
            : nullable(column);
      }
      default ->
          throw new IllegalStateException(
              "Expected fields of %s to be text, lists or times, found %s."
                  .formatted(record.getName(), field.name()));
    };
  }

  private static FieldWriter required(SourceLayout layout, SourceColumn column, String name) {
    if (column == null) {
      throw new IllegalStateException(
          "Expected the pack to have a column for %s of %s, found none."
              .formatted(name, layout.entity()));
    }
    return (row, out) -> {
      if (row.isNull(column.index())) {
        throw new StageFailedException(
            layout.entity().name(),
            "Expected every row to have %s, found one in which it is NULL.".formatted(name),
            "Leave such rows out in the pack's query, or name another column.");
      }
      TextField.write(row, column, out);
    };
  }

  private static FieldWriter nullable(SourceColumn column) {
    return (row, out) -> {
      if (row.isNull(column.index())) {
        out.writeIndex(0);
      } else {
        out.writeIndex(1);
        TextField.write(row, column, out);
      }
    };
  }

  private static FieldWriter list(SourceColumn column) {
    byte[] separator = column.separator();
    return (row, out) -> ListField.write(row, column.index(), separator, out);
  }
}
