package dev.godwit.orchestrator.view.store;

import dev.godwit.api.StoryLine;
import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import io.quarkus.panache.common.Sort;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.List;

/** A line of a migration's story. */
@Entity
@Table(name = "story")
public class StoryRow extends PanacheEntityBase {
  @Id
  @Column(name = "event_id")
  public String eventId;

  public String customer;
  public long sequence;

  @Column(name = "occurred_at")
  public Instant occurredAt;

  public String who;
  public int run;
  public String event;
  public String tone;
  public String sentence;
  public String why;
  public boolean decision;

  /** As it is answered. */
  public StoryLine line() {
    return new StoryLine(
        sequence, occurredAt, who, run, event, StoryLine.Tone.valueOf(tone), sentence, why);
  }

  /** Lines of a customer after a sequence, in order. */
  public static List<StoryRow> after(String customer, long sequence) {
    return list("customer = ?1 and sequence > ?2", Sort.ascending("sequence"), customer, sequence);
  }

  /** What people decided for a customer, in order. */
  public static List<StoryRow> decisions(String customer) {
    return list("customer = ?1 and decision = true", Sort.ascending("sequence"), customer);
  }
}
