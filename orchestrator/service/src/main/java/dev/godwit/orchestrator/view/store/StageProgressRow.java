package dev.godwit.orchestrator.view.store;

import dev.godwit.common.v1.Stage;
import dev.godwit.orchestrator.view.progress.Backlog;
import dev.godwit.orchestrator.view.progress.Speed;
import dev.godwit.orchestrator.view.progress.StageCounts;
import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.util.List;

/** Sums of the receipts of a stage and entity of a run. */
@Entity
@Table(name = "stage_progress")
public class StageProgressRow extends PanacheEntityBase {
  @Id public String id;

  @Column(name = "run_id")
  public String runId;

  public String stage;
  public String entity;

  @Column(name = "records_in")
  public long recordsIn;

  @Column(name = "rows_in")
  public long rowsIn;

  @Column(name = "records_out")
  public long recordsOut;

  @Column(name = "merged_away")
  public long mergedAway;

  public long quarantined;
  public long duplicates;

  @Column(name = "cuts_passed")
  public int cutsPassed;

  @Column(name = "cut_partitions")
  public int cutPartitions;

  @Column(name = "begun_millis")
  public long begunMillis;

  @Column(name = "backlog_counts")
  public long[] backlogCounts = {};

  @Column(name = "backlog_millis")
  public long[] backlogMillis = {};

  @Column(name = "speed_seconds")
  public long[] speedSeconds = {};

  @Column(name = "speed_rows")
  public long[] speedRows = {};

  /** The row of a stage and entity of a run; a new one that is not yet kept where there is none. */
  public static StageProgressRow of(String runId, Stage stage, dev.godwit.common.v1.Entity entity) {
    String id = runId + "/" + stage.name() + "/" + entity.name();
    StageProgressRow row = findById(id);
    if (row == null) {
      row = new StageProgressRow();
      row.id = id;
      row.runId = runId;
      row.stage = stage.name();
      row.entity = entity.name();
    }
    return row;
  }

  /** All rows of a run. */
  public static List<StageProgressRow> ofRun(String runId) {
    return list("runId", runId);
  }

  /** Its sums. */
  public StageCounts read() {
    return new StageCounts(
        recordsIn,
        rowsIn,
        recordsOut,
        mergedAway,
        quarantined,
        duplicates,
        cutsPassed,
        cutPartitions,
        begunMillis,
        Backlog.of(backlogCounts, backlogMillis),
        Speed.of(speedSeconds, speedRows));
  }

  /** Keeps its sums. */
  public void keep(StageCounts c) {
    recordsIn = c.recordsIn();
    rowsIn = c.rowsIn();
    recordsOut = c.recordsOut();
    mergedAway = c.mergedAway();
    quarantined = c.quarantined();
    duplicates = c.duplicates();
    cutsPassed = c.cutsPassed();
    cutPartitions = c.cutPartitions();
    begunMillis = c.begunMillis();
    backlogCounts = c.backlog().counts();
    backlogMillis = c.backlog().millis();
    speedSeconds = c.speed().seconds();
    speedRows = c.speed().rows();
    persist();
  }
}
