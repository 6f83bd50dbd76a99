package dev.godwit.local.trace;

import dev.godwit.common.v1.Stage;
import dev.godwit.receipt.v1.Receipt;
import dev.godwit.records.Entities;
import dev.godwit.records.Entity;
import dev.godwit.records.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;

/**
 * Finds the receipt of the range in which a stage read an offset. The receipt's time, and that of
 * the receipt before it, are the times between which the stage wrote. Not thread-safe.
 */
final class StageReceipts {
  private final TopicReader topics;
  private final TracedRun run;

  StageReceipts(TopicReader topics, TracedRun run) {
    this.topics = topics;
    this.run = run;
  }

  /**
   * A receipt and the time of the one before it.
   *
   * @param after time of the receipt of the range before; that of the record where none was read
   */
  record Passage(Receipt receipt, Instant after) {}

  /**
   * The passage of a record through a stage, replays left out. Reads {@code crm.receipts.v1} from
   * the record's time until the receipt is found.
   *
   * @param input the record as the stage read it
   * @return empty where the stage has not passed it, or the receipt is not kept any more
   */
  Optional<Passage> of(Stage stage, Entity entity, FoundRecord input) {
    byte[] key = run.runId().getBytes(StandardCharsets.UTF_8);
    Instant[] after = {input.at()};
    Passage[] found = new Passage[1];
    int partition = topics.partitionOf(Topics.RECEIPTS, key);
    topics.readWhole(
        Topics.RECEIPTS,
        partition,
        topics.offsetAt(Topics.RECEIPTS, partition, input.at().minus(RecordSearch.MARGIN)),
        Long.MAX_VALUE,
        record -> {
          if (!Arrays.equals(record.key(), key)
              || !(topics.decode(record).orElse(null) instanceof Receipt receipt)
              || !isOf(receipt, stage, entity, input.partition())) {
            return false;
          }
          if (receipt.getToOffset() <= input.offset()) {
            after[0] = receipt.getProducedAt();
          } else if (receipt.getFromOffset() <= input.offset()) {
            found[0] = new Passage(receipt, after[0]);
          }
          return found[0] != null;
        });
    return Optional.ofNullable(found[0]);
  }

  private boolean isOf(Receipt receipt, Stage stage, Entity entity, int partition) {
    return receipt.getStage() == stage
        && receipt.getReplay() == 0
        && receipt.getPartition() == partition
        && receipt.getRunId().equals(run.runId())
        && Entities.of(receipt).equals(entity);
  }
}
