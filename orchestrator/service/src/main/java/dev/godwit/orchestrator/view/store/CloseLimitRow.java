package dev.godwit.orchestrator.view.store;

import dev.godwit.api.RehearsalAnswer;
import dev.godwit.receipt.v1.CloseCount;
import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import io.quarkus.panache.common.Sort;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Values of a run that come close to a limit of the target, by column; never the values. */
@Entity
@Table(name = "close_limit")
public class CloseLimitRow extends PanacheEntityBase {
  private static final int EXAMPLES = 5;

  /** Run, entity, column, unit and limit, joined by slashes. */
  @Id public String id;

  @Column(name = "run_id")
  public String runId;

  public String entity;

  /** Table and column of the target, joined by a dot. */
  @Column(name = "column_name")
  public String columnName;

  /** CHARACTERS or NUMBER. */
  public String unit;

  @Column(name = "max_size")
  public long limit;

  public long counted;

  /** Greatest share of the limit, in per cent, rounded down. */
  public int percent;

  /** Greatest length; null for a number. */
  public Long longest;

  /** Ids in the source of the first records. */
  public String[] examples = {};

  /** The row; a new one that is not yet kept where there is none. */
  public static CloseLimitRow of(String runId, String entity, CloseCount count) {
    String id =
        "%s/%s/%s/%s/%d"
            .formatted(runId, entity, count.getColumn(), count.getUnit(), count.getLimit());
    CloseLimitRow row = findById(id);
    if (row == null) {
      row = new CloseLimitRow();
      row.id = id;
      row.runId = runId;
      row.entity = entity;
      row.columnName = count.getColumn();
      row.unit = count.getUnit();
      row.limit = count.getLimit();
    }
    return row;
  }

  /** Adds the count of a receipt that was not counted before, and keeps the row. */
  public void add(CloseCount count) {
    counted += count.getCount();
    percent = Math.max(percent, count.getPercent());
    if (count.getLongest() != null) {
      longest = longest == null ? count.getLongest() : Math.max(longest, count.getLongest());
    }
    Set<String> ids = new LinkedHashSet<>(List.of(examples));
    ids.addAll(count.getExamples());
    examples = ids.stream().limit(EXAMPLES).toArray(String[]::new);
    persist();
  }

  /** All of a run, in the order of entities and columns. */
  public static List<CloseLimitRow> ofRun(String runId) {
    return list("runId", Sort.ascending("entity", "columnName", "id"), runId);
  }

  /** The count as it is shown. */
  public RehearsalAnswer.CloseLimit answer() {
    return new RehearsalAnswer.CloseLimit(
        entity, columnName, unit, limit, counted, percent, longest, List.of(examples));
  }
}
