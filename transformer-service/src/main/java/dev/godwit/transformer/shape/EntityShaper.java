package dev.godwit.transformer.shape;

import dev.godwit.pack.TargetPack;
import dev.godwit.pack.TargetTable;
import dev.godwit.records.Entity;
import dev.godwit.row.v1.TableRow;
import dev.godwit.row.v1.TransformedLive;
import dev.godwit.row.v1.TransformedRecord;
import dev.godwit.transformer.quarantine.QuarantinedException;
import dev.godwit.wire.BodyBuffer;
import dev.godwit.wire.BodyWriter;
import dev.godwit.worker.run.RunSpec;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Writes a record's values as a {@code TransformedRecord} or {@code TransformedLive}, in Avro's
 * form and without making one: the row of the entity's main table, then those of its child tables
 * in the pack's order. Compiled once for a run's pack and customer.
 *
 * <p>The values that it returns begin with room for the wire format's first bytes, which {@link
 * dev.godwit.wire.WireEncoder#complete} writes. Not thread-safe.
 */
public final class EntityShaper {
  private final Fields fields;
  private final Table main;
  private final Table[] children;
  private final BodyBuffer out = new BodyBuffer();
  private final Shaping row = new Shaping(out);
  private final BodyWriter<Shaping, QuarantinedException> snapshot;
  private final BodyWriter<Shaping, QuarantinedException> live;
  private final BodyWriter<Table, QuarantinedException> tableRow;

  /**
   * Compiles.
   *
   * @param pack a pack that was checked against the catalogue
   * @throws IllegalArgumentException where the pack asks for the impossible; fatal
   */
  public EntityShaper(TargetPack pack, Entity entity, RunSpec spec) {
    this.fields = new Fields(pack, entity);
    byte[] run = spec.runId().getBytes(StandardCharsets.UTF_8);
    int legacyId = fields.position("legacyId");
    ColumnCompiler compiler =
        new ColumnCompiler(pack, entity, fields, spec.customer(), spec.derivedIds());
    this.main = compile(pack.main(entity), compiler);
    this.children =
        pack.tables(entity).stream()
            .filter(table -> !table.isMain())
            .map(table -> compile(table, compiler))
            .toArray(Table[]::new);
    this.snapshot =
        BodyWriter.<Shaping, QuarantinedException>of(TransformedRecord.getClassSchema())
            .text("runId", (record, to) -> to.writeBytes(run, 0, run.length))
            .text("legacyId", (record, to) -> to.writeString((String) record.values[legacyId]))
            .list("rows", (record, to) -> writeRows(record.values))
            .build();
    this.live =
        BodyWriter.<Shaping, QuarantinedException>of(TransformedLive.getClassSchema())
            .text("runId", (record, to) -> to.writeBytes(run, 0, run.length))
            .text("eventId", (record, to) -> to.writeString(record.identity))
            .optionalText("messageId", (record, to) -> writeOptional(record.messageId, to))
            .optionalText("recipient", (record, to) -> writeOptional(record.recipient, to))
            .list("rows", (record, to) -> writeRows(record.values))
            .build();
    this.tableRow =
        BodyWriter.<Table, QuarantinedException>of(TableRow.getClassSchema())
            .number("table", (table, to) -> to.writeLong(table.index))
            .list("cells", (table, to) -> writeCells(table))
            .build();
  }

  /** Places of the values, and which of them are used. */
  public Fields fields() {
    return fields;
  }

  /**
   * The value for Kafka.
   *
   * @param values the record's values, in the places of {@link #fields()}
   * @return a new array
   * @throws QuarantinedException where the target cannot take the record
   */
  public byte[] shape(Object[] values) throws QuarantinedException {
    return shape(values, null);
  }

  /**
   * The value for Kafka, of an engagement whose sender gave it an id of its own.
   *
   * @param eventId null where there is none; else the row's derived id follows from it
   */
  public byte[] shape(Object[] values, String eventId) throws QuarantinedException {
    row.begin(values);
    row.eventId = eventId;
    return write(snapshot);
  }

  /**
   * The value for Kafka of a live event: a {@code TransformedLive}.
   *
   * @param eventId as above
   * @param identity the event id, else the source's primary key
   * @param messageId message id that the email is found by; null where the email is among the
   *     values. The cell that refers to the email is NULL otherwise, whatever its column takes
   * @param recipient normalised address that decides where several emails have the message id; null
   *     where none is named
   */
  public byte[] shapeLive(
      Object[] values, String eventId, String identity, String messageId, String recipient)
      throws QuarantinedException {
    row.begin(values);
    row.eventId = eventId;
    row.identity = identity;
    row.messageId = messageId;
    row.recipient = recipient;
    return write(live);
  }

  private byte[] write(BodyWriter<Shaping, QuarantinedException> writer)
      throws QuarantinedException {
    out.beginValue();
    writer.write(row, out);
    return out.copy();
  }

  private static void writeOptional(String text, BodyBuffer to) {
    if (text == null) {
      to.writeAbsent();
    } else {
      to.writePresent();
      to.writeString(text);
    }
  }

  private void writeRows(Object[] values) throws QuarantinedException {
    out.writeLong(count(values));
    tableRow.write(main, out);
    for (Table child : children) {
      for (String item : items(child, values)) {
        row.item = item;
        tableRow.write(child, out);
      }
      row.item = null;
    }
    out.writeLong(0);
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

  private void writeCells(Table table) throws QuarantinedException {
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
