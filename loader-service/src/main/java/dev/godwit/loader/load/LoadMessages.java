package dev.godwit.loader.load;

import dev.godwit.common.v1.Entity;
import dev.godwit.loader.progress.FencedRun;
import dev.godwit.loader.progress.Outbox.Message;
import java.util.BitSet;

/** What loading has to say to others, as messages for the outbox. Not thread-safe. */
public interface LoadMessages {

  /**
   * The receipt of a range.
   *
   * @param range the range; a record with a problem is quarantined
   * @param batch where the records' row hashes are
   * @param already positions of records that the target held already
   */
  Message receipt(FencedRun run, InputRange range, RunBatch batch, BitSet already);

  /**
   * The quarantined record of a record with a problem.
   *
   * @param runId the run; empty where none can be told
   */
  Message quarantined(String runId, Entity entity, InputRecord record);
}
