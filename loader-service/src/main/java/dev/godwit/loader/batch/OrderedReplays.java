package dev.godwit.loader.batch;

import dev.godwit.loader.inbound.InboundRecord;
import dev.godwit.wire.RedrivenHeader;
import java.util.HashSet;
import java.util.Set;

/**
 * Finds out which records left the transformer's quarantine: those whose header names a replay of
 * the transformer that an event ordered for their run. The header alone says nothing, since it lets
 * a record into the target after the commit. Not thread-safe.
 */
final class OrderedReplays {
  private final StagePort stage;

  /** Replays, by run, of which no event tells; asked again with the next batch. */
  private final Set<String> unordered = new HashSet<>();

  OrderedReplays(StagePort stage) {
    this.stage = stage;
  }

  /** Begins a batch. */
  void beginBatch() {
    unordered.clear();
  }

  /**
   * Kind of a record; waits until the events of now are consumed where its replay is not known,
   * since the transformer may have consumed more of them.
   *
   * @throws InterruptedException where the process is about to end
   */
  Traffic of(InboundRecord record) throws InterruptedException {
    int replay =
        record instanceof InboundRecord.Row row ? RedrivenHeader.replayOf(row.source()) : 0;
    return replay > 0 && isOrdered(record.runId(), replay) ? Traffic.REDRIVEN : Traffic.SNAPSHOT;
  }

  private boolean isOrdered(String runId, int replay) throws InterruptedException {
    String name = runId + "#" + replay;
    if (unordered.contains(name)) {
      return false;
    }
    if (stage.isReplayOfTransformer(runId, replay)) {
      return true;
    }
    stage.awaitStatuses();
    boolean ordered = stage.isReplayOfTransformer(runId, replay);
    if (!ordered) {
      unordered.add(name);
    }
    return ordered;
  }
}
