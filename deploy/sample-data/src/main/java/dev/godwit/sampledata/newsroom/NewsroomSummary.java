package dev.godwit.sampledata.newsroom;

import dev.godwit.sampledata.SampleSummary.Quarantined;
import java.util.Map;

/**
 * Counts of a newsroom's rows by entity of the pack newsroom-mailing, and of those that Godwit must
 * merge or quarantine. Immutable.
 *
 * @param customer the newsroom's slug
 * @param rows rows of each entity, as the pack's queries return them
 * @param merged rows of each entity that become one with an earlier row
 * @param quarantined rows that cannot continue, by entity and reason
 * @param notesOfNobody notes whose person or company is gone: no join finds their newsroom, so that
 *     no customer has them
 */
public record NewsroomSummary(
    String customer,
    Map<String, Long> rows,
    Map<String, Long> merged,
    Map<Quarantined, Long> quarantined,
    long notesOfNobody) {

  public NewsroomSummary {
    rows = Map.copyOf(rows);
    merged = Map.copyOf(merged);
    quarantined = Map.copyOf(quarantined);
  }

  /** Rows of an entity. */
  public long rows(String entity) {
    return rows.getOrDefault(entity, 0L);
  }

  /** Rows of an entity that become one with an earlier row. */
  public long merged(String entity) {
    return merged.getOrDefault(entity, 0L);
  }

  /** Rows of an entity that are quarantined for a reason. */
  public long quarantined(String entity, String reason) {
    return quarantined.getOrDefault(new Quarantined(entity, reason), 0L);
  }

  /** Rows of an entity that are quarantined for any reason. */
  public long quarantined(String entity) {
    return quarantined.entrySet().stream()
        .filter(q -> q.getKey().entity().equals(entity))
        .mapToLong(Map.Entry::getValue)
        .sum();
  }

  /** Records of an entity that the target has once the newsroom is loaded. */
  public long loaded(String entity) {
    return rows(entity) - merged(entity) - quarantined(entity);
  }
}
