package dev.godwit.orchestrator.view.store;

import dev.godwit.common.v1.Stage;
import dev.godwit.orchestrator.view.progress.Backlog;
import dev.godwit.orchestrator.view.progress.Pace;
import dev.godwit.orchestrator.view.progress.Speed;
import dev.godwit.orchestrator.view.progress.StageCounts;
import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

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

  /** Time of its last progress, milliseconds since 1970; 0 before the first. */
  @Column(name = "progress_millis")
  public long progressMillis;

  public long[] pace = {};

  /** The row of a stage and entity of a run; a new one that is not yet kept where there is none. */
  public static StageProgressRow of(String runId, Stage stage, dev.godwit.records.Entity entity) {
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

  /**
   * Time at which each stage last processed a record of a snapshot, of any run, milliseconds since
   * 1970. Runs share partitions: while a stage works on one, another one's records wait.
   */
  public static Map<Stage, Long> lastSnapshotProgress() {
    Map<Stage, Long> last = new EnumMap<>(Stage.class);
    List<Object[]> rows =
        getEntityManager()
            .createQuery(
                "select stage, max(progressMillis) from StageProgressRow where entity <> 'LIVE'"
                    + " group by stage",
                Object[].class)
            .getResultList();
    rows.forEach(row -> last.put(Stage.valueOf((String) row[0]), (Long) row[1]));
    return last;
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
        Speed.of(speedSeconds, speedRows),
        Pace.of(progressMillis, pace));
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
    progressMillis = c.pace().lastMillis();
    pace = c.pace().kept();
    persist();
  }
}
