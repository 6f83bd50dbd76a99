package dev.godwit.transformer.inbound;

import dev.godwit.row.v1.Cut;
import dev.godwit.transformer.limit.CloseValue;
import dev.godwit.transformer.quarantine.QuarantinedException;
import dev.godwit.transformer.quarantine.ReplacedValue;
import dev.godwit.worker.run.RunSpec;
import java.util.List;
import java.util.function.BooleanSupplier;

/** The outcome of one record that was read. */
public sealed interface Outcome {
  /**
   * It was transformed.
   *
   * @param value for the transformed topic
   * @param id its id in the source; of a merge group the survivor's
   * @param rows source rows that it stands for
   * @param machine true where it is a live event that a machine caused
   * @param replaced values of it that were replaced
   * @param close values of it that come close to a limit of the target
   */
  record Transformed(
      RunSpec run,
      byte[] value,
      String id,
      long rows,
      boolean machine,
      List<ReplacedValue> replaced,
      List<CloseValue> close)
      implements Outcome {
    Transformed(RunSpec run, byte[] value, String id, long rows) {
      this(run, value, id, rows, false, List.of(), List.of());
    }
  }

  /**
   * It cannot continue, and is kept.
   *
   * @param run null where the run is unknown
   * @param legacyId empty where it could not be read
   * @param rows source rows that it stands for, at least 1
   * @param machine true where it is a live event that a machine caused
   */
  record Quarantined(
      RunSpec run, String legacyId, long rows, QuarantinedException why, boolean machine)
      implements Outcome {
    Quarantined(RunSpec run, String legacyId, long rows, QuarantinedException why) {
      this(run, legacyId, rows, why, false);
    }
  }

  /** It is the marker of a cut. */
  record CutRead(RunSpec run, Cut cut) implements Outcome {}

  /**
   * It waits, and with it all records after it in its partition.
   *
   * @param why the awaited part
   * @param over true once it can be tried again
   */
  record Held(String runId, String why, BooleanSupplier over) implements Outcome {}

  /** Nothing is written for its run any more. */
  record Skipped() implements Outcome {}

  /** It is a live event outside all windows of its customer: the source's. */
  record Outside() implements Outcome {}
}
