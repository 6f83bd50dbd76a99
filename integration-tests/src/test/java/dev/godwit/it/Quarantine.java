package dev.godwit.it;

import dev.godwit.row.v1.QuarantinedRecord;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What was quarantined in one run, as {@code crm.quarantine.v1} has it. */
final class Quarantine {
  private final List<QuarantinedRecord> records;

  Quarantine(List<QuarantinedRecord> records) {
    this.records = records;
  }

  /** Old ids of an entity's quarantined records. */
  Set<String> ids(String entity) {
    return records.stream()
        .filter(r -> r.getEntity().name().equals(entity))
        .map(QuarantinedRecord::getLegacyId)
        .collect(Collectors.toSet());
  }

  /** Source rows by entity and reason, as {@code CONTACTS BAD_ADDRESS}. */
  Map<String, Long> counts() {
    Map<String, Long> counts = new TreeMap<>();
    records.forEach(
        r -> counts.merge(r.getEntity() + " " + r.getReason(), r.getSourceRows(), Long::sum));
    return counts;
  }

  List<QuarantinedRecord> records() {
    return records;
  }
}
