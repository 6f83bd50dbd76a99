package dev.godwit.loader.replay;

import dev.godwit.loader.batch.LoadRun;
import dev.godwit.loader.inbound.InboundRecord;
import dev.godwit.loader.inbound.LoadRecord;
import dev.godwit.loader.inbound.LoadRecord.Problem;
import dev.godwit.loader.inbound.RecordRange;
import dev.godwit.loader.live.LiveReplay;
import dev.godwit.loader.replay.StretchReader.Step;
import dev.godwit.loader.rows.EncodedBatch;
import dev.godwit.loader.rows.RangeOutcome;
import dev.godwit.loader.rows.RowRepair;
import dev.godwit.loader.rows.RowRepair.Fate;
import dev.godwit.pgcopy.CellMismatchException;
import dev.godwit.records.Entity;
import dev.godwit.records.QuarantineReason;
import dev.godwit.row.v1.TableRow;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import org.apache.kafka.common.TopicPartition;

/**
 * The records of one step of a replay and what became of each, in one attempt at its transaction.
 *
 * @param records the records, in order
 * @param fates what became of each, in the same order
 * @param outcomes counts some of the records, as a receipt does, with the digests of rows written
 */
record ReplayedStep(
    List<LoadRecord> records,
    List<Fate> fates,
    BiFunction<TopicPartition, List<LoadRecord>, RangeOutcome> outcomes) {

  /**
   * Writes what the target lacks of a step's records, inside the connection's open transaction.
   *
   * @param quarantined reasons by offset of the records in quarantine
   * @param replace whether rows whose fields differ are replaced
   * @throws SQLException any error that is not a row's; the transaction cannot go on
   */
  static ReplayedStep write(
      Connection connection, LoadRun run, Step step, Map<Long, String> quarantined, boolean replace)
      throws SQLException {
    if (step.records().isEmpty()) {
      return new ReplayedStep(List.of(), List.of(), (partition, some) -> null);
    }
    return step.entity().equals(Entity.LIVE)
        ? live(connection, run, step)
        : rows(connection, run, step, quarantined, replace);
  }

  private static ReplayedStep live(Connection connection, LoadRun run, Step step)
      throws SQLException {
    LiveReplay live = new LiveReplay(connection, run, step.partition(), step.records());
    return new ReplayedStep(
        live.records(), live.records().stream().map(live::fate).toList(), live::outcomeOf);
  }

  private static ReplayedStep rows(
      Connection connection, LoadRun run, Step step, Map<Long, String> quarantined, boolean replace)
      throws SQLException {
    EncodedBatch batch = new EncodedBatch(run.target());
    List<List<TableRow>> rows = new ArrayList<>();
    List<LoadRecord> records = new ArrayList<>();
    BitSet held = new BitSet();
    for (InboundRecord record : step.records()) {
      LoadRecord encoded = encoded(record, step.entity(), batch, rows);
      records.add(encoded);
      if (encoded.position() >= 0 && quarantined.containsKey(encoded.source().offset())) {
        held.set(encoded.position());
      }
    }
    Fate[] fates =
        new RowRepair(connection, run.target(), replace).repair(batch, step.entity(), rows, held);
    return new ReplayedStep(
        records,
        records.stream()
            .map(record -> record.position() < 0 ? Fate.REFUSED : fates[record.position()])
            .toList(),
        (partition, some) -> count(partition, step.entity(), batch, fates, some));
  }

  private static LoadRecord encoded(
      InboundRecord record, Entity entity, EncodedBatch batch, List<List<TableRow>> rows) {
    if (!(record instanceof InboundRecord.Row row)) {
      return LoadRecord.unreadable(record.source(), "It cannot be read still.");
    }
    try {
      int position = batch.add(entity, row.record().getRows());
      rows.add(row.record().getRows());
      return new LoadRecord(row.source(), position, row.record().getLegacyId(), null);
    } catch (CellMismatchException e) {
      return LoadRecord.unencoded(
          row.source(),
          row.record().getLegacyId(),
          new Problem(QuarantineReason.UNREADABLE, e.column(), e.getMessage()));
    }
  }

  /**
   * Opens and clicks that the target has came live meanwhile: they are held already. Any other
   * record that it has whole was put there for the quarantined one, and counts as loaded.
   */
  private static RangeOutcome count(
      TopicPartition partition,
      Entity entity,
      EncodedBatch batch,
      Fate[] fates,
      List<LoadRecord> some) {
    RecordRange range = new RecordRange(partition, entity);
    BitSet held = new BitSet();
    for (LoadRecord record : some) {
      range.add(record);
      if (entity.equals(Entity.ENGAGEMENTS) && fates[record.position()] == Fate.PRESENT) {
        held.set(record.position());
      }
    }
    return RangeOutcome.of(range, batch, held);
  }
}
