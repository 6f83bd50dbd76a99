package dev.godwit.orchestrator.view.projection;

import dev.godwit.receipt.v1.Receipt;
import dev.godwit.records.Entities;
import dev.godwit.records.Entity;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.FlushModeType;
import jakarta.persistence.Query;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Recognises by its range a receipt that was counted before. All ranges of a snapshot are kept,
 * since they have an end. Ranges of live engagement have none: of each partition the newest are
 * kept, and a receipt that ends at or below the oldest of them was counted, for the receipts of a
 * partition arrive in order except for a few that a killed process sends again. The ranges of a
 * replay have an end and are kept by its number, for it reads ranges that were counted before.
 *
 * <p>Used by the projector's thread alone.
 */
@ApplicationScoped
class CountedRanges {
  static final int KEPT = 32;
  private static final int BETWEEN_PRUNES = 96;
  private static final long NOTHING = -1;

  private static final String OF_KEY =
      " where run_id = ?1 and stage = ?2 and entity = ?3 and part = ?4 and replay = 0";
  private static final String OF_FLOOR =
      " where run_id = ?1 and stage = ?2 and entity = ?3 and part = ?4";
  private static final String COUNT_ONCE =
      "insert into {h-schema}receipt_range (run_id, stage, entity, part, from_offset, to_offset,"
          + " replay, records, done, quarantined)"
          + " values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10) on conflict do nothing";
  private static final String FLOOR = "select below from {h-schema}receipt_floor" + OF_FLOOR;
  private static final String OLDEST_KEPT =
      "select to_offset from {h-schema}receipt_range"
          + OF_KEY
          + " order by to_offset desc offset "
          + KEPT
          + " limit 1";
  private static final String FORGET =
      "delete from {h-schema}receipt_range" + OF_KEY + " and to_offset <= ?5";
  private static final String RAISE =
      "insert into {h-schema}receipt_floor (run_id, stage, entity, part, below)"
          + " values (?1, ?2, ?3, ?4, ?5)"
          + " on conflict (run_id, stage, entity, part) do update set below = excluded.below";

  private final EntityManager entities;
  private final Map<Key, Floor> floors = new HashMap<>();

  private record Key(String runId, String stage, String entity, int partition) {}

  private static final class Floor {
    private long below;
    private int since;
  }

  CountedRanges(EntityManager entities) {
    this.entities = entities;
  }

  /** Counts a receipt; false where it was counted before. */
  boolean first(Receipt r) {
    Key key = new Key(r.getRunId(), r.getStage().name(), Entities.of(r).name(), r.getPartition());
    boolean endless = Entities.of(r).equals(Entity.LIVE) && r.getReplay() == 0;
    if (endless && r.getToOffset() <= floor(key).below) {
      return false;
    }
    boolean first =
        of(COUNT_ONCE, key)
                .setParameter(5, r.getFromOffset())
                .setParameter(6, r.getToOffset())
                .setParameter(7, r.getReplay())
                .setParameter(8, r.getReplay() == 0 ? r.getRecordsIn() : 0)
                .setParameter(9, r.getRecordsOut() + r.getAlreadyLoaded())
                .setParameter(10, r.getQuarantined())
                .executeUpdate()
            == 1;
    if (endless && first && ++floor(key).since >= BETWEEN_PRUNES) {
      prune(key);
    }
    return first;
  }

  /** The last transaction was rolled back. */
  void forget() {
    floors.clear();
  }

  private Floor floor(Key key) {
    return floors.computeIfAbsent(
        key,
        k -> {
          Floor floor = new Floor();
          floor.below = number(FLOOR, k);
          return floor;
        });
  }

  private void prune(Key key) {
    long oldest = number(OLDEST_KEPT, key);
    Floor floor = floor(key);
    floor.since = 0;
    if (oldest != NOTHING) {
      of(FORGET, key).setParameter(5, oldest).executeUpdate();
      of(RAISE, key).setParameter(5, oldest).executeUpdate();
      floor.below = oldest;
    }
  }

  private long number(String sql, Key key) {
    List<?> found = of(sql, key).getResultList();
    return found.isEmpty() ? NOTHING : ((Number) found.getFirst()).longValue();
  }

  private Query of(String sql, Key key) {
    return entities
        .createNativeQuery(sql)
        // The changes of a batch are flushed at its end, not before each receipt.
        .setFlushMode(FlushModeType.COMMIT)
        .setParameter(1, key.runId())
        .setParameter(2, key.stage())
        .setParameter(3, key.entity())
        .setParameter(4, key.partition());
  }
}
