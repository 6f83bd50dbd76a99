package dev.godwit.orchestrator.view.store;

import dev.godwit.api.AuditAnswer;
import dev.godwit.api.Problem;
import dev.godwit.api.StoryLine;
import dev.godwit.orchestrator.domain.common.Route;
import dev.godwit.orchestrator.domain.event.Recorded;
import dev.godwit.orchestrator.domain.event.Recorded.Envelope;
import dev.godwit.orchestrator.domain.event.RequestEvent.CommandRejected;
import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import io.quarkus.panache.common.Sort;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A command of a person or a service, and what came of it. */
@Entity
@Table(name = "audit")
public class AuditRow extends PanacheEntityBase {
  /** Id of the event of a refusal, or of the command that was carried out. */
  @Id public String id;

  @Column(name = "occurred_at")
  public Instant occurredAt;

  @Column(name = "event_offset")
  public long eventOffset;

  public String customer;
  public String who;
  public String claimed;
  public String route;

  @Column(name = "command_id")
  public String commandId;

  @Column(name = "command_offset")
  public long commandOffset;

  public String command;
  public boolean refused;
  public String sentence;
  public String expected;
  public String found;
  public String action;

  /**
   * Keeps what an event says of a command: its refusal, or the first event that it caused. Commands
   * of the clock and events that follow from reports are left out.
   *
   * @param offset of the event in its topic
   */
  public static void keep(Recorded recorded, StoryLine line, long offset) {
    Envelope envelope = recorded.envelope();
    if (envelope.route() == Route.CLOCK
        || !envelope.causationId().equals(envelope.correlationId())) {
      return;
    }
    CommandRejected rejected = recorded.event() instanceof CommandRejected one ? one : null;
    String id = rejected == null ? "command/" + envelope.causationId() : envelope.eventId();
    if (findById(id) != null) {
      return;
    }
    AuditRow row = new AuditRow();
    row.id = id;
    row.occurredAt = envelope.occurredAt();
    row.eventOffset = offset;
    row.customer = envelope.migrationId();
    row.who = line.by();
    row.claimed = rejected == null ? "" : rejected.claimed();
    row.route = envelope.route().name();
    row.commandId = rejected == null ? envelope.causationId() : rejected.commandId();
    row.commandOffset = envelope.position();
    row.command = rejected == null ? recorded.event().name() : rejected.command();
    row.refused = rejected != null;
    row.sentence = line.text();
    row.expected = rejected == null ? "" : rejected.expected();
    row.found = rejected == null ? "" : rejected.found();
    row.action = rejected == null ? "" : rejected.action();
    row.persist();
  }

  /**
   * The newest rows first.
   *
   * @param customer null for all; * for commands about the whole programme
   * @param identity author, proved or claimed; null for all
   * @param since null for all
   * @param refused whether refusals alone are wanted
   */
  public static List<AuditRow> newest(
      String customer, String identity, Instant since, boolean refused, int limit) {
    List<String> conditions = new ArrayList<>(List.of("1 = 1"));
    Map<String, Object> values = new LinkedHashMap<>();
    if (customer != null) {
      conditions.add("customer = :customer");
      values.put("customer", customer);
    }
    if (identity != null) {
      conditions.add("(who = :identity or claimed = :identity)");
      values.put("identity", identity);
    }
    if (since != null) {
      conditions.add("occurredAt >= :since");
      values.put("since", since);
    }
    if (refused) {
      conditions.add("refused = true");
    }
    return AuditRow.<AuditRow>find(
            String.join(" and ", conditions), Sort.descending("eventOffset"), values)
        .page(0, limit)
        .list();
  }

  /** The row as it is shown. */
  public AuditAnswer answer() {
    return new AuditAnswer(
        occurredAt,
        who,
        claimed,
        AuditAnswer.Route.valueOf(route),
        customer,
        command,
        commandId,
        commandOffset,
        refused,
        refused ? "" : sentence,
        refused ? new Problem(expected, found, action) : null);
  }
}
