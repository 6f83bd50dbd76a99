package dev.godwit.loader.batch;

import dev.godwit.common.v1.Entity;
import dev.godwit.loader.inbound.LoadRecord;
import dev.godwit.loader.inbound.RecordRange;
import dev.godwit.loader.progress.CutStore.Passed;
import dev.godwit.loader.rows.EncodedBatch;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.BitSet;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** The records of a batch that belong to one run. */
public interface RunPart {
  /** The run. */
  LoadRun run();

  /** Whether the records are rows of the snapshot or live engagement. */
  Traffic traffic();

  /**
   * Writes the rows, and the progress that belongs to them (cuts or live totals), inside the
   * connection's open transaction. The caller holds the run's fence. May be called again after the
   * transaction was rolled back.
   *
   * @throws SQLException retriable or fatal; the transaction cannot go on
   */
  Written write(Connection connection) throws SQLException;

  /** Records of a range by outcome. */
  record Counts(long loaded, long held, long quarantined) {
    Counts plus(Counts other) {
      return new Counts(loaded + other.loaded, held + other.held, quarantined + other.quarantined);
    }
  }

  /**
   * The outcome of each record of a part.
   *
   * @param run the run
   * @param ranges ranges with their records; a record with a problem is quarantined
   * @param batch row hashes by position
   * @param held positions of records that the target held already
   * @param cuts cuts that the part passes
   * @param waiting ranges that end early, because a parent may still come, with the entity of that
   *     parent
   */
  record Written(
      LoadRun run,
      List<RecordRange> ranges,
      EncodedBatch batch,
      BitSet held,
      List<Passed> cuts,
      Map<RecordRange, Entity> waiting) {

    /** Records by outcome, by entity. */
    Map<Entity, Counts> counts() {
      Map<Entity, Counts> counts = new EnumMap<>(Entity.class);
      for (RecordRange range : ranges) {
        long quarantined = 0;
        long already = 0;
        for (LoadRecord record : range.records()) {
          if (record.problem() != null) {
            quarantined++;
          } else if (held.get(record.position())) {
            already++;
          }
        }
        long loaded = range.records().size() - quarantined - already;
        counts.merge(range.entity(), new Counts(loaded, already, quarantined), Counts::plus);
      }
      return counts;
    }
  }
}
