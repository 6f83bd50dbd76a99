package dev.godwit.it;

import dev.godwit.common.v1.Stage;
import dev.godwit.records.Entities;
import dev.godwit.row.v1.QuarantinedRecord;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The quarantined records of a run in {@code crm.quarantine.v1}: each once, since the topic may
 * repeat one.
 */
final class QuarantinedRecords {
  private final List<QuarantinedRecord> records;

  QuarantinedRecords(List<QuarantinedRecord> records) {
    Map<Place, QuarantinedRecord> once = new LinkedHashMap<>();
    records.forEach(record -> once.putIfAbsent(Place.of(record), record));
    this.records = List.copyOf(once.values());
  }

  /** The identity of a record in the topic. */
  private record Place(String runId, Stage stage, String topic, int partition, long offset) {
    private static Place of(QuarantinedRecord record) {
      return new Place(
          record.getRunId(),
          record.getStage(),
          record.getTopic(),
          record.getPartition(),
          record.getOffset());
    }
  }

  /** Source ids of an entity's quarantined records. */
  Set<String> ids(String entity) {
    return records.stream()
        .filter(r -> Entities.of(r).name().equals(entity))
        .map(QuarantinedRecord::getLegacyId)
        .collect(Collectors.toSet());
  }

  /** Source rows by entity and reason, as {@code CONTACTS BAD_ADDRESS}. */
  Map<String, Long> counts() {
    Map<String, Long> counts = new TreeMap<>();
    records.forEach(
        r -> counts.merge(Entities.of(r) + " " + r.getReason(), r.getSourceRows(), Long::sum));
    return counts;
  }

  List<QuarantinedRecord> records() {
    return records;
  }
}
