package dev.godwit.validator.readback;

import dev.godwit.canonical.CanonicalJson;
import dev.godwit.canonical.InvalidJsonException;
import dev.godwit.canonical.RowDigest;
import dev.godwit.pack.ColumnType;
import dev.godwit.pack.TargetColumn;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Turns the fields of a binary row into cells in canonical form, as the transformer writes them:
 * either straight into a digest, without making objects, or as a list. Not thread-safe.
 */
final class RowDecoder {
  /** Microseconds from 1970-01-01 to 2000-01-01, where PostgreSQL's timestamps begin. */
  private static final long EPOCH_MICROS = 946_684_800_000_000L;

  /** Days from 1970-01-01 to 2000-01-01, where PostgreSQL's dates begin. */
  private static final long EPOCH_DAYS = 10_957;

  private final ColumnType[] types;

  RowDecoder(List<TargetColumn> columns) {
    this.types = columns.stream().map(TargetColumn::type).toArray(ColumnType[]::new);
    for (int i = 0; i < types.length; i++) {
      if (types[i] == null) {
        throw new IllegalArgumentException(
            "Expected the type of column "
                + columns.get(i).name()
                + ", found none; check the pack against the catalogue first");
      }
    }
  }

  /** Adds all cells of the row to the digest, which begins anew. */
  void digest(BinaryRow row, RowDigest digest) {
    digest.begin();
    for (int i = 0; i < types.length; i++) {
      if (row.isNull(i)) {
        digest.addNull();
      } else {
        addCell(row, i, digest);
      }
    }
  }

  private void addCell(BinaryRow row, int i, RowDigest digest) {
    byte[] bytes = row.bytes();
    int at = row.offset(i);
    int length = row.length(i);
    switch (types[i]) {
      case BOOLEAN -> digest.addBoolean(bytes[at] != 0);
      case SHORT, INTEGER, LONG, TIMESTAMP, TIMESTAMPTZ, DATE ->
          digest.addLong(integer(types[i], bytes, at, length));
      case DOUBLE -> digest.addDouble(floating(bytes, at, length));
      case TEXT -> digest.addText(bytes, at, length);
      case NUMERIC -> digest.addText(BinaryNumeric.text(bytes, at));
      case JSON -> digest.addText(json(bytes, at, length));
      case JSONB -> digest.addText(json(bytes, at + 1, length - 1));
      case UUID, BYTES -> digest.addBytes(bytes, at, length);
    }
  }

  /** The cells as a new list that owns its values. */
  List<Object> cells(BinaryRow row) {
    List<Object> cells = new ArrayList<>(types.length);
    for (int i = 0; i < types.length; i++) {
      cells.add(row.isNull(i) ? null : cell(row, i));
    }
    return cells;
  }

  private Object cell(BinaryRow row, int i) {
    byte[] bytes = row.bytes();
    int at = row.offset(i);
    int length = row.length(i);
    return switch (types[i]) {
      case BOOLEAN -> bytes[at] != 0;
      case SHORT, INTEGER, LONG, TIMESTAMP, TIMESTAMPTZ, DATE ->
          integer(types[i], bytes, at, length);
      case DOUBLE -> floating(bytes, at, length);
      case TEXT -> new String(bytes, at, length, StandardCharsets.UTF_8);
      case NUMERIC -> BinaryNumeric.text(bytes, at);
      case JSON -> json(bytes, at, length);
      case JSONB -> json(bytes, at + 1, length - 1);
      case UUID, BYTES -> ByteBuffer.allocate(length).put(bytes, at, length).flip();
    };
  }

  private static long integer(ColumnType type, byte[] bytes, int at, int length) {
    long value =
        switch (length) {
          case Short.BYTES -> BinaryRow.shortAt(bytes, at);
          case Integer.BYTES -> BinaryRow.intAt(bytes, at);
          case Long.BYTES -> BinaryRow.longAt(bytes, at);
          default ->
              throw new ReadBackException(
                  "Expected 2, 4 or 8 bytes of a " + type + ", found " + length);
        };
    return switch (type) {
      case TIMESTAMP, TIMESTAMPTZ -> endless(value, Long.MAX_VALUE, Long.MIN_VALUE, EPOCH_MICROS);
      case DATE -> endless(value, Integer.MAX_VALUE, Integer.MIN_VALUE, EPOCH_DAYS);
      default -> value;
    };
  }

  /** PostgreSQL's "infinity" and "-infinity" are the ends of the range and stay there. */
  private static long endless(long value, long greatest, long least, long shift) {
    return value == greatest || value == least ? value : value + shift;
  }

  private static double floating(byte[] bytes, int at, int length) {
    return length == Float.BYTES
        ? Float.intBitsToFloat(BinaryRow.intAt(bytes, at))
        : Double.longBitsToDouble(BinaryRow.longAt(bytes, at));
  }

  /**
   * Canonical JSON. What the canonical form refuses (nobody wrote it through Godwit then) stays as
   * it is, so that the row shows as different instead of stopping the verdict.
   */
  private static String json(byte[] bytes, int at, int length) {
    String json = new String(bytes, at, length, StandardCharsets.UTF_8);
    try {
      return CanonicalJson.of(json);
    } catch (InvalidJsonException e) {
      return json;
    }
  }
}
