package dev.godwit.transformer.shape;

import dev.godwit.common.v1.Entity;
import dev.godwit.pack.TargetPack;
import dev.godwit.pack.TargetTable;
import dev.godwit.row.v1.TransformedLive;
import dev.godwit.transformer.quarantine.QuarantinedException;
import dev.godwit.wire.BodyBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.Schema;

/**
 * Writes a record's values as a {@code TransformedRecord} or {@code TransformedLive}, in Avro's
 * form and without making one: the row of the entity's main table, then those of its child tables
 * in the pack's order. Compiled once for a run's pack and customer.
 *
 * <p>Not thread-safe.
 */
public final class EntityShaper {
  private static final Schema MESSAGE_IDS =
      TransformedLive.getClassSchema().getField("messageId").schema();
  private static final int NO_MESSAGE_ID = MESSAGE_IDS.getIndexNamed("null");
  private static final int MESSAGE_ID = MESSAGE_IDS.getIndexNamed("string");

  private final Fields fields;
  private final Table main;
  private final Table[] children;
  private final byte[] runId;
  private final int legacyId;
  private final BodyBuffer out;
  private final Shaping row;

  /**
   * Compiles.
   *
   * @param pack a pack that was checked against the catalogue
   * @throws IllegalArgumentException where the pack asks for what cannot be; fatal
   */
  public EntityShaper(TargetPack pack, Entity entity, String runId, String customer) {
    this.fields = new Fields(pack, entity);
    this.out = new BodyBuffer();
    this.row = new Shaping(out);
    this.runId = runId.getBytes(StandardCharsets.UTF_8);
    this.legacyId = fields.position("legacyId");
    ColumnCompiler compiler = new ColumnCompiler(pack, entity, fields, customer);
    this.main = compile(pack.main(entity), compiler);
    List<Table> compiled = new ArrayList<>();
    for (TargetTable table : pack.tables(entity)) {
      if (!table.isMain()) {
        compiled.add(compile(table, compiler));
      }
    }
    this.children = compiled.toArray(Table[]::new);
  }

  /** Places of the values, and which of them are used. */
  public Fields fields() {
    return fields;
  }

  /**
   * The value for Kafka.
   *
   * @param prefix bytes to begin with: those of the wire format
   * @param values the record's values, in the places of {@link #fields()}
   * @return a new array
   * @throws QuarantinedException where the new system cannot take the record
   */
  public byte[] shape(byte[] prefix, Object[] values) throws QuarantinedException {
    return shape(prefix, values, null);
  }

  /**
   * The value for Kafka, of an engagement whose sender gave it an id of its own.
   *
   * @param eventId null where there is none; else the row's derived id follows from it
   */
  public byte[] shape(byte[] prefix, Object[] values, String eventId) throws QuarantinedException {
    begin(prefix, values);
    row.eventId = eventId;
    out.writeString((String) values[legacyId]);
    return rows(values);
  }

  /**
   * The value for Kafka of a live event: a {@code TransformedLive}.
   *
   * @param eventId as above
   * @param identity what the event is recognised by: the event id, else the old primary key
   * @param messageId what the email is found by; null where the email is among the values. The cell
   *     that refers to the email is NULL otherwise, whatever its column takes
   */
  public byte[] shapeLive(
      byte[] prefix, Object[] values, String eventId, String identity, String messageId)
      throws QuarantinedException {
    begin(prefix, values);
    row.eventId = eventId;
    row.emailByMessage = messageId != null;
    out.writeString(identity);
    if (messageId == null) {
      out.writeLong(NO_MESSAGE_ID);
    } else {
      out.writeLong(MESSAGE_ID);
      out.writeString(messageId);
    }
    return rows(values);
  }

  private void begin(byte[] prefix, Object[] values) {
    out.reset();
    row.begin(values);
    out.writeFixed(prefix, 0, prefix.length);
    out.writeBytes(runId, 0, runId.length);
  }

  private byte[] rows(Object[] values) throws QuarantinedException {
    out.writeLong(count(values));
    writeRow(main);
    for (Table child : children) {
      for (String item : items(child, values)) {
        row.item = item;
        writeRow(child);
      }
      row.item = null;
    }
    out.writeLong(0);
    return out.copy();
  }

  private long count(Object[] values) throws QuarantinedException {
    long rows = 1;
    for (Table child : children) {
      List<String> items = items(child, values);
      ItemLimit.check(items, child.maxItems, child.name);
      rows += items.size();
    }
    return rows;
  }

  @SuppressWarnings("unchecked")
  private static List<String> items(Table table, Object[] values) {
    List<String> items = (List<String>) values[table.each];
    return items == null ? List.of() : items;
  }

  private void writeRow(Table table) throws QuarantinedException {
    out.writeLong(table.index);
    out.writeLong(table.cells.length);
    for (Cell cell : table.cells) {
      cell.write(row);
    }
    out.writeLong(0);
  }

  private Table compile(TargetTable table, ColumnCompiler compiler) {
    Cell[] cells =
        table.columns().stream()
            .map(column -> compiler.compile(table, column))
            .toArray(Cell[]::new);
    int each = table.isMain() ? -1 : fields.position(table.each());
    return new Table(table.name(), table.index(), each, table.maxItems(), cells);
  }

  private record Table(String name, int index, int each, Integer maxItems, Cell[] cells) {}
}
