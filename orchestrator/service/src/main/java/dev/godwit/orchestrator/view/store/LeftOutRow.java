package dev.godwit.orchestrator.view.store;

import dev.godwit.api.ViewAnswer;
import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import io.quarkus.panache.common.Sort;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.List;

/** A record that the read model skipped. */
@Entity
@Table(name = "left_out")
public class LeftOutRow extends PanacheEntityBase {
  private static final int NEWEST = 10;

  /** Topic, partition and offset, joined by slashes. */
  @Id public String id;

  public String topic;
  public int part;

  @Column(name = "at_offset")
  public long offset;

  @Column(name = "noticed_at")
  public Instant noticedAt;

  public String why;

  /** Keeps one. */
  public static void keep(String topic, int part, long offset, Instant now, String why) {
    LeftOutRow row = new LeftOutRow();
    row.id = topic + "/" + part + "/" + offset;
    row.topic = topic;
    row.part = part;
    row.offset = offset;
    row.noticedAt = now;
    row.why = why;
    row.persist();
  }

  /** The last few, newest first. */
  public static List<ViewAnswer.LeftOut> newest() {
    return LeftOutRow.<LeftOutRow>findAll(Sort.descending("noticedAt", "id"))
        .page(0, NEWEST)
        .stream()
        .map(r -> new ViewAnswer.LeftOut(r.topic, r.part, r.offset, r.noticedAt, r.why))
        .toList();
  }
}
