package dev.godwit.loader.live;

import dev.godwit.loader.batch.LoadRun;
import dev.godwit.loader.inbound.InboundRecord;
import dev.godwit.loader.inbound.LoadRecord;
import dev.godwit.loader.inbound.RecordRange;
import dev.godwit.loader.rows.RangeOutcome;
import dev.godwit.loader.rows.RowRepair.Fate;
import dev.godwit.records.Entity;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.apache.kafka.common.TopicPartition;

/**
 * Loads live events that were read again, inside the connection's open transaction: an event that
 * the target has is left, one that is missing is written. Counts nothing. Made for one step of a
 * replay. Not thread-safe.
 */
public final class LiveReplay {
  private final LiveRows rows;
  private final List<LoadRecord> records;

  /**
   * Loads.
   *
   * @param events in order of offset, at least one
   * @throws SQLException any error that is not a row's; the transaction cannot go on
   */
  public LiveReplay(
      Connection connection, LoadRun run, TopicPartition partition, List<InboundRecord> events)
      throws SQLException {
    LiveRange range = new LiveRange(run, partition);
    events.forEach(range::add);
    this.rows = new LiveRows(connection, run);
    this.records = rows.load(List.of(range)).outcomes().get(0).range().records();
  }

  /** The events, in their order. */
  public List<LoadRecord> records() {
    return records;
  }

  /** The fate of an event. */
  public Fate fate(LoadRecord record) {
    if (record.problem() != null) {
      return Fate.REFUSED;
    }
    return rows.isHeld(record.position()) ? Fate.PRESENT : Fate.WRITTEN;
  }

  /** Counts some of the events by outcome. */
  public RangeOutcome outcomeOf(TopicPartition partition, List<LoadRecord> some) {
    RecordRange range = new RecordRange(partition, Entity.LIVE);
    some.forEach(range::add);
    return rows.outcomeOf(range);
  }
}
