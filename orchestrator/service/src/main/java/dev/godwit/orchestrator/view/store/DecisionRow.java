package dev.godwit.orchestrator.view.store;

import dev.godwit.api.DecisionAnswer;
import dev.godwit.api.DecisionAnswer.Kind;
import dev.godwit.api.StoryLine;
import dev.godwit.orchestrator.domain.event.DecisionEvent;
import dev.godwit.orchestrator.domain.event.DecisionEvent.DecisionUndone;
import dev.godwit.orchestrator.domain.event.DecisionEvent.FixDecided;
import dev.godwit.orchestrator.domain.event.DecisionEvent.MergesDecided;
import dev.godwit.orchestrator.domain.event.Recorded.Envelope;
import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import io.quarkus.panache.common.Sort;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** A decision of a person about data that does not fit. */
@Entity
@Table(name = "decision")
public class DecisionRow extends PanacheEntityBase {
  /** Customer and number, joined by a slash. */
  @Id public String id;

  public String customer;
  public int number;
  public String kind;
  public long position;
  public String who;

  @Column(name = "decided_at")
  public Instant decidedAt;

  public String sentence;
  public String why;

  @Column(name = "undone_by")
  public String undoneBy;

  @Column(name = "undone_at")
  public Instant undoneAt;

  @Column(name = "undone_why")
  public String undoneWhy;

  /** Keeps what an event says; a repeated event changes nothing. */
  public static void keep(Envelope envelope, DecisionEvent event, StoryLine line) {
    switch (event) {
      case MergesDecided e -> decided(envelope, e, Kind.MERGES, e.position(), line);
      case FixDecided e -> decided(envelope, e, Kind.FIX, e.position(), line);
      case DecisionUndone e -> {
        DecisionRow row = findById(id(envelope.migrationId(), e.number()));
        if (row != null) {
          row.undoneBy = line.by();
          row.undoneAt = envelope.occurredAt();
          row.undoneWhy = e.why();
        }
      }
    }
  }

  private static void decided(
      Envelope envelope, DecisionEvent event, Kind kind, long position, StoryLine line) {
    String id = id(envelope.migrationId(), event.number());
    if (findById(id) != null) {
      return;
    }
    DecisionRow row = new DecisionRow();
    row.id = id;
    row.customer = envelope.migrationId();
    row.number = event.number();
    row.kind = kind.name();
    row.position = position;
    row.who = line.by();
    row.decidedAt = envelope.occurredAt();
    row.sentence = line.text();
    row.why = event.why();
    row.persist();
  }

  /**
   * Numbers of the decisions of a customer that hold, by the offset of their command in {@code
   * migration.commands.v1}.
   */
  public static Map<Long, Integer> holding(String customer) {
    return DecisionRow.<DecisionRow>list("customer = ?1 and undoneAt is null", customer).stream()
        .collect(Collectors.toMap(row -> row.position, row -> row.number, Math::max));
  }

  private static String id(String customer, int number) {
    return customer + "/" + number;
  }

  /** Decisions of a customer by number, those that were undone too. */
  public static List<DecisionRow> of(String customer) {
    return list("customer = ?1", Sort.ascending("number"), customer);
  }

  /** Number of the last decision of a customer; 0 where there is none. */
  public static int last(String customer) {
    DecisionRow last =
        find("customer = ?1", Sort.descending("number"), customer).page(0, 1).firstResult();
    return last == null ? 0 : last.number;
  }

  /** The decision as it is shown. */
  public DecisionAnswer answer() {
    return new DecisionAnswer(
        number,
        Kind.valueOf(kind),
        position,
        who,
        decidedAt,
        sentence,
        why,
        undoneAt == null ? null : new DecisionAnswer.Undone(undoneBy, undoneAt, undoneWhy));
  }
}
