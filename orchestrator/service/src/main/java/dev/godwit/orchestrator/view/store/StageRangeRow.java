package dev.godwit.orchestrator.view.store;

import dev.godwit.common.v1.Stage;
import dev.godwit.receipt.v1.Receipt;
import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import io.quarkus.panache.common.Sort;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.util.List;

/** The records of a run that a stage read from one partition of an entity's topic, by receipts. */
@Entity
@Table(name = "stage_range")
public class StageRangeRow extends PanacheEntityBase {
  /** Run, stage, entity and partition, joined by slashes. */
  @Id public String id;

  @Column(name = "run_id")
  public String runId;

  public String stage;
  public String entity;
  public int part;

  /** First input offset. */
  @Column(name = "from_offset")
  public long fromOffset;

  /** Input offset after the last range. */
  @Column(name = "to_offset")
  public long toOffset;

  /** Records read; those that a replay read again are not among them. */
  public long records;

  /** Records passed on or loaded, and those that the target held already; gains of replays too. */
  public long done;

  /** Records in quarantine; without those that replays released. */
  public long quarantined;

  /** First offset that was ever quarantined by the stage; null where none was. */
  @Column(name = "first_quarantined")
  public Long firstQuarantined;

  /** When the first range was begun, milliseconds since 1970. */
  @Column(name = "begun_millis")
  public long begunMillis;

  /** When the last receipt was made, milliseconds since 1970. */
  @Column(name = "last_millis")
  public long lastMillis;

  /** The row; a new one that is not yet kept where there is none. */
  public static StageRangeRow of(String runId, String stage, String entity, int part) {
    String id = "%s/%s/%s/%d".formatted(runId, stage, entity, part);
    StageRangeRow row = findById(id);
    if (row == null) {
      row = new StageRangeRow();
      row.id = id;
      row.runId = runId;
      row.stage = stage;
      row.entity = entity;
      row.part = part;
      row.fromOffset = Long.MAX_VALUE;
    }
    return row;
  }

  /** Adds a receipt that was not counted before, and keeps the row. */
  public void add(Receipt r) {
    done += r.getRecordsOut() + r.getAlreadyLoaded();
    quarantined += r.getQuarantined();
    if (r.getReplay() == 0) {
      long produced = r.getProducedAt().toEpochMilli();
      long first = r.getFirstInputAt().toEpochMilli();
      long begun = first > 0 && first <= produced ? first : produced;
      begunMillis = begunMillis == 0 ? begun : Math.min(begunMillis, begun);
      lastMillis = Math.max(lastMillis, produced);
      fromOffset = Math.min(fromOffset, r.getFromOffset());
      toOffset = Math.max(toOffset, r.getToOffset());
      records += r.getRecordsIn();
    }
    persist();
  }

  /** Notes the offset of a quarantined record, and keeps the row. */
  public void quarantinedAt(long offset) {
    if (firstQuarantined == null || offset < firstQuarantined) {
      firstQuarantined = offset;
      persist();
    }
  }

  /** True where a receipt has told the range, not only a quarantined record. */
  public boolean isKnown() {
    return fromOffset < toOffset;
  }

  /** All of a run. */
  public static List<StageRangeRow> ofRun(String runId) {
    return list("runId", runId);
  }

  /** All of a stage of a run. */
  public static List<StageRangeRow> of(String runId, Stage stage) {
    return list("runId = ?1 and stage = ?2", Sort.ascending("entity", "part"), runId, stage.name());
  }
}
