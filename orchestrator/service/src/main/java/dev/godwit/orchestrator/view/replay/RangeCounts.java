package dev.godwit.orchestrator.view.replay;

import dev.godwit.orchestrator.view.replay.InputRange.Counts;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Query;
import java.util.List;

/**
 * Counts the records behind an offset from the kept ranges of receipts. Exact at the borders of
 * receipts; in between, and of live engagement before the oldest kept range, in proportion.
 */
@ApplicationScoped
class RangeCounts {
  private static final String OF_KEY =
      " where run_id = ?1 and stage = ?2 and entity = ?3 and part = ?4";
  private static final String BEHIND =
      "select coalesce(sum(records), 0), coalesce(sum(done), 0), coalesce(sum(quarantined), 0),"
          + " count(*) - count(records) from {h-schema}receipt_range"
          + OF_KEY
          + " and from_offset >= ?5";
  private static final String ACROSS =
      "select records, done, quarantined, from_offset, to_offset from {h-schema}receipt_range"
          + OF_KEY
          + " and from_offset < ?5 and to_offset > ?5";
  private static final String FLOOR = "select below from {h-schema}receipt_floor" + OF_KEY;

  private final EntityManager entities;

  RangeCounts(EntityManager entities) {
    this.entities = entities;
  }

  /**
   * Counts of a range from an offset on. Call it in a transaction.
   *
   * @param runId the run
   * @param stage stage of the receipts
   * @param range all that the stage read there
   * @param start first offset that counts
   */
  Counts behind(String runId, String stage, InputRange range, long start) {
    List<?> floor = query(FLOOR, runId, stage, range).getResultList();
    if (!floor.isEmpty() && start < number(floor.getFirst())) {
      return range.counts().share(range.from(), range.to(), start);
    }
    Object[] behind =
        (Object[]) query(BEHIND, runId, stage, range).setParameter(5, start).getSingleResult();
    Counts counts =
        number(behind[3]) > 0
            ? Counts.UNKNOWN
            : new Counts(number(behind[0]), number(behind[1]), number(behind[2]));
    for (Object one : query(ACROSS, runId, stage, range).setParameter(5, start).getResultList()) {
      counts = counts.plus(across((Object[]) one, start));
    }
    return counts;
  }

  private static Counts across(Object[] row, long start) {
    return row[0] == null
        ? Counts.UNKNOWN
        : new Counts(number(row[0]), number(row[1]), number(row[2]))
            .share(number(row[3]), number(row[4]), start);
  }

  private Query query(String sql, String runId, String stage, InputRange range) {
    return entities
        .createNativeQuery(sql)
        .setParameter(1, runId)
        .setParameter(2, stage)
        .setParameter(3, range.entity().name())
        .setParameter(4, range.partition().partition());
  }

  private static long number(Object value) {
    return ((Number) value).longValue();
  }
}
