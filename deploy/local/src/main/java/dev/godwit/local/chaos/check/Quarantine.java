package dev.godwit.local.chaos.check;

import dev.godwit.common.v1.Stage;
import dev.godwit.records.Entities;
import dev.godwit.row.v1.QuarantinedRecord;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.avro.specific.SpecificRecord;

/** The source ids of a run that are in quarantine, by entity. Immutable. */
final class Quarantine {
  private final Map<String, Set<String>> ids = new HashMap<>();

  /** The identity of a record in the topic; the topic may repeat one. */
  private record Place(String runId, Stage stage, String topic, int partition, long offset) {}

  /** From the records of {@code crm.quarantine.v1}, in any order. */
  Quarantine(List<? extends SpecificRecord> records) {
    Map<Place, QuarantinedRecord> left = new HashMap<>();
    for (SpecificRecord record : records) {
      if (record instanceof QuarantinedRecord quarantined) {
        left.put(
            new Place(
                quarantined.getRunId(),
                quarantined.getStage(),
                quarantined.getTopic(),
                quarantined.getPartition(),
                quarantined.getOffset()),
            quarantined);
      }
    }
    for (SpecificRecord record : records) {
      if (record.getSchema().getName().equals("ReleasedRecord")) {
        left.remove(released(record));
      }
    }
    left.values()
        .forEach(
            record ->
                ids.computeIfAbsent(Entities.of(record).name(), key -> new HashSet<>())
                    .add(record.getLegacyId()));
  }

  private static Place released(SpecificRecord record) {
    return new Place(
        (String) field(record, "runId"),
        (Stage) field(record, "stage"),
        (String) field(record, "topic"),
        (Integer) field(record, "partition"),
        (Long) field(record, "offset"));
  }

  private static Object field(SpecificRecord record, String name) {
    return record.get(record.getSchema().getField(name).pos());
  }

  /** Ids of an entity; empty where it has none. */
  Set<String> ids(String entity) {
    return ids.getOrDefault(entity, Set.of());
  }
}
