package dev.godwit.linkage.store;

import dev.godwit.canonical.ByteDigest;
import dev.godwit.linkage.LinkageException;
import dev.godwit.linkage.LinkageRows;
import dev.godwit.linkage.LinkageSchema;
import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Writes normalised rows to spill files. For one use by one thread. */
public final class RowWriter implements LinkageRows.RowVisitor, AutoCloseable {
  /** Most characters of a value that are compared; what is behind them is left out. */
  static final int MAX_CHARACTERS = 500;

  private static final int BUFFER_BYTES = 1 << 16;

  private final LinkageSchema schema;
  private final List<Column> columns;
  private final KeyMaker keys;
  private final SpillFolder folder;
  private final DataOutputStream data;
  private final DataOutputStream index;
  private long position;
  private int rows;

  /** Computes the block keys of a row. */
  public interface KeyMaker {
    /** Number of keys of each row. */
    int count();

    /** Key of a pass; 0 where the row has none. */
    long key(int pass, NormalRow row);
  }

  /** A writer into a folder. */
  public RowWriter(LinkageSchema schema, KeyMaker keys, SpillFolder folder) {
    this.schema = schema;
    this.columns = Column.of(schema);
    this.keys = keys;
    this.folder = folder;
    this.data = open("rows");
    this.index = open("index");
  }

  @Override
  public void row(String id, String[] values) {
    if (id == null || id.isEmpty() || values.length != schema.fields().size()) {
      throw new LinkageException(
          "Expected a row with an id and %d values, but found id %s and %d values;"
                  .formatted(schema.fields().size(), id, values.length)
              + " give one value for each field of the schema");
    }
    String[] bounded = new String[values.length];
    for (int i = 0; i < values.length; i++) {
      String value = values[i];
      bounded[i] =
          value != null && value.length() > MAX_CHARACTERS
              ? value.substring(0, MAX_CHARACTERS)
              : value;
    }
    try {
      write(NormalRow.of(schema, columns, id, bounded));
    } catch (IOException e) {
      throw unwritable(e);
    }
  }

  private void write(NormalRow row) throws IOException {
    long from = position;
    text(row.id());
    for (String value : row.values()) {
      text(value);
    }
    text(row.generation());
    index.writeLong(from);
    index.writeLong(ByteDigest.hash(row.id().getBytes(StandardCharsets.UTF_8)));
    for (int pass = 0; pass < keys.count(); pass++) {
      index.writeLong(keys.key(pass, row));
    }
    for (String value : row.values()) {
      index.writeLong(hash(value));
    }
    rows++;
  }

  /** Hash of a value; 0 for null. */
  public static long hash(String value) {
    if (value == null) {
      return 0;
    }
    long hash = ByteDigest.hash(value.getBytes(StandardCharsets.UTF_8));
    return hash == 0 ? 1 : hash;
  }

  private void text(String text) throws IOException {
    if (text == null) {
      data.writeInt(-1);
      position += Integer.BYTES;
    } else {
      byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
      data.writeInt(utf8.length);
      data.write(utf8);
      position += Integer.BYTES + utf8.length;
    }
  }

  /** Ends writing. The store owns the folder from here. */
  public RowStore done() {
    try {
      data.flush();
      index.flush();
      close();
      return new RowStore(
          columns, keys.count(), rows, folder, folder.file("rows"), folder.file("index"));
    } catch (IOException e) {
      throw unwritable(e);
    }
  }

  @Override
  public void close() {
    try (DataOutputStream first = data;
        DataOutputStream second = index) {
      // Closes both, also where one fails.
      return;
    } catch (IOException e) {
      throw unwritable(e);
    }
  }

  private DataOutputStream open(String name) {
    Path file = folder.file(name);
    try {
      return new DataOutputStream(
          new BufferedOutputStream(Files.newOutputStream(file), BUFFER_BYTES));
    } catch (IOException e) {
      throw unwritable(e);
    }
  }

  private static LinkageException unwritable(IOException cause) {
    return new LinkageException(
        "Expected room for spill files, but found: %s; name a folder with more room"
            .formatted(cause),
        cause);
  }
}
