package dev.godwit.local.doctor;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * Deletes offsets of a group that lie beyond the end of their topic. A group begins at the first
 * record without one, except the loader, which begins at the offsets in the target database. All
 * recognise what was done before.
 */
final class OffsetReset {
  private OffsetReset() {}

  /**
   * Deletes them.
   *
   * @return a line for each, or one that there was none
   * @throws ExecutionException where the group has members: its service runs
   */
  static List<String> reset(Admin admin, String group)
      throws ExecutionException, InterruptedException {
    Map<TopicPartition, OffsetAndMetadata> committed =
        new HashMap<>(admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata().get());
    committed.values().removeIf(Objects::isNull);
    Map<TopicPartition, OffsetSpec> asked = new HashMap<>();
    committed.keySet().forEach(partition -> asked.put(partition, OffsetSpec.latest()));
    Map<TopicPartition, ListOffsetsResultInfo> ends = admin.listOffsets(asked).all().get();
    List<String> said = new ArrayList<>();
    committed.entrySet().removeIf(e -> e.getValue().offset() <= ends.get(e.getKey()).offset());
    if (committed.isEmpty()) {
      said.add("No offset of " + group + " is beyond the end of its topic.");
      return said;
    }
    admin.deleteConsumerGroupOffsets(group, committed.keySet()).all().get();
    committed.forEach(
        (partition, offset) ->
            said.add(
                "%s on %s: deleted the offset %d; it begins at the first record."
                    .formatted(group, partition, offset.offset())));
    return said;
  }
}
