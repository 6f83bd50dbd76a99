package dev.godwit.pgcopy;

import dev.godwit.pack.ColumnType;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/**
 * Values of the target that stand in the place of a text of the source: ids that the target makes,
 * and accounts. An id is written in two steps, since it is drawn after its row was encoded: room
 * for it, then the id. Stateless.
 */
public final class StoredId {
  private StoredId() {}

  /**
   * Leaves room for an id.
   *
   * @return where the id is to be written
   */
  static int room(ColumnType type, CopyBuffer out) {
    int width = width(type);
    out.putInt(width);
    int at = out.size();
    for (int i = 0; i < width; i++) {
      out.putByte(0);
    }
    return at;
  }

  private static int width(ColumnType type) {
    return switch (type) {
      case SHORT -> Short.BYTES;
      case INTEGER -> Integer.BYTES;
      case LONG -> Long.BYTES;
      case UUID -> 2 * Long.BYTES;
      default -> throw new IllegalArgumentException("Expected an id of the target, found " + type);
    };
  }

  /**
   * Writes an id where there is room for it.
   *
   * @param id a whole number, or a UUID, as text
   * @throws ArithmeticException where the column is too narrow for the number
   * @throws IllegalArgumentException where the text is no id of the type
   */
  public static void write(ColumnType type, String id, CopyBuffer out, int at) {
    switch (type) {
      case SHORT -> {
        long value = Long.parseLong(id);
        if (value != (short) value) {
          throw new ArithmeticException("not 16 bits");
        }
        out.setShort(at, (int) value);
      }
      case INTEGER -> out.setInt(at, Math.toIntExact(Long.parseLong(id)));
      case LONG -> out.setLong(at, Long.parseLong(id));
      case UUID -> {
        UUID uuid = UUID.fromString(id);
        out.setLong(at, uuid.getMostSignificantBits());
        out.setLong(at + Long.BYTES, uuid.getLeastSignificantBits());
      }
      default -> throw new IllegalArgumentException("Expected an id of the target, found " + type);
    }
  }

  /** Whether a column of the type can hold an account. */
  public static boolean isAccount(ColumnType type, String account) {
    try {
      account(type, account, new CopyBuffer());
      return true;
    } catch (IllegalArgumentException | ArithmeticException e) {
      return false;
    }
  }

  /**
   * Appends an account.
   *
   * @throws IllegalArgumentException where the text is no value of the type
   */
  static void account(ColumnType type, String account, CopyBuffer out) {
    if (type.isText()) {
      byte[] utf8 = account.getBytes(StandardCharsets.UTF_8);
      out.putInt(utf8.length);
      out.putBytes(utf8, 0, utf8.length);
    } else {
      write(type, account, out, room(type, out));
    }
  }
}
