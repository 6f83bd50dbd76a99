package dev.godwit.transformer.outbound;

import dev.godwit.common.v1.Stage;
import dev.godwit.receipt.v1.Receipt;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;

/**
 * The position of the transformer in one partition, as its own receipts tell it: they are written
 * in the transaction that moves the position. It is the committed position, or lies before it by
 * records that count for no run, which may be read twice without harm. Not thread-safe.
 */
public final class ReceiptPosition {
  private final RangeEnds ends = RangeEnds.parse(null);
  private long next;

  /** Whether a receipt is one of the transformer's work on a partition, and of no replay. */
  public static boolean isOne(Receipt receipt) {
    return receipt.getStage() == Stage.TRANSFORM
        && receipt.getReplay() == 0
        && receipt.getPartition() >= 0;
  }

  /** Adds a receipt of the partition; in the order of the topic. */
  public void add(Receipt receipt) {
    ends.put(receipt.getRunId(), receipt.getToOffset());
    next = Math.max(next, receipt.getToOffset());
  }

  /** The position, with the ends of the runs' ranges as its metadata. */
  public OffsetAndMetadata position() {
    return new OffsetAndMetadata(next, ends.format());
  }
}
