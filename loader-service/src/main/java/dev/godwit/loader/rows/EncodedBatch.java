package dev.godwit.loader.rows;

import dev.godwit.canonical.BucketDigest;
import dev.godwit.canonical.RowDigest;
import dev.godwit.loader.reference.ParentCheck.ReferenceUse;
import dev.godwit.loader.targetdb.LoadTable;
import dev.godwit.loader.targetdb.LoadTable.MappedId;
import dev.godwit.loader.targetdb.LoadTable.Reference;
import dev.godwit.loader.targetdb.RunTarget;
import dev.godwit.pgcopy.CellMismatchException;
import dev.godwit.pgcopy.CopyBuffer;
import dev.godwit.pgcopy.StoredId;
import dev.godwit.records.Entity;
import dev.godwit.row.v1.TableRow;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.apache.avro.util.Utf8;

/**
 * The records of one run in one transaction, encoded for COPY: a buffer of tuples for each table,
 * and for each record where its tuples, row hashes and references begin. A record is addressed by
 * its position in the batch, from 0. The buffers are kept for the next batch. Not thread-safe.
 */
public final class EncodedBatch {
  private static final int FIRST_RECORDS = 1024;

  private final RunTarget target;
  private final byte[] customer;
  private final int width;
  private final CopyBuffer[] buffers;
  private final RowHashes[] hashes;
  private final RowDigest digest = new RowDigest();
  private final List<ReferenceUse> references = new ArrayList<>();
  private final IdUses idUses = new IdUses();

  /** Position of the first record of each id, by main table of an entity that refers to itself. */
  private final List<Map<Object, Integer>> ids;

  /** For record i and table t at {@code i * width + t}: where its tuples and its hashes begin. */
  private int[] tupleStarts;

  private int[] rowStarts;
  private int records;
  private long bytes;
  private boolean ownReferences;
  private boolean mainRows = true;

  /** Key hash and row hash of the rows of one table, in order. */
  private static final class RowHashes {
    private long[] values = new long[256];
    private int rows;

    void add(long keyHash, long rowHash) {
      if (2 * rows == values.length) {
        values = Arrays.copyOf(values, values.length * 2);
      }
      values[2 * rows] = keyHash;
      values[2 * rows + 1] = rowHash;
      rows++;
    }
  }

  public EncodedBatch(RunTarget target) {
    this.target = target;
    this.customer = target.customer().getBytes(StandardCharsets.UTF_8);
    this.width = target.tableCount();
    this.buffers = new CopyBuffer[width];
    this.hashes = new RowHashes[width];
    Arrays.setAll(buffers, i -> new CopyBuffer());
    Arrays.setAll(hashes, i -> new RowHashes());
    List<Map<Object, Integer>> byTable = new ArrayList<>();
    for (int t = 0; t < width; t++) {
      byTable.add(target.table(t).isOwnParent() ? new HashMap<>() : Map.of());
    }
    this.ids = List.copyOf(byTable);
    this.tupleStarts = new int[FIRST_RECORDS * width];
    this.rowStarts = new int[FIRST_RECORDS * width];
  }

  /** Forgets all records; the buffers stay. */
  public void clear() {
    for (int t = 0; t < width; t++) {
      buffers[t].clear();
      hashes[t].rows = 0;
    }
    references.clear();
    idUses.clear();
    ids.stream().filter(byId -> !byId.isEmpty()).forEach(Map::clear);
    records = 0;
    bytes = 0;
    ownReferences = false;
    mainRows = true;
  }

  /**
   * Encodes a record's rows.
   *
   * @return its position in the batch
   * @throws CellMismatchException when a row does not fit its table; the batch is then as it was
   */
  public int add(Entity entity, List<TableRow> rows) throws CellMismatchException {
    mark(records);
    int referencesBefore = references.size();
    try {
      if (rows.isEmpty()) {
        throw new CellMismatchException(
            null, "Expected a record with at least its main row, but found none.");
      }
      for (TableRow row : rows) {
        row(entity, row);
      }
    } catch (CellMismatchException e) {
      rewind(records);
      references.subList(referencesBefore, references.size()).clear();
      idUses.dropFrom(records);
      throw e;
    }
    for (TableRow row : rows) {
      noteId(row);
    }
    mainRows &= hasMainRow(rows);
    return records++;
  }

