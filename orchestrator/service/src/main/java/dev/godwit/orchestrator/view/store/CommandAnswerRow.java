package dev.godwit.orchestrator.view.store;

import dev.godwit.api.CommandAnswer;
import dev.godwit.api.Problem;
import dev.godwit.api.StoryLine;
import dev.godwit.orchestrator.domain.event.Recorded.Envelope;
import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import io.quarkus.panache.common.Sort;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;

/** The answer to a command. */
@Entity
@Table(name = "command_answer")
public class CommandAnswerRow extends PanacheEntityBase {
  @Id
  @Column(name = "command_id")
  public String commandId;

  public String state;
  public String command;
  public String customer;

  @Column(name = "answered_at")
  public Instant answeredAt;

  public String sentence;
  public String expected;
  public String found;
  public String action;

  /** Keeps it as the answer that an event gives, unless the command is answered already. */
  public void keep(Envelope envelope, StoryLine line) {
    if (findById(commandId) == null) {
      customer = envelope.migrationId();
      answeredAt = envelope.occurredAt();
      sentence = line.by() + " " + line.text();
      persist();
    }
  }

  /** The last rejected command for a customer; null where there was none. */
  public static CommandAnswerRow lastRejected(String customer) {
    return CommandAnswerRow.<CommandAnswerRow>find(
            "customer = ?1 and state = ?2",
            Sort.descending("answeredAt"),
            customer,
            CommandAnswer.State.REJECTED.name())
        .firstResult();
  }

  /** The answer. */
  public CommandAnswer answer() {
    CommandAnswer.State answered = CommandAnswer.State.valueOf(state);
    boolean rejected = answered == CommandAnswer.State.REJECTED;
    return new CommandAnswer(
        commandId,
        answered,
        command,
        customer,
        answeredAt,
        rejected ? null : sentence,
        rejected ? new Problem(expected, found, action) : null);
  }
}
