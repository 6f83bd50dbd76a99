package dev.godwit.orchestrator.view.store;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import io.quarkus.panache.common.Sort;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.util.List;

/** Records of an entity that a stage quarantined for one reason. */
@Entity
@Table(name = "quarantine_reason")
public class QuarantineReasonRow extends PanacheEntityBase {
  /** Run, stage, entity and reason, joined by slashes. */
  @Id public String id;

  @Column(name = "run_id")
  public String runId;

  public String stage;
  public String entity;
  public String reason;

  /** By receipts. */
  public long counted;

  /** Examples kept. */
  public int kept;

  /** Greatest length seen; null where none was. */
  public Long longest;

  /** Limit that was passed; null where there is none. */
  @Column(name = "max_len")
  public Long limit;

  /** The row; a new one that is not yet kept where there is none. */
  public static QuarantineReasonRow of(String runId, String stage, String entity, String reason) {
    String id = id(runId, stage, entity, reason);
    QuarantineReasonRow row = findById(id);
    if (row == null) {
      row = new QuarantineReasonRow();
      row.id = id;
      row.runId = runId;
      row.stage = stage;
      row.entity = entity;
      row.reason = reason;
      row.persist();
    }
    return row;
  }

  /** Key of the row. */
  public static String id(String runId, String stage, String entity, String reason) {
    return String.join("/", runId, stage, entity, reason);
  }

  /** All of a run. */
  public static List<QuarantineReasonRow> ofRun(String runId) {
    return list("runId", Sort.ascending("entity", "stage", "reason"), runId);
  }
}