  /** Number of records. */
  public int size() {
    return records;
  }

  /** Bytes of all tuples. */
  public long bytes() {
    return bytes;
  }

  /** Empty digests by table index. */
  BucketDigest[] newDigests() {
    BucketDigest[] digests = new BucketDigest[width];
    Arrays.setAll(digests, table -> new BucketDigest());
    return digests;
  }

  /** Adds the rows of a record to the digests. */
  void addTo(BucketDigest[] digests, int record) {
    for (int t = 0; t < width; t++) {
      long[] values = hashes[t].values;
      int to = rowEnd(record, t);
      for (int row = rowStarts[record * width + t]; row < to; row++) {
        digests[t].add(values[2 * row], values[2 * row + 1]);
      }
    }
  }

  public RunTarget target() {
    return target;
  }

  /** Cells that refer to records, in the order of the records. */
  public List<ReferenceUse> references() {
    return references;
  }

  /** Ids that {@code godwit.identity} knows, or is to know. */
  IdUses ids() {
    return idUses;
  }

  /** Writes the target's id into the tuple that has room for it. */
  void write(IdUses.Room room, String id) {
    StoredId.write(room.column().type(), id, buffers[room.table()], room.at());
  }

  /** Whether there are rows of a table. */
  boolean hasRows(int table) {
    return hashes[table].rows > 0;
  }

  /** Whether each record has its main row, and no other row of it the id of another record. */
  boolean hasMainRows() {
    return mainRows;
  }

  private boolean hasMainRow(List<TableRow> rows) {
    Object id = null;
    boolean found = false;
    for (TableRow row : rows) {
      if (target.table(row.getTable()).isMain()) {
        found = true;
        id = idOf(row);
      }
    }
    for (TableRow row : rows) {
      int at = target.table(row.getTable()).idPosition();
      found &= at < 0 || Objects.equals(id, row.getCells().get(at));
    }
    return found;
  }

  /** The id in a row; null where its table has none. */
  private Object idOf(TableRow row) {
    int at = target.table(row.getTable()).idPosition();
    return at < 0 ? null : row.getCells().get(at);
  }

  /** Whether a record may refer to one of its own entity; false where surely none does. */
  public boolean hasOwnReferences() {
    return ownReferences;
  }

  /**
   * Position of the first record of an id.
   *
   * @param entity an entity that refers to itself
   * @param id UUID, Long or text
   * @return null where the batch has none
   */
  public Integer position(Entity entity, Object id) {
    return ids.get(target.main(entity).table().index()).get(id);
  }

  private void noteId(TableRow row) {
    LoadTable table = target.table(row.getTable());
    if (table.isOwnParent()) {
      ids.get(row.getTable()).putIfAbsent(keyOf(row.getCells().get(table.idPosition())), records);
    }
  }

  byte[] tuples(int table) {
    return buffers[table].bytes();
  }

  int tupleStart(int record, int table) {
    return tupleStarts[record * width + table];
  }

  int tupleEnd(int record, int table) {
    return record + 1 == records
        ? buffers[table].size()
        : tupleStarts[(record + 1) * width + table];
  }

  /** Rows of a record in a table. */
  int rows(int record, int table) {
    return rowEnd(record, table) - rowStarts[record * width + table];
  }

  /** Number, in the batch's order of a table, of a record's first row in it. */
  int firstRow(int record, int table) {
    return rowStarts[record * width + table];
  }

  private int rowEnd(int record, int table) {
    return record + 1 == records ? hashes[table].rows : rowStarts[(record + 1) * width + table];
  }

