package dev.godwit.validator.differences;

import dev.godwit.pack.ColumnType;
import dev.godwit.pack.TargetTable;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.List;
import java.util.StringJoiner;
import java.util.UUID;

/** Writes a row's key so that a person can ask the database for it. */
final class KeyText {
  private KeyText() {}

  /** Key columns as name=value, joined by comma; values as the column's type is written in SQL. */
  static String of(TargetTable table, List<?> cells) {
    StringJoiner text = new StringJoiner(",");
    for (int position : table.keyPositions()) {
      text.add(
          table.columns().get(position).name()
              + "="
              + value(table.columns().get(position).type(), cells.get(position)));
    }
    return text.toString();
  }

  private static String value(ColumnType type, Object cell) {
    if (cell instanceof ByteBuffer buffer) {
      ByteBuffer bytes = buffer.duplicate();
      if (type == ColumnType.UUID && bytes.remaining() == 2 * Long.BYTES) {
        return new UUID(bytes.getLong(), bytes.getLong()).toString();
      }
      byte[] copy = new byte[bytes.remaining()];
      bytes.get(copy);
      return "\\x" + HexFormat.of().formatHex(copy);
    }
    if (cell instanceof Long number) {
      return switch (type) {
        case TIMESTAMP, TIMESTAMPTZ -> instant(number);
        case DATE -> java.time.LocalDate.ofEpochDay(number).toString();
        default -> number.toString();
      };
    }
    return String.valueOf(cell);
  }

  private static String instant(long micros) {
    return java.time.Instant.EPOCH.plus(micros, java.time.temporal.ChronoUnit.MICROS).toString();
  }
}
