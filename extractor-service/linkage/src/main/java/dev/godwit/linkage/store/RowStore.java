package dev.godwit.linkage.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/**
 * Normalised rows and their block keys in spill files, by index. The heap holds none of them, so
 * its use does not grow with the number of rows. Thread-safe once it is written. Closing it deletes
 * the files.
 */
public final class RowStore implements AutoCloseable {
  /** Most bytes of a stored row. */
  static final int MAX_ROW_BYTES = 1 << 20;

  private final List<Column> columns;
  private final int keys;
  private final int rows;
  private final SpillFolder folder;
  private final MappedFile data;
  private final MappedFile index;

  RowStore(List<Column> columns, int keys, int rows, SpillFolder folder, Path data, Path index)
      throws IOException {
    this.columns = columns;
    this.keys = keys;
    this.rows = rows;
    this.folder = folder;
    this.data = new MappedFile(data, MAX_ROW_BYTES);
    this.index = new MappedFile(index, entryBytes(columns, keys));
  }

  /** The columns of each row. */
  public List<Column> columns() {
    return columns;
  }

  /** Number of rows. */
  public int rows() {
    return rows;
  }

  /** Hash of a row's id. */
  public long idHash(int row) {
    return index.getLong(entry(row) + Long.BYTES);
  }

  /** Block key of a row in a pass; 0 where it has none. */
  public long key(int row, int pass) {
    return index.getLong(entry(row) + (2L + pass) * Long.BYTES);
  }

  /** Hash of a row's value; 0 where it is missing. */
  public long valueHash(int row, int column) {
    return index.getLong(entry(row) + (2L + keys + column) * Long.BYTES);
  }

  /** Reads a row. */
  public NormalRow row(int row) {
    ByteBuffer bytes = data.at(index.getLong(entry(row)));
    String id = text(bytes);
    String[] values = new String[columns.size()];
    for (int c = 0; c < values.length; c++) {
      values[c] = text(bytes);
    }
    return new NormalRow(id, values, text(bytes));
  }

  /** Reads the id of a row. */
  public String id(int row) {
    return text(data.at(index.getLong(entry(row))));
  }

  @Override
  public void close() {
    folder.close();
  }

  private long entry(int row) {
    return (long) row * entryBytes(columns, keys);
  }

  private static int entryBytes(List<Column> columns, int keys) {
    return (2 + keys + columns.size()) * Long.BYTES;
  }

  private static String text(ByteBuffer bytes) {
    int length = bytes.getInt();
    if (length < 0) {
      return null;
    }
    byte[] utf8 = new byte[length];
    bytes.get(utf8);
    return new String(utf8, StandardCharsets.UTF_8);
  }
}
