package dev.godwit.transformer.run;

import dev.godwit.row.v1.Cut;
import dev.godwit.transformer.quarantine.QuarantinedException;
import dev.godwit.worker.RunSpec;
import java.util.function.BooleanSupplier;

/** What comes of one record that was read. */
public sealed interface Outcome {
  /**
   * It goes on.
   *
   * @param value for the transformed topic
   * @param rows source rows it stands for
   */
  record Passed(RunSpec run, byte[] value, long rows) implements Outcome {}

  /**
   * It cannot go on, and is kept.
   *
   * @param run null where it cannot be told
   * @param legacyId empty where it could not be read
   * @param rows source rows it stands for, at least 1
   */
  record Quarantined(RunSpec run, String legacyId, long rows, QuarantinedException why)
      implements Outcome {}

  /** It is a cut. */
  record CutRead(RunSpec run, Cut cut) implements Outcome {}

  /**
   * It has to wait, and all after it in its partition.
   *
   * @param over says whether it can be tried again
   */
  record Held(String runId, String why, BooleanSupplier over) implements Outcome {}

  /** Its run is over or is being undone. */
  record Skipped() implements Outcome {}

  /** It is a live event outside all windows of its customer: the old system's. */
  record Outside() implements Outcome {}
}
