package dev.godwit.pack;

import dev.godwit.canonical.TimeOfDay;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.List;
import java.util.StringJoiner;
import java.util.UUID;

/**
 * Writes a row's key as a person would write it in a query. Validator and loader write the same
 * text for the same row, so that a key in the list of differences finds the record that has it.
 */
public final class KeyText {
  private KeyText() {}

  /**
   * Key columns as name=value, joined by comma; values as the column's type is written in SQL.
   *
   * @param cells all cells of the row, in the order of the table's columns: as {@code RowDecoder}
   *     reads them, which is as Avro's generic records hold them
   */
  public static String of(TargetTable table, List<?> cells) {
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
        case DATE -> LocalDate.ofEpochDay(number).toString();
        case TIME -> TimeOfDay.text(number);
        default -> number.toString();
      };
    }
    return String.valueOf(cell);
  }

  private static String instant(long micros) {
    return Instant.EPOCH.plus(micros, ChronoUnit.MICROS).toString();
  }
}
