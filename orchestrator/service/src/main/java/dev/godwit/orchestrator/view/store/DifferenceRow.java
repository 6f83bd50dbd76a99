package dev.godwit.orchestrator.view.store;

import dev.godwit.api.VerdictAnswer;
import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import io.quarkus.panache.common.Sort;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.util.List;

/** A key that a verdict found to differ. */
@Entity
@Table(name = "difference")
public class DifferenceRow extends PanacheEntityBase {
  /** Offset in crm.differences.v1. */
  @Id public Long id;

  @Column(name = "run_id")
  public String runId;

  public int cut;

  /** Number of the replay of stage validate that found it; 0 for the verdict at the cut. */
  public int replay;

  @Column(name = "table_name")
  public String table;

  public String key;
  public String difference;

  /** Columns joined by commas. */
  public String fields;

  /** The difference. */
  public VerdictAnswer.Difference answer() {
    return new VerdictAnswer.Difference(
        table, key, difference, fields.isEmpty() ? List.of() : List.of(fields.split(",")));
  }

  /** Those kept of the verdict of a run at a cut. */
  public static List<DifferenceRow> ofCut(String runId, int cut) {
    return list("runId = ?1 and cut = ?2 and replay = 0", Sort.ascending("id"), runId, cut);
  }

  /** Those kept of a replay of stage validate. */
  public static List<DifferenceRow> ofReplay(String runId, int replay) {
    return list("runId = ?1 and replay = ?2", Sort.ascending("id"), runId, replay);
  }
}
