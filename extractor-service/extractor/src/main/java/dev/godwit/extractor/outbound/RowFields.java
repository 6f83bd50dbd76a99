package dev.godwit.extractor.outbound;

import dev.godwit.extractor.source.SourceColumn;
import dev.godwit.extractor.source.SourceLayout;
import dev.godwit.pack.FieldType;
import dev.godwit.pgcopy.CopyTuple;
import dev.godwit.wire.BodyBuffer;
import dev.godwit.wire.BodyWriter;
import dev.godwit.wire.BodyWriter.Field;
import dev.godwit.worker.failure.StageFailedException;
import java.util.Map;
import org.apache.avro.Schema;

/**
 * Writers of records straight from a row's bytes: each field of the schema comes from the pack's
 * column of that name. Text goes from the database to Kafka as the same UTF-8 bytes, without an
 * object in between. Stateless.
 */
final class RowFields {
  private RowFields() {}

  /**
   * A writer of a schema's records.
   *
   * @param special writers of the fields that do not come from the column of their name; each
   *     writes a text
   * @throws IllegalStateException where a special field is no text, or the pack has no column for a
   *     required one
   */
  static BodyWriter<CopyTuple, StageFailedException> writer(
      Schema schema,
      SourceLayout layout,
      Map<String, Field<CopyTuple, StageFailedException>> special) {
    BodyWriter.Builder<CopyTuple, StageFailedException> writer = BodyWriter.of(schema);
    for (Schema.Field field : schema.getFields()) {
      String name = field.name();
      SourceColumn column = layout.column(name).orElse(null);
      Field<CopyTuple, StageFailedException> given = special.get(name);
      if (given != null && !isList(name, layout)) {
        requireText(field, layout);
      }
      switch (field.schema().getType()) {
        case STRING -> writer.text(name, given == null ? required(layout, column, name) : given);
        case ARRAY -> writer.list(name, given == null ? list(column) : given);
        default -> writer.optional(name, given == null ? optional(layout, column, name) : given);
      }
    }
    return writer.build();
  }

  /** Whether the pack gives the field as a list, whose ids may follow their survivors. */
  private static boolean isList(String name, SourceLayout layout) {
    return layout.source().fields().containsKey(name)
        && layout.source().type(name) == FieldType.LIST;
  }

  /** A text in the place of another type would make a record that no consumer can read. */
  private static void requireText(Schema.Field field, SourceLayout layout) {
    Schema schema = field.schema();
    boolean isText =
        schema.getType() == Schema.Type.STRING
            || (schema.isNullable()
                && schema.getTypes().stream().anyMatch(one -> one.getType() == Schema.Type.STRING));
    if (!isText) {
      throw new IllegalStateException(
          "Expected %s of %s as a text, which Godwit writes itself, found %s; give the field another name in the pack."
              .formatted(field.name(), layout.entity(), schema));
    }
  }

  private static Field<CopyTuple, StageFailedException> optional(
      SourceLayout layout, SourceColumn column, String name) {
    if (column == null) {
      return (row, out) -> out.writeAbsent();
    }
    int index = column.index();
    return switch (layout.source().type(name)) {
      case ID, TEXT, JSON, DECIMAL, UUID -> text(column);
      case INSTANT -> (row, out) -> TimeField.write(row, column, out);
      case DATE -> present(index, (row, out) -> out.writeLong(TimeField.day(row.unixDays(index))));
      case INTEGER -> present(index, (row, out) -> out.writeLong(row.integer(index)));
      case BOOLEAN -> present(index, (row, out) -> out.writeBoolean(row.bool(index)));
      case BYTES ->
          present(
              index,
              (row, out) -> out.writeBytes(row.bytes(), row.start(index), row.length(index)));
      case LIST -> throw new IllegalStateException("Expected a list to be no union.");
    };
  }

  private static Field<CopyTuple, StageFailedException> present(
      int column, Field<CopyTuple, StageFailedException> value) {
    return (row, out) -> {
      if (row.isNull(column)) {
        out.writeAbsent();
      } else {
        out.writePresent();
        value.write(row, out);
      }
    };
  }

  private static Field<CopyTuple, StageFailedException> required(
      SourceLayout layout, SourceColumn column, String name) {
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
            "Leave such rows out in the pack's query, or name another column; then roll the run back and start another: its snapshot does not see a correction of the source.",
            null,
            1,
            "");
      }
      TextField.write(row, column, out);
    };
  }

  private static Field<CopyTuple, StageFailedException> text(SourceColumn column) {
    return present(column.index(), (row, out) -> TextField.write(row, column, out));
  }

  private static Field<CopyTuple, StageFailedException> list(SourceColumn column) {
    if (column == null) {
      return RowFields::emptyList;
    }
    byte[] separator = column.separator();
    return (row, out) -> ListField.write(row, column.index(), separator, out);
  }

  private static void emptyList(CopyTuple row, BodyBuffer out) {
    out.writeLong(0);
  }
}
