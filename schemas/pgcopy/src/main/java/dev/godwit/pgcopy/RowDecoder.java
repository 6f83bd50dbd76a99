package dev.godwit.pgcopy;

import dev.godwit.canonical.CanonicalJson;
import dev.godwit.canonical.InvalidJsonException;
import dev.godwit.canonical.RowDigest;
import dev.godwit.pack.ColumnType;
import dev.godwit.pack.TargetColumn;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Turns tuples into cells in canonical form, as the transformer writes them: either straight into a
 * digest, without making objects, or as a list. Keeps no state between rows.
 */
public final class RowDecoder {
  private static final int UUID_BYTES = 16;

  private final ColumnType[] types;
  private final int[] uncompared;

  /**
   * A decoder.
   *
   * @param columns the tuple's columns in order, with their types from the catalogue
   */
  public RowDecoder(List<TargetColumn> columns) {
    this.types = columns.stream().map(TargetColumn::type).toArray(ColumnType[]::new);
    this.uncompared = TargetColumn.uncomparedPositions(columns);
    for (int i = 0; i < types.length; i++) {
      if (types[i] == null) {
        throw new IllegalArgumentException(
            "Expected the type of column "
                + columns.get(i).name()
                + ", found none; check the pack against the catalogue first");
      }
    }
  }

  /**
   * Adds all cells of the row to the digest, which begins anew; those of columns that are not
   * compared count as null.
   *
   * @throws CopyFormatException where a field does not have the form of its column's type
   */
  public void digest(CopyTuple row, RowDigest digest) {
    digest.begin();
    for (int i = 0; i < types.length; i++) {
      if (row.isNull(i)) {
        digest.addNull();
      } else {
        addCell(row, i, digest);
      }
    }
    digest.omit(uncompared);
  }

  private void addCell(CopyTuple row, int i, RowDigest digest) {
    switch (types[i]) {
      case BOOLEAN -> digest.addBoolean(row.bool(i));
      case SHORT, INTEGER, LONG, TIME -> digest.addLong(row.integer(i));
      case TIMESTAMP, TIMESTAMPTZ -> digest.addLong(row.unixMicros(i));
      case DATE -> digest.addLong(row.unixDays(i));
      case DOUBLE, FLOAT -> digest.addDouble(row.floating(i));
      case TEXT, CITEXT -> digest.addText(row.bytes(), row.start(i), row.length(i));
      case NUMERIC -> digest.addText(row.numeric(i));
      case JSON -> digest.addText(canonical(row.text(i)));
      case JSONB -> digest.addText(canonical(row.jsonb(i)));
      case UUID -> {
        row.require(i, UUID_BYTES, "16 bytes of a uuid");
        digest.addBytes(row.bytes(), row.start(i), UUID_BYTES);
      }
      case BYTES -> digest.addBytes(row.bytes(), row.start(i), row.length(i));
      case INTERVAL, INET, CIDR, TEXT_ARRAY, VARCHAR_ARRAY, INTEGER_ARRAY, LONG_ARRAY, UUID_ARRAY ->
          digest.addText(parsed(row, i));
    }
  }

  /**
   * The cells as a new list that owns its values.
   *
   * @throws CopyFormatException where a field does not have the form of its column's type
   */
  public List<Object> cells(CopyTuple row) {
    List<Object> cells = new ArrayList<>(types.length);
    for (int i = 0; i < types.length; i++) {
      cells.add(row.isNull(i) ? null : cell(row, i));
    }
    return cells;
  }

  private Object cell(CopyTuple row, int i) {
    return switch (types[i]) {
      case BOOLEAN -> row.bool(i);
      case SHORT, INTEGER, LONG, TIME -> row.integer(i);
      case TIMESTAMP, TIMESTAMPTZ -> row.unixMicros(i);
      case DATE -> row.unixDays(i);
      case DOUBLE, FLOAT -> row.floating(i);
      case TEXT, CITEXT -> row.text(i);
      case NUMERIC -> row.numeric(i);
      case JSON -> canonical(row.text(i));
      case JSONB -> canonical(row.jsonb(i));
      case UUID -> {
        row.require(i, UUID_BYTES, "16 bytes of a uuid");
        yield bytes(row, i);
      }
      case BYTES -> bytes(row, i);
      case INTERVAL, INET, CIDR, TEXT_ARRAY, VARCHAR_ARRAY, INTEGER_ARRAY, LONG_ARRAY, UUID_ARRAY ->
          parsed(row, i);
    };
  }

  /** Canonical text of values that a row holds as one. */
  private String parsed(CopyTuple row, int i) {
    byte[] bytes = row.bytes();
    int start = row.start(i);
    int length = row.length(i);
    return switch (types[i]) {
      case INTERVAL -> BinaryInterval.text(bytes, start, length);
      case INET, CIDR -> BinaryNetwork.text(bytes, start, length);
      default -> BinaryArray.text(types[i], bytes, start, length);
    };
  }

  private static ByteBuffer bytes(CopyTuple row, int i) {
    return ByteBuffer.allocate(row.length(i)).put(row.bytes(), row.start(i), row.length(i)).flip();
  }

  /**
   * Canonical JSON. JSON that the canonical form refuses, which Godwit never writes, stays as it
   * is, so that the row shows as different instead of stopping the verdict.
   */
  private static String canonical(String json) {
    try {
      return CanonicalJson.of(json);
    } catch (InvalidJsonException e) {
      return json;
    }
  }
}
