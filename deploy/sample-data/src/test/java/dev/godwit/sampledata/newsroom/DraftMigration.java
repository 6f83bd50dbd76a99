package dev.godwit.sampledata.newsroom;

import dev.godwit.canonical.NormalisedAddress;
import dev.godwit.sampledata.SampleSummary.Quarantined;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Moves a small newsroom by the two drafts in the plainest way, row by row, so that a test can
 * compare what happens to its rows with what the generator says of them. Not thread-safe.
 */
final class DraftMigration {
  private static final int LARGEST_GROUP = 20;

  private final DraftPack source;
  private final DraftPack target;
  private final DraftFields fields;
  private final DraftLoad load;
  private final Map<String, Long> rows = new HashMap<>();
  private final Map<String, Long> merged = new HashMap<>();
  private final Map<Quarantined, Long> quarantined = new HashMap<>();

  DraftMigration(DraftPack source, DraftPack target, DraftLoad load) {
    this.source = source;
    this.target = target;
    this.load = load;
    this.fields = new DraftFields();
  }

  Map<String, Long> rows() {
    return rows;
  }

  Map<String, Long> merged() {
    return merged;
  }

  Map<Quarantined, Long> quarantined() {
    return quarantined;
  }

  void move(Connection from, String customer) throws SQLException, IOException {
    for (String entity : target.entities().keySet()) {
      List<Map<String, Object>> records = DraftRecords.read(from, source, entity, customer);
      rows.put(entity, (long) records.size());
      DraftPack.Query query = source.queries(entity).getFirst();
      List<Map<String, Object>> sound = new ArrayList<>();
      for (Map<String, Object> record : records) {
        String reason = fields.check(query, record);
        reason = reason == null ? load.check(entity, record) : reason;
        if (reason == null) {
          sound.add(record);
        } else {
          quarantine(entity, reason);
        }
      }
      String merge = (String) source.entity(entity).get("merge");
      Set<List<String>> keys = new HashSet<>();
      for (Map<String, Object> record : merge.equals("address") ? groups(entity, sound) : sound) {
        if (merge.equals("by-key")
            && load.isKnown(entity, record)
            && !keys.add(load.key(entity, record))) {
          merged.merge(entity, 1L, Long::sum);
        } else {
          String reason = load.load(entity, record);
          if (reason != null) {
            quarantine(entity, reason);
          }
        }
      }
      for (long broken = load.endOf(entity); broken > 0; broken--) {
        quarantine(entity, "BROKEN_REFERENCE");
      }
    }
  }

  /** The contacts that are left once those of one address have merged. */
  private List<Map<String, Object>> groups(String entity, List<Map<String, Object>> contacts) {
    Map<String, List<Map<String, Object>>> byAddress = new LinkedHashMap<>();
    for (Map<String, Object> contact : contacts) {
      String address = NormalisedAddress.of((String) contact.get("address")).orElseThrow();
      contact.put("address", address);
      byAddress.computeIfAbsent(address, a -> new ArrayList<>()).add(contact);
    }
    List<Map<String, Object>> survivors = new ArrayList<>();
    for (List<Map<String, Object>> group : byAddress.values()) {
      boolean disagrees =
          group.stream().map(contact -> contact.get("givenName")).distinct().count() > 1;
      if (group.size() > LARGEST_GROUP || disagrees) {
        String reason = group.size() > LARGEST_GROUP ? "LARGE_GROUP" : "DISAGREEING_GROUP";
        group.forEach(contact -> quarantine(entity, reason));
      } else {
        survivors.add(merge(entity, group));
      }
    }
    return survivors;
  }

  private Map<String, Object> merge(String entity, List<Map<String, Object>> group) {
    Map<String, Object> survivor = group.getFirst();
    Set<Object> tags = new LinkedHashSet<>();
    group.forEach(contact -> tags.addAll((List<?>) contact.get("tags")));
    survivor.put("tags", List.copyOf(tags));
    for (Map<String, Object> other : group.subList(1, group.size())) {
      load.alias(entity, (String) other.get("legacyId"), (String) survivor.get("legacyId"));
      merged.merge(entity, 1L, Long::sum);
    }
    return survivor;
  }

  private void quarantine(String entity, String reason) {
    quarantined.merge(new Quarantined(entity, reason), 1L, Long::sum);
  }
}
