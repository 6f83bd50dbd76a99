package dev.godwit.loader.outbound;

import dev.godwit.common.v1.Entity;
import dev.godwit.loader.load.InputRange;
import dev.godwit.loader.load.InputRecord;
import dev.godwit.loader.load.LoadMessages;
import dev.godwit.loader.load.RunBatch;
import dev.godwit.loader.progress.FencedRun;
import dev.godwit.loader.progress.Outbox.Message;
import java.util.BitSet;

/** Messages in the wire format. Not thread-safe, like its encoder. */
public final class OutboxMessages implements LoadMessages {
  private final ReceiptWriter receipts;
  private final QuarantineWriter quarantine;

  /**
   * @param encoder writes records for a topic
   * @param instance name of this process, for receipts
   */
  public OutboxMessages(RecordBytes encoder, String instance) {
    this.receipts = new ReceiptWriter(encoder, instance);
    this.quarantine = new QuarantineWriter(encoder);
  }

  @Override
  public Message receipt(FencedRun run, InputRange range, RunBatch batch, BitSet already) {
    return receipts.message(run, range, batch, already);
  }

  @Override
  public Message quarantined(String runId, Entity entity, InputRecord record) {
    return quarantine.message(runId, entity, record);
  }
}
