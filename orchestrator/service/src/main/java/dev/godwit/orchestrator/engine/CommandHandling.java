package dev.godwit.orchestrator.engine;

import dev.godwit.orchestrator.domain.ControlPlane;
import dev.godwit.orchestrator.domain.Handled;
import dev.godwit.orchestrator.domain.Meta;
import dev.godwit.orchestrator.domain.RefusedCommand;
import dev.godwit.orchestrator.domain.command.Command;
import dev.godwit.orchestrator.domain.decide.CommandDecider;
import dev.godwit.orchestrator.domain.decide.Decision.Rejection;
import dev.godwit.orchestrator.domain.state.Migration;
import dev.godwit.orchestrator.domain.state.Programme;
import dev.godwit.orchestrator.engine.CommandGate.Admitted;
import dev.godwit.orchestrator.engine.CommandGate.Judged;
import dev.godwit.orchestrator.engine.CommandGate.Refused;
import java.time.Instant;
import org.apache.kafka.common.header.Headers;
import org.jboss.logging.Logger;

/**
 * Answers commands, each once. A command is known by its id, which an author proves; one that
 * proves nothing is known by its position, so that nobody uses up the id of another's command by
 * sending it first. Not thread-safe; one for each processor.
 */
final class CommandHandling {
  private static final Logger LOG = Logger.getLogger(CommandHandling.class);

  private final CommandGate gate;
  private final ControlPlane controlPlane;
  private final StateStores stores;
  private final Outbound outbound;
  private final InputTrace trace;
  private final EngineMetrics metrics;

  CommandHandling(
      CommandGate gate,
      ControlPlane controlPlane,
      StateStores stores,
      Outbound outbound,
      InputTrace trace,
      EngineMetrics metrics) {
    this.gate = gate;
    this.controlPlane = controlPlane;
    this.stores = stores;
    this.outbound = outbound;
    this.trace = trace;
    this.metrics = metrics;
  }

  /**
   * Answers the command of a record.
   *
   * @param position topic, partition and offset
   */
  void handle(
      Headers headers, byte[] key, byte[] value, String position, long offset, Instant now) {
    Judged judged = gate.judge(headers, key, value, now);
    switch (judged) {
      case Admitted admitted -> admitted(admitted, position, offset, now);
      case Refused refused -> refused(refused, position, offset, now);
    }
  }

  private void admitted(Admitted admitted, String position, long offset, Instant now) {
    Command command = admitted.command();
    String id = id(admitted.commandId(), position, now);
    String before = stores.answeredAuthor(id);
    if (before != null && !before.equals(command.by()) && !wasRead(offset)) {
      usedBefore(admitted, before, position, offset, now);
      return;
    }
    if (isRepeated(id)) {
      return;
    }
    trace.command(command.name(), id, command.customer());
    Programme programme = stores.programme();
    Meta meta = new Meta(id, now, offset, admitted.route());
    boolean aboutOne =
        !command.customer().equals(Programme.ID) && CommandDecider.flaw(command) == null;
    Handled handled =
        aboutOne
            ? controlPlane.handle(
                stores.migration(command.customer(), programme), programme, command, meta)
            : controlPlane.handle(programme, command, meta);
    outbound.answer(id, handled);
  }

  /**
   * Another author's command had the id; its author must hear that this one was not carried out.
   */
  private void usedBefore(
      Admitted admitted, String before, String position, long offset, Instant now) {
    Command command = admitted.command();
    RefusedCommand refused =
        new RefusedCommand(
            null,
            command.name(),
            command.by(),
            "",
            new Rejection(
                "commandId: one that no other author used before",
                "one of a command by " + before,
                "Send the command again with a new id."));
    record(
        refused, command.customer(), position, new Meta(position, now, offset, admitted.route()));
  }

  /**
   * A command that was read before is not answered again because its key was withdrawn since. A new
   * record that uses an answered id and proves nothing is refused aloud.
   */
  private void refused(Refused refused, String position, long offset, Instant now) {
    String claimed = refused.refused().commandId();
    String before = claimed == null ? null : stores.answeredAuthor(claimed);
    boolean isOwn = refused.isProved() && refused.refused().by().equals(before);
    if ((before != null && (isOwn || wasRead(offset))) || stores.isAnswered(position)) {
      repeated(claimed == null ? position : claimed);
      return;
    }
    boolean counts = refused.isProved() && claimed != null && before == null;
    String id = counts ? claimed : position;
    record(refused.refused(), refused.customer(), id, new Meta(id, now, offset, refused.route()));
  }

  /** Whether a record was read before, by the positions that events name; true where none does. */
  private boolean wasRead(long offset) {
    long last = stores.lastPosition();
    return last < 0 || offset <= last;
  }

  private void record(RefusedCommand refused, String customer, String id, Meta meta) {
    trace.command(refused.name(), id, customer);
    Programme programme = stores.programme();
    Migration migration =
        CommandDecider.isCustomer(customer) ? stores.migration(customer, programme) : null;
    metrics.refused(meta.route());
    outbound.answer(id, controlPlane.refused(migration, programme, refused, meta));
  }

  private boolean isRepeated(String commandId) {
    boolean isRepeated = stores.isAnswered(commandId);
    if (isRepeated) {
      repeated(commandId);
    }
    return isRepeated;
  }

  private void repeated(String commandId) {
    metrics.repeatedCommand();
    LOG.infof("Command %s was answered before and is not answered again", commandId);
  }

  /**
   * The id of a command. One that no event may hold is as none, and so is a tick of the clock that
   * has not begun: were it remembered, all ticks before it would count as answered. The position of
   * the command stands for it.
   */
  private static String id(String given, String position, Instant now) {
    if (given == null || given.isBlank() || !CommandDecider.isId(given)) {
      return position;
    }
    ClockId clock = ClockId.parse(given);
    return clock != null && clock.tick() > now.toEpochMilli() ? position : given;
  }
}
