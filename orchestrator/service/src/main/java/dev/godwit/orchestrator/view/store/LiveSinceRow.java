package dev.godwit.orchestrator.view.store;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.godwit.common.v1.Stage;
import dev.godwit.orchestrator.view.progress.SinceCuts;
import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.util.List;
import java.util.Optional;
import org.hibernate.annotations.ColumnTransformer;

/** Work of a stage on the live events of a run in one partition, since the last few cuts. */
@Entity
@Table(name = "live_since")
public class LiveSinceRow extends PanacheEntityBase {
  /** Run, stage and partition, joined by slashes. */
  @Id public String id;

  @Column(name = "run_id")
  public String runId;

  public String stage;
  public int part;

  @ColumnTransformer(write = "cast(? as jsonb)")
  @Column(name = "by_cut")
  public String byCut;

  /** How it is kept. */
  record Kept(@JsonProperty("byCut") List<SinceCuts.Done> byCut) {}

  /** The row; a new one that is not yet kept where there is none. */
  public static LiveSinceRow of(String runId, Stage stage, int part) {
    String id = runId + "/" + stage.name() + "/" + part;
    LiveSinceRow row = findById(id);
    if (row == null) {
      row = new LiveSinceRow();
      row.id = id;
      row.runId = runId;
      row.stage = stage.name();
      row.part = part;
    }
    return row;
  }

  /** Its counts. */
  public SinceCuts read() {
    return byCut == null
        ? SinceCuts.begin()
        : SinceCuts.of(Documents.read(byCut, Kept.class).byCut());
  }

  /** Keeps its counts. */
  public void keep(SinceCuts since) {
    byCut = Documents.write(new Kept(since.byCut()));
    persist();
  }

  /**
   * Work of a stage of a run since a cut, in all partitions.
   *
   * @param partitions how many there are
   * @return empty where that is not known of every one
   */
  public static Optional<SinceCuts.Done> since(String runId, Stage stage, int cut, int partitions) {
    List<LiveSinceRow> rows = list("runId = ?1 and stage = ?2", runId, stage.name());
    SinceCuts.Done all = SinceCuts.Done.NOTHING;
    for (LiveSinceRow row : rows) {
      Optional<SinceCuts.Done> one = row.read().since(cut);
      if (one.isEmpty()) {
        return Optional.empty();
      }
      all = all.plus(one.get());
    }
    return rows.size() < Math.max(1, partitions) ? Optional.empty() : Optional.of(all);
  }
}
