package dev.godwit.local.preview;

import dev.godwit.canonical.TimeOfDay;
import dev.godwit.pack.ColumnType;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.UUID;

/** Cells of transformed records as people read them. Stateless. */
public final class CellText {
  private CellText() {}

  /**
   * The cell as text; null for NULL.
   *
   * @param type type of its column; null where the pack was not checked against its database, then
   *     times stay numbers
   * @param cell in canonical form
   */
  public static String of(ColumnType type, Object cell) {
    return switch (cell) {
      case null -> null;
      case ByteBuffer bytes when type == ColumnType.UUID -> uuid(bytes).toString();
      case ByteBuffer bytes -> bytes.remaining() + " bytes";
      case Long number when type != null -> number(type, number);
      default -> cell.toString();
    };
  }

  private static String number(ColumnType type, long number) {
    return switch (type) {
      case TIMESTAMP, TIMESTAMPTZ -> Instant.EPOCH.plus(number, ChronoUnit.MICROS).toString();
      case DATE -> LocalDate.ofEpochDay(number).toString();
      case TIME -> TimeOfDay.text(number);
      default -> Long.toString(number);
    };
  }

  private static UUID uuid(ByteBuffer bytes) {
    ByteBuffer copy = bytes.duplicate();
    return new UUID(copy.getLong(), copy.getLong());
  }
}
