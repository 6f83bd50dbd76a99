package dev.godwit.orchestrator.view.store;

import dev.godwit.api.StoryLine;
import dev.godwit.orchestrator.domain.event.Recorded.Envelope;
import dev.godwit.orchestrator.view.story.Storyteller;
import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import io.quarkus.panache.common.Sort;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

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

  /** Those of some events whose line is kept already. */
  public static Set<String> keptOf(List<String> eventIds) {
    return eventIds.isEmpty()
        ? Set.of()
        : getEntityManager()
            .createQuery("select eventId from StoryRow where eventId in (?1)", String.class)
            .setParameter(1, eventIds)
            .getResultStream()
            .collect(Collectors.toSet());
  }

  /** Keeps the line of an event; see {@link #keptOf}. */
  public static void keep(Envelope envelope, Storyteller.Entry entry) {
    StoryLine line = entry.line();
    StoryRow row = new StoryRow();
    row.eventId = envelope.eventId();
    row.customer = envelope.migrationId();
    row.sequence = line.sequence();
    row.occurredAt = line.at();
    row.who = line.by();
    row.run = line.run();
    row.event = line.event();
    row.tone = line.tone().name();
    row.sentence = line.text();
    row.why = line.why();
    row.decision = entry.decision();
    row.persist();
  }

  /** The line. */
  public StoryLine line() {
    return new StoryLine(
        sequence, occurredAt, who, run, event, StoryLine.Tone.valueOf(tone), sentence, why);
  }

  /** Lines of a customer after a sequence, in order. */
  public static List<StoryRow> after(String customer, long sequence) {
    return list("customer = ?1 and sequence > ?2", Sort.ascending("sequence"), customer, sequence);
  }

  /** Decisions of people for a customer, in order. */
  public static List<StoryRow> decisions(String customer) {
    return list("customer = ?1 and decision = true", Sort.ascending("sequence"), customer);
  }
}
