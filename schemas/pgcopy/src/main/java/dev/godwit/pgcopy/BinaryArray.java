package dev.godwit.pgcopy;

import dev.godwit.canonical.CanonicalJson;
import dev.godwit.pack.ColumnType;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * PostgreSQL's binary arrays: number of dimensions, whether there are NULLs, OID of the items'
 * type, for each dimension its size and first index, then each item as a length (-1 for NULL) and
 * its bytes; numbers in 32 bits (source: {@code array_send} and {@code array_recv} in PostgreSQL's
 * arrayfuncs.c). The canonical text is the JSON array of the items. An array of several dimensions,
 * or whose first index is not 1, which Godwit never writes, has its bounds before it, so that it
 * equals no other. Stateless.
 */
final class BinaryArray {
  private static final int HEADER_BYTES = 3 * Integer.BYTES;
  private static final int MAX_DIMENSIONS = 6;
  private static final int UUID_BYTES = 2 * Long.BYTES;
  private static final int UUID_CHARACTERS = 36;

  private BinaryArray() {}

  /**
   * The canonical text.
   *
   * @throws CopyFormatException if the bytes are not one array of the type
   */
  static String text(ColumnType type, byte[] bytes, int start, int length) {
    int end = start + length;
    int dimensions = length < HEADER_BYTES ? -1 : (int) CopyStream.INT.get(bytes, start);
    int at = start + HEADER_BYTES + dimensions * 2 * Integer.BYTES;
    if (dimensions < 0 || dimensions > MAX_DIMENSIONS || at > end) {
      throw refused(length);
    }
    StringBuilder bounds = new StringBuilder();
    long count = dimensions == 0 ? 0 : 1;
    for (int i = 0; i < dimensions; i++) {
      int from = start + HEADER_BYTES + i * 2 * Integer.BYTES;
      int size = (int) CopyStream.INT.get(bytes, from);
      int first = (int) CopyStream.INT.get(bytes, from + Integer.BYTES);
      count *= Math.max(0, size);
      if (size < 0 || count > length) {
        throw refused(length);
      }
      if (dimensions > 1 || first != 1) {
        bounds.append('[').append(first).append(':').append((long) first + size - 1).append(']');
      }
    }
    List<Object> items = new ArrayList<>();
    for (long i = 0; i < count; i++) {
      int size = end - at < Integer.BYTES ? Integer.MIN_VALUE : (int) CopyStream.INT.get(bytes, at);
      at += Integer.BYTES;
      if (size < CopyStream.NULL || size > end - at) {
        throw refused(length);
      }
      items.add(size == CopyStream.NULL ? null : item(type, bytes, at, size));
      at += Math.max(0, size);
    }
    if (at != end) {
      throw refused(length);
    }
    String json = CanonicalJson.write(items);
    return bounds.isEmpty() ? json : bounds.append('=').append(json).toString();
  }

  private static Object item(ColumnType type, byte[] bytes, int at, int size) {
    switch (type) {
      case TEXT_ARRAY, VARCHAR_ARRAY -> {
        return new String(bytes, at, size, StandardCharsets.UTF_8);
      }
      case INTEGER_ARRAY -> {
        if (size == Integer.BYTES) {
          return BigDecimal.valueOf((int) CopyStream.INT.get(bytes, at));
        }
      }
      case LONG_ARRAY -> {
        if (size == Long.BYTES) {
          return BigDecimal.valueOf((long) CopyStream.LONG.get(bytes, at));
        }
      }
      case UUID_ARRAY -> {
        if (size == UUID_BYTES) {
          return new UUID(
                  (long) CopyStream.LONG.get(bytes, at),
                  (long) CopyStream.LONG.get(bytes, at + Long.BYTES))
              .toString();
        }
      }
      default -> throw new IllegalArgumentException("Expected an array, found " + type + ".");
    }
    throw refused(size);
  }

  private static CopyFormatException refused(int length) {
    return new CopyFormatException(
        "Expected the bytes of an array, found %d bytes of something else; check the columns that the statement selects."
            .formatted(length));
  }

  /**
   * Writes length and value.
   *
   * @param json the canonical text: a JSON array of texts, or of whole numbers
   * @throws IllegalArgumentException where the text is no array
   * @throws ArithmeticException where an item is out of range
   * @throws ClassCastException where an item is of another type
   */
  static void write(ColumnType type, String json, CopyBuffer out) {
    List<?> items = (List<?>) CanonicalJson.read(json);
    int before = out.size();
    out.putInt(0);
    out.putInt(items.isEmpty() ? 0 : 1);
    out.putInt(items.contains(null) ? 1 : 0);
    out.putInt(oid(type));
    if (!items.isEmpty()) {
      out.putInt(items.size());
      out.putInt(1);
    }
    for (Object item : items) {
      if (item == null) {
        out.putInt(CopyStream.NULL);
      } else {
        write(type, item, out);
      }
    }
    out.setInt(before, out.size() - before - Integer.BYTES);
  }

  private static void write(ColumnType type, Object item, CopyBuffer out) {
    switch (type) {
      case TEXT_ARRAY, VARCHAR_ARRAY -> {
        byte[] utf8 = ((String) item).getBytes(StandardCharsets.UTF_8);
        out.putInt(utf8.length);
        out.putBytes(utf8, 0, utf8.length);
      }
      case INTEGER_ARRAY -> {
        out.putInt(Integer.BYTES);
        out.putInt(((BigDecimal) item).intValueExact());
      }
      case LONG_ARRAY -> {
        out.putInt(Long.BYTES);
        out.putLong(((BigDecimal) item).longValueExact());
      }
      default -> {
        String text = (String) item;
        if (text.length() != UUID_CHARACTERS) {
          throw new IllegalArgumentException("Expected a UUID, but found another text.");
        }
        UUID uuid = UUID.fromString(text);
        out.putInt(UUID_BYTES);
        out.putLong(uuid.getMostSignificantBits());
        out.putLong(uuid.getLeastSignificantBits());
      }
    }
  }

  /** OID of the items' type, which PostgreSQL compares with the column's. */
  private static int oid(ColumnType type) {
    return switch (type) {
      case TEXT_ARRAY -> 25;
      case VARCHAR_ARRAY -> 1043;
      case INTEGER_ARRAY -> 23;
      case LONG_ARRAY -> 20;
      case UUID_ARRAY -> 2950;
      default -> throw new IllegalArgumentException("Expected an array, found " + type + ".");
    };
  }
}
