package dev.godwit.orchestrator.view.store;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.util.List;

/** Records that one replay took out of the quarantine of one reason, by its receipts. */
@Entity
@Table(name = "quarantine_release")
public class QuarantineReleaseRow extends PanacheEntityBase {
  /** Reason's id and number of the replay, joined by a slash. */
  @Id public String id;

  @Column(name = "reason_id")
  public String reasonId;

  @Column(name = "run_id")
  public String runId;

  /** Number of the replay in its run. */
  public int replay;

  public long released;

  /** Adds released records of a reason. */
  public static void add(QuarantineReasonRow reason, int replay, long released) {
    String id = reason.id + "/" + replay;
    QuarantineReleaseRow row = findById(id);
    if (row == null) {
      row = new QuarantineReleaseRow();
      row.id = id;
      row.reasonId = reason.id;
      row.runId = reason.runId;
      row.replay = replay;
    }
    row.released += released;
    row.persist();
  }

  /** All of a run. */
  public static List<QuarantineReleaseRow> ofRun(String runId) {
    return list("runId", runId);
  }
}
