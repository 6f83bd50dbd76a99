package dev.godwit.orchestrator.view.store;

import dev.godwit.api.QuarantineAnswer;
import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.util.List;

/** A quarantined record by id and position. */
@Entity
@Table(name = "quarantine_example")
public class QuarantineExampleRow extends PanacheEntityBase {
  /** Run, topic, partition and offset, joined by slashes. */
  @Id public String id;

  @Column(name = "reason_id")
  public String reasonId;

  @Column(name = "run_id")
  public String runId;

  @Column(name = "legacy_id")
  public String legacyId;

  public String field;

  /** Field of the source pack, as a fix names it; null where the stage does not know it. */
  @Column(name = "source_field")
  public String sourceField;

  @Column(name = "max_len")
  public Long limit;

  public Long length;
  public String detail;
  public String topic;
  public int part;

  @Column(name = "at_offset")
  public long offset;

  /** True where a replay took it out of the quarantine; the row stays, for it may be sent again. */
  public boolean released;

  /** The example. */
  public QuarantineAnswer.Example example() {
    return new QuarantineAnswer.Example(
        legacyId, field, limit, length, detail, topic, part, offset);
  }

  /** Key of the record at a position. */
  public static String id(String runId, String topic, int part, long offset) {
    return "%s/%s/%d/%d".formatted(runId, topic, part, offset);
  }

  /** Those of a run that are in quarantine. */
  public static List<QuarantineExampleRow> ofRun(String runId) {
    return list("runId = ?1 and released = false order by topic, part, offset", runId);
  }
}
