package dev.godwit.local.preview;

import dev.godwit.canonical.DerivedId;
import dev.godwit.common.v1.RunKind;
import dev.godwit.pack.SourcePack;
import dev.godwit.pack.TargetColumn;
import dev.godwit.pack.TargetPack;
import dev.godwit.pack.TargetTable;
import dev.godwit.records.Entity;
import dev.godwit.row.v1.TableRow;
import dev.godwit.row.v1.TransformedRecord;
import dev.godwit.transformer.entity.RunTransform;
import dev.godwit.transformer.normalise.PlausibleTimes;
import dev.godwit.transformer.quarantine.QuarantinedException;
import dev.godwit.transformer.quarantine.ReplacedValue;
import dev.godwit.wire.WireEncoder;
import dev.godwit.worker.run.RunSpec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.generic.IndexedRecord;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.specific.SpecificDatumReader;

/** The rows of the target that the transformer makes of an extracted record. Not thread-safe. */
final class TargetRows {
  private final TargetPack pack;
  private final RunTransform transform;

  /**
   * A row.
   *
   * @param table name of its table
   * @param isWritten false where the row is one that the target has, and is only found
   * @param cells columns with their values as text; null for NULL. Where the loader puts an id or
   *     an account of the target in the place of a value, the source's is there
   */
  record Row(String table, boolean isWritten, Map<String, String> cells) {}

  /** Values of the record that was transformed last that were replaced, as the pack says. */
  List<ReplacedValue> replaced() {
    return transform.replaced();
  }

  /** With a target pack that was checked against its database. */
  TargetRows(SourcePack source, TargetPack pack, String customer) {
    this.pack = pack;
    this.transform =
        new RunTransform(
            new RunSpec(
                RunSpec.idOf(customer, 1),
                customer,
                1,
                RunKind.REHEARSAL,
                source.name(),
                pack.name(),
                DerivedId.ORDERED),
            pack,
            PlausibleTimes.standard());
  }

  boolean has(Entity entity) {
    return pack.entities().contains(entity);
  }

  /** Columns of an entity in whose cells the loader puts an id or an account of the target. */
  List<String> translated(Entity entity) {
    return pack.tables(entity).stream()
        .flatMap(
            table ->
                table.columns().stream()
                    .filter(TargetColumn::isTranslated)
                    .map(column -> table.name() + "." + column.name()))
        .toList();
  }

  /**
   * The rows: that of the main table first.
   *
   * @throws QuarantinedException where the record would be quarantined
   * @throws IllegalArgumentException where the packs do not fit each other
   */
  List<Row> of(Entity entity, IndexedRecord record) throws QuarantinedException {
    List<Row> rows = new ArrayList<>();
    for (TableRow row : decode(transform.transform(entity, record)).getRows()) {
      TargetTable table = pack.tables().get(row.getTable());
      Map<String, String> cells = new LinkedHashMap<>();
      for (int i = 0; i < table.columns().size(); i++) {
        TargetColumn column = table.columns().get(i);
        cells.put(column.name(), CellText.of(column.type(), row.getCells().get(i)));
      }
      rows.add(new Row(table.name(), pack.writes(table), cells));
    }
    return rows;
  }

  private static TransformedRecord decode(byte[] value) {
    int room = WireEncoder.PREFIX_BYTES;
    try {
      return new SpecificDatumReader<TransformedRecord>(TransformedRecord.getClassSchema())
          .read(null, DecoderFactory.get().binaryDecoder(value, room, value.length - room, null));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
