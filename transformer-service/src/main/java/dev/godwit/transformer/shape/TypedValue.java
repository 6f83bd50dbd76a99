package dev.godwit.transformer.shape;

import dev.godwit.pack.ColumnType;
import dev.godwit.pack.FieldType;
import dev.godwit.pack.TargetColumn;
import dev.godwit.records.QuarantineReason;
import dev.godwit.transformer.limit.CloseLimit;
import dev.godwit.transformer.normalise.Micros;
import dev.godwit.transformer.quarantine.QuarantinedException;
import java.time.LocalDate;

/** Writes the value of a field that is no text as a cell of a column's type. */
interface TypedValue {
  /**
   * Writes the value.
   *
   * @param value not null: a Long of a date (days since 1970) or an integer, a Boolean, or bytes
   * @throws QuarantinedException where the column cannot hold it
   */
  void write(Object value, Shaping row) throws QuarantinedException;

  /**
   * The way to write values of a field into a column.
   *
   * @param of the column, with its type from the catalogue
   * @param column {@code table.column}, for errors
   * @throws IllegalArgumentException where the column's type takes no such field; fatal
   */
  static TypedValue of(FieldType field, TargetColumn of, String column) {
    ColumnType type = of.type();
    if (type.isText()) {
      return asText(field, TypedText.of(of, column, false, field == FieldType.INTEGER));
    }
    return switch (field) {
      case DATE -> date(type, column);
      case INTEGER -> integer(type, column);
      case BOOLEAN -> {
        require(type == ColumnType.BOOLEAN, field, type);
        yield (value, row) -> CellForm.writeBoolean((Boolean) value, row.out);
      }
      case BYTES -> {
        require(type == ColumnType.BYTES, field, type);
        yield (value, row) -> CellForm.writeBytes((byte[]) value, row.out);
      }
      default -> throw new IllegalArgumentException(field + " is a text");
    };
  }

  private static TypedValue asText(FieldType field, TypedText text) {
    return switch (field) {
      case DATE -> (value, row) -> text.write(LocalDate.ofEpochDay((Long) value).toString(), row);
      case INTEGER, BOOLEAN -> (value, row) -> text.write(value.toString(), row);
      default -> throw new IllegalArgumentException("a text column for " + field.text());
    };
  }

  private static TypedValue date(ColumnType type, String column) {
    return switch (type) {
      case DATE ->
          (value, row) -> CellForm.writeLong(Micros.checkedDay((Long) value, column), row.out);
      case TIMESTAMP, TIMESTAMPTZ ->
          (value, row) -> CellForm.writeLong(Micros.ofDay((Long) value, column), row.out);
      default -> throw new IllegalArgumentException("a column of type " + type + " for a date");
    };
  }

  private static TypedValue integer(ColumnType type, String column) {
    return switch (type) {
      case SHORT -> within(Short.MIN_VALUE, Short.MAX_VALUE, column);
      case INTEGER -> within(Integer.MIN_VALUE, Integer.MAX_VALUE, column);
      case LONG -> within(Long.MIN_VALUE, Long.MAX_VALUE, column);
      case DOUBLE -> (value, row) -> CellForm.writeDouble((Long) value, row.out);
      case FLOAT -> (value, row) -> CellForm.writeDouble(((Long) value).floatValue(), row.out);
      case NUMERIC -> (value, row) -> CellForm.writeText(Long.toString((Long) value), row.out);
      default -> throw new IllegalArgumentException("a column of type " + type + " for an integer");
    };
  }

  private static TypedValue within(long least, long greatest, String column) {
    CloseLimit close = CloseLimit.ofRange(column, least, greatest);
    return (value, row) -> {
      long number = (Long) value;
      if (number < least || number > greatest) {
        throw new QuarantinedException(
            QuarantineReason.WRONG_TYPE,
            column,
            "Expected a whole number from %d to %d, but found one that is out of it."
                .formatted(least, greatest));
      }
      close.note(number, row.close);
      CellForm.writeLong(number, row.out);
    };
  }

  private static void require(boolean fits, FieldType field, ColumnType type) {
    if (!fits) {
      throw new IllegalArgumentException(
          "a column of type " + type + " for a field of type " + field.text());
    }
  }
}
