package dev.godwit.transformer.inbound;

import dev.godwit.records.Entity;
import dev.godwit.transformer.outbound.RunOfRecord;
import dev.godwit.worker.run.RunSpec;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;

/**
 * Takes partitions over: seeks explicitly to where each begins, since no policy of the client
 * decides that, and reports what was deleted before it was read. Lost live events are booked in the
 * tally of each run that may have had some, so that no cut behind them can be reconciled. For one
 * thread.
 */
final class PartitionTakeover {
  private final StartOffsets starts;
  private final LostRecords lostRecords;

  PartitionTakeover(StartOffsets starts, LostRecords lostRecords) {
    this.starts = starts;
    this.lostRecords = lostRecords;
  }

  /**
   * Takes assigned partitions over.
   *
   * @param entities entity of each topic
   * @return the partitions; one whose position is not committed yet has it as {@code next}
   */
  List<AssignedPartition> begin(
      Consumer<byte[], byte[]> consumer,
      Collection<TopicPartition> partitions,
      Map<String, Entity> entities,
      long nowMillis) {
    List<AssignedPartition> begun = new ArrayList<>();
    for (StartOffsets.Start start : starts.of(consumer, partitions)) {
      TopicPartition partition = start.partition();
      long offset = start.position().offset();
      AssignedPartition state =
          new AssignedPartition(partition, entities.get(partition.topic()), start.position());
      consumer.seek(partition, offset);
      if (start.mustWait()) {
        consumer.pause(Set.of(partition));
        state.held = new Outcome.Held("", "a person who resets its offset", () -> false);
      } else if (!start.isCommitted()) {
        state.next = offset;
      }
      if (start.hasLost()) {
        lost(state, start, nowMillis);
      }
      begun.add(state);
    }
    return begun;
  }

  private void lost(AssignedPartition state, StartOffsets.Start start, long nowMillis) {
    for (RunSpec run : lostRecords.report(state.entity, start)) {
      if (state.entity.equals(Entity.LIVE) && !start.isRemade()) {
        state.tally.lost(
            new RunOfRecord(run.runId(), run.customer()),
            start.lostFrom(),
            start.position().offset(),
            nowMillis);
      }
    }
  }
}