  private void row(Entity entity, TableRow row) throws CellMismatchException {
    int index = row.getTable();
    if (index < 0 || index >= width || !target.table(index).table().entity().equals(entity)) {
      throw new CellMismatchException(
          null,
          "Expected a row of a table of %s, but found table number %d. Was it made with another pack?"
              .formatted(entity, index));
    }
    LoadTable table = target.table(index);
    List<Object> cells = row.getCells();
    requireOwn(table, cells);
    int before = buffers[index].size();
    table.encoder().encode(cells, buffers[index], digest);
    bytes += buffers[index].size() - before;
    hashes[index].add(digest.keyHash(table.key()), digest.rowHash());
    noteIds(table, index, cells);
    List<Reference> pointers = table.references();
    for (int i = 0; i < pointers.size(); i++) {
      Object cell = cells.get(pointers.get(i).position());
      if (cell != null) {
        references.add(new ReferenceUse(records, pointers.get(i), keyOf(cell)));
        ownReferences |= pointers.get(i).isOwn();
      }
    }
  }

  /** No row of a customer is written under another, whatever the record says. */
  private void requireOwn(LoadTable table, List<Object> cells) throws CellMismatchException {
    int at = table.customerPosition();
    if (at >= 0
        && at < cells.size()
        && !(cells.get(at) instanceof CharSequence text && isCustomer(text))) {
      throw new CellMismatchException(
          table.table().columns().get(at).name(),
          "Expected a row of customer %s, whose run it names, found one of another customer. Find the program that wrote it; only the transformer may."
              .formatted(target.customer()));
    }
  }

  private boolean isCustomer(CharSequence text) {
    return text instanceof Utf8 utf8
        ? Arrays.equals(utf8.getBytes(), 0, utf8.getByteLength(), customer, 0, customer.length)
        : target.customer().contentEquals(text);
  }

  private void noteIds(LoadTable table, int index, List<Object> cells) {
    String own = null;
    for (MappedId column : table.mapped()) {
      int room = table.encoder().room(column.position());
      if (room >= 0) {
        String sourceId = cells.get(column.position()).toString();
        idUses.rooms().add(new IdUses.Room(records, index, column, room, sourceId));
        own = column.own() ? sourceId : own;
      }
    }
    if (!table.isWritten()) {
      List<String> key = new ArrayList<>();
      for (int position : table.key()) {
        Object cell = cells.get(position);
        key.add(cell == null ? null : keyOf(cell).toString());
      }
      idUses.lookedUp().add(new IdUses.LookedUp(records, index, own, key));
    } else if (table.isRemembered() && own == null) {
      String id = keyOf(cells.get(table.idPosition())).toString();
      idUses.remembered().add(new IdUses.Remembered(records, table.table().entity(), id));
    }
  }

  /** A key that can be compared and sent as an array element. */
  private static Object keyOf(Object cell) {
    if (cell instanceof ByteBuffer bytes && bytes.remaining() == 16) {
      return new UUID(bytes.getLong(bytes.position()), bytes.getLong(bytes.position() + 8));
    }
    return cell instanceof CharSequence text ? text.toString() : cell;
  }

  private void mark(int record) {
    if (record * width == tupleStarts.length) {
      int more = record * 2;
      tupleStarts = Arrays.copyOf(tupleStarts, more * width);
      rowStarts = Arrays.copyOf(rowStarts, more * width);
    }
    for (int t = 0; t < width; t++) {
      tupleStarts[record * width + t] = buffers[t].size();
      rowStarts[record * width + t] = hashes[t].rows;
    }
  }

  private void rewind(int toRecord) {
    for (int t = 0; t < width; t++) {
      int start = tupleStarts[toRecord * width + t];
      bytes -= buffers[t].size() - start;
      buffers[t].truncate(start);
      hashes[t].rows = rowStarts[toRecord * width + t];
    }
  }
}
