package dev.godwit.pgcopy;

import dev.godwit.canonical.RowDigest;
import dev.godwit.canonical.TimeOfDay;
import dev.godwit.pack.ColumnType;
import dev.godwit.pack.TargetColumn;
import dev.godwit.pack.TargetTable;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.avro.util.Utf8;

/**
 * Writes rows of one table as tuples of a binary COPY and, in the same pass, their cells in
 * canonical form into a digest. Text becomes UTF-8 once and serves both.
 *
 * <p>Cells are as a {@code TableRow} holds them: Boolean, Long, Double, text, bytes or null. The
 * encoder itself keeps no state between rows but where it left room for ids; buffer and digest
 * belong to the caller's thread.
 *
 * <p>A column that is translated holds a value of the target in the place of its cell, which goes
 * into the digest all the same: the customer's account, or an id, for which room is left.
 */
public final class RowEncoder {
  private final String table;
  private final String[] names;
  private final ColumnType[] types;
  private final int[] uncompared;
  private final ColumnType[] stored;
  private final boolean[] isAccount;
  private final String account;
  private final int[] rooms;

  /** An encoder for a table whose columns have their types from the catalogue. */
  public RowEncoder(TargetTable table) {
    this(table, null);
  }

  /**
   * As {@link #RowEncoder(TargetTable)}, of one customer's rows.
   *
   * @param account the customer's account in the target; null where no column holds it
   */
  public RowEncoder(TargetTable table, String account) {
    this.account = account;
    this.stored = table.columns().stream().map(TargetColumn::stored).toArray(ColumnType[]::new);
    this.isAccount = new boolean[stored.length];
    this.rooms = new int[stored.length];
    for (int i = 0; i < stored.length; i++) {
      isAccount[i] = TargetColumn.ACCOUNT.equals(table.columns().get(i).value());
    }
    this.table = table.name();
    this.names = table.columns().stream().map(TargetColumn::name).toArray(String[]::new);
    this.types = table.columns().stream().map(TargetColumn::type).toArray(ColumnType[]::new);
    this.uncompared = table.uncomparedPositions();
  }

  /**
   * Appends the tuple to {@code out}; the digest then holds this row's cells alone, those of
   * columns that are not compared as null.
   *
   * @throws CellMismatchException when a cell does not fit its column; {@code out} is then as it
   *     was before
   */
  public void encode(List<Object> cells, CopyBuffer out, RowDigest digest)
      throws CellMismatchException {
    if (cells.size() != types.length) {
      throw new CellMismatchException(
          null,
          "Expected %d cells for table %s, but found %d. Was the record made with another pack?"
              .formatted(types.length, table, cells.size()));
    }
    int start = out.size();
    digest.begin();
    out.putShort(types.length);
    for (int i = 0; i < types.length; i++) {
      Object cell = cells.get(i);
      rooms[i] = -1;
      if (cell == null) {
        out.putInt(CopyStream.NULL);
        digest.addNull();
        continue;
      }
      try {
        if (stored[i] == null) {
          cell(types[i], cell, out, digest);
        } else {
          translated(i, (CharSequence) cell, out, digest);
        }
      } catch (ClassCastException | ArithmeticException | IllegalArgumentException e) {
        out.truncate(start);
        throw mismatch(i, cell);
      }
    }
    digest.omit(uncompared);
  }

  private void translated(int i, CharSequence cell, CopyBuffer out, RowDigest digest) {
    if (isAccount[i]) {
      if (account == null) {
        throw new IllegalArgumentException("no account");
      }
      StoredId.account(stored[i], account, out);
    } else {
      rooms[i] = StoredId.room(stored[i], out);
    }
    digest.addText(cell.toString());
  }

  /**
   * Where the row that was encoded last has room for the id of a column.
   *
   * @return offset in the buffer; -1 where the cell is NULL or no such id
   */
  public int room(int column) {
    return rooms[column];
  }

