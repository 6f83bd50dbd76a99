package dev.godwit.loader.batch;

import dev.godwit.loader.inbound.RecordRange;
import dev.godwit.loader.progress.CutStore.PassedCut;
import dev.godwit.loader.rows.RangeOutcome;
import dev.godwit.records.Entity;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;

/** The records of a batch that belong to one run. */
public interface RunPart {
  /** The run. */
  LoadRun run();

  /** Whether the records are rows of the snapshot or live engagement. */
  Traffic traffic();

  /**
   * As {@link #write}, in the run's schema.
   *
   * @throws SQLException retriable or fatal; the transaction cannot go on
   */
  default Written writeInSchema(Connection connection) throws SQLException {
    run().target().enter(connection);
    return write(connection);
  }

  /**
   * Writes the rows, and the progress that belongs to them (cuts or live totals), inside the
   * connection's open transaction, which has entered the run's schema. The caller holds the run's
   * fence. May be called again after the transaction was rolled back.
   *
   * @throws SQLException retriable or fatal; the transaction cannot go on
   */
  Written write(Connection connection) throws SQLException;

  /**
   * The outcome of each record of a part.
   *
   * @param run the run
   * @param outcomes the outcome of each range
   * @param cuts cuts that the part passes
   * @param waiting ranges that end early, because a parent may still come, with the entity of that
   *     parent
   */
  record Written(
      LoadRun run,
      List<RangeOutcome> outcomes,
      List<PassedCut> cuts,
      Map<RecordRange, Entity> waiting) {}
}
