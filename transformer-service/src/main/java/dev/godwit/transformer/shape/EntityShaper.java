package dev.godwit.transformer.shape;

import dev.godwit.pack.TargetPack;
import dev.godwit.records.Entity;
import dev.godwit.row.v1.TableRow;
import dev.godwit.row.v1.TransformedLive;
import dev.godwit.row.v1.TransformedRecord;
import dev.godwit.transformer.limit.CloseValue;
import dev.godwit.transformer.quarantine.QuarantinedException;
import dev.godwit.transformer.quarantine.ReplacedValue;
import dev.godwit.wire.BodyBuffer;
import dev.godwit.wire.BodyWriter;
import dev.godwit.worker.run.RunSpec;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes a record's values as a {@code TransformedRecord} or {@code TransformedLive}, in Avro's
 * form and without making one: the row of the entity's main table, then those of its other tables
 * in the pack's order. Compiled once for a run's pack and customer.
 *
 * <p>The values that it returns begin with room for the wire format's first bytes, which {@link
 * dev.godwit.wire.WireEncoder#complete} writes. Not thread-safe.
 */
public final class EntityShaper {
  private final Fields fields;
  private final ShapedTable[] tables;
  private final List<ReplacedValue> repeated = new ArrayList<>();
  private final BodyBuffer out = new BodyBuffer();
  private final Shaping row = new Shaping(out);
  private final BodyWriter<Shaping, QuarantinedException> snapshot;
  private final BodyWriter<Shaping, QuarantinedException> live;
  private final BodyWriter<ShapedTable, QuarantinedException> tableRow;

  /**
   * Compiles.
   *
   * @param pack a pack that was checked against the catalogue
   * @throws IllegalArgumentException where the pack asks for the impossible; fatal
   */
  public EntityShaper(TargetPack pack, Entity entity, RunSpec spec) {
    this.fields = new Fields(pack, entity);
    byte[] run = spec.runId().getBytes(StandardCharsets.UTF_8);
    byte[] layout = pack.layout().getBytes(StandardCharsets.UTF_8);
    int legacyId = fields.position("legacyId");
    ColumnCompiler compiler =
        new ColumnCompiler(pack, entity, fields, spec.customer(), spec.derivedIds());
    this.tables =
        pack.tables(entity).stream()
            .map(table -> new ShapedTable(table, fields, compiler))
            .toArray(ShapedTable[]::new);
    this.snapshot =
        BodyWriter.<Shaping, QuarantinedException>of(TransformedRecord.getClassSchema())
            .text("runId", (record, to) -> to.writeBytes(run, 0, run.length))
            .text("legacyId", (record, to) -> to.writeString((String) record.values[legacyId]))
            .list("rows", (record, to) -> writeRows())
            .build();
    this.live =
        BodyWriter.<Shaping, QuarantinedException>of(TransformedLive.getClassSchema())
            .text("runId", (record, to) -> to.writeBytes(run, 0, run.length))
            .text("eventId", (record, to) -> to.writeString(record.identity))
            .optionalText("messageId", (record, to) -> writeOptional(record.messageId, to))
            .optionalText("recipient", (record, to) -> writeOptional(record.recipient, to))
            .list("rows", (record, to) -> writeRows())
            .optionalText("layout", (record, to) -> writePresent(layout, to))
            .build();
    this.tableRow =
        BodyWriter.<ShapedTable, QuarantinedException>of(TableRow.getClassSchema())
            .number("table", (table, to) -> to.writeLong(table.index()))
            .list("cells", (table, to) -> table.writeCells(row))
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

  /**
   * All that a record violates in the columns of its tables, in the order of tables, rows and
   * columns; a new list, empty where the target can take it.
   *
   * @param eventId as above
   * @param messageId as above; null for a record that is no live event
   */
  public List<QuarantinedException> violations(Object[] values, String eventId, String messageId) {
    List<QuarantinedException> found = new ArrayList<>();
    row.begin(values);
    row.eventId = eventId;
    row.messageId = messageId;
    out.beginValue();
    for (ShapedTable table : tables) {
      table.findViolations(row, found::add);
    }
    return found;
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

  private static void writePresent(byte[] text, BodyBuffer to) {
    to.writePresent();
    to.writeBytes(text, 0, text.length);
  }

  private void writeRows() throws QuarantinedException {
    repeated.clear();
    long rows = 0;
    for (ShapedTable table : tables) {
      rows += table.plan(row, repeated);
    }
    // Keys of items may be written twice: once to compare them, which is no row.
    row.close.clear();
    out.writeLong(rows);
    for (ShapedTable table : tables) {
      for (int i = table.next(0); i >= 0; i = table.next(i + 1)) {
        table.begin(row, i);
        tableRow.write(table, out);
      }
      table.toNoItem(row);
    }
    out.writeLong(0);
  }

  /** Values of the record that was shaped last that come close to a limit of their column. */
  public List<CloseValue> close() {
    return row.close.list();
  }

  /** Items of the record that was shaped last that have no row, since an equal one has it. */
  List<ReplacedValue> repeated() {
    return repeated;
  }
}