  private static void cell(ColumnType type, Object cell, CopyBuffer out, RowDigest digest) {
    switch (type) {
      case TEXT, CITEXT, JSON -> text((CharSequence) cell, 0, out, digest);
      case JSONB -> text((CharSequence) cell, CopyTuple.JSONB_VERSION, out, digest);
      case LONG -> {
        long value = (Long) cell;
        out.putInt(8);
        out.putLong(value);
        digest.addLong(value);
      }
      case UUID -> {
        ByteBuffer value = (ByteBuffer) cell;
        if (value.remaining() != 16) {
          throw new ArithmeticException("a UUID has 16 bytes");
        }
        bytes(value, out, digest);
      }
      case TIMESTAMP, TIMESTAMPTZ -> {
        long micros = (Long) cell;
        out.putInt(8);
        out.putLong(PostgresTime.micros(micros));
        digest.addLong(micros);
      }
      case INTEGER -> {
        long value = (Long) cell;
        out.putInt(4);
        out.putInt(Math.toIntExact(value));
        digest.addLong(value);
      }
      case SHORT -> {
        long value = (Long) cell;
        if (value != (short) value) {
          throw new ArithmeticException("not 16 bits");
        }
        out.putInt(2);
        out.putShort((int) value);
        digest.addLong(value);
      }
      case BOOLEAN -> {
        boolean value = (Boolean) cell;
        out.putInt(1);
        out.putByte(value ? 1 : 0);
        digest.addBoolean(value);
      }
      case DATE -> {
        long days = (Long) cell;
        out.putInt(4);
        out.putInt(PostgresTime.days(days));
        digest.addLong(days);
      }
      case DOUBLE -> {
        double value = (Double) cell;
        out.putInt(8);
        out.putLong(Double.doubleToLongBits(value));
        digest.addDouble(value);
      }
      case NUMERIC -> {
        String value = ((CharSequence) cell).toString();
        BinaryNumeric.write(value, out);
        digest.addText(value);
      }
      case BYTES -> bytes((ByteBuffer) cell, out, digest);
      case FLOAT -> floating((Double) cell, out, digest);
      case TIME -> timeOfDay((Long) cell, out, digest);
      case INTERVAL, INET, CIDR, TEXT_ARRAY, VARCHAR_ARRAY, INTEGER_ARRAY, LONG_ARRAY, UUID_ARRAY ->
          parsed(type, ((CharSequence) cell).toString(), out, digest);
    }
  }

  private static void floating(double value, CopyBuffer out, RowDigest digest) {
    float narrow = (float) value;
    if (Double.compare(narrow, value) != 0) {
      throw new ArithmeticException("not 32 bits");
    }
    out.putInt(4);
    out.putInt(Float.floatToIntBits(narrow));
    digest.addDouble(value);
  }

  private static void timeOfDay(long micros, CopyBuffer out, RowDigest digest) {
    if (micros < 0 || micros > TimeOfDay.MIDNIGHT_AFTER) {
      throw new ArithmeticException("no time of day");
    }
    out.putInt(8);
    out.putLong(micros);
    digest.addLong(micros);
  }

  /** Values that a row holds as their canonical text. */
  private static void parsed(ColumnType type, String text, CopyBuffer out, RowDigest digest) {
    switch (type) {
      case INTERVAL -> BinaryInterval.write(text, out);
      case INET -> BinaryNetwork.write(text, false, out);
      case CIDR -> BinaryNetwork.write(text, true, out);
      default -> BinaryArray.write(type, text, out);
    }
    digest.addText(text);
  }

  /** Text, behind a version byte where {@code version} is not 0. */
  private static void text(CharSequence cell, int version, CopyBuffer out, RowDigest digest) {
    if (cell instanceof Utf8 utf8) {
      text(utf8.getBytes(), utf8.getByteLength(), version, out, digest);
    } else {
      byte[] utf8 = cell.toString().getBytes(StandardCharsets.UTF_8);
      text(utf8, utf8.length, version, out, digest);
    }
  }

  private static void text(byte[] utf8, int length, int version, CopyBuffer out, RowDigest digest) {
    if (version == 0) {
      out.putInt(length);
    } else {
      out.putInt(length + 1);
      out.putByte(version);
    }
    out.putBytes(utf8, 0, length);
    digest.addText(utf8, 0, length);
  }

  private static void bytes(ByteBuffer cell, CopyBuffer out, RowDigest digest) {
    int length = cell.remaining();
    byte[] array;
    int offset;
    if (cell.hasArray()) {
      array = cell.array();
      offset = cell.arrayOffset() + cell.position();
    } else {
      array = new byte[length];
      cell.get(cell.position(), array);
      offset = 0;
    }
    out.putInt(length);
    out.putBytes(array, offset, length);
    digest.addBytes(array, offset, length);
  }

  private CellMismatchException mismatch(int column, Object cell) {
    return new CellMismatchException(
        names[column],
        "Expected a cell that fits %s.%s of type %s, but found %s that does not."
            .formatted(table, names[column], types[column], form(cell)));
  }

  private static String form(Object cell) {
    return switch (cell) {
      case Boolean ignored -> "a boolean";
      case Long ignored -> "an integer";
      case Double ignored -> "a floating point number";
      case CharSequence ignored -> "text";
      case ByteBuffer bytes -> bytes.remaining() + " bytes";
      default -> cell.getClass().getSimpleName();
    };
  }
}
