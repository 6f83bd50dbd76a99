package dev.godwit.orchestrator.domain;

import dev.godwit.orchestrator.domain.command.Command;
import dev.godwit.orchestrator.domain.decide.CommandDecider;
import dev.godwit.orchestrator.domain.decide.Decision;
import dev.godwit.orchestrator.domain.decide.Decision.Accepted;
import dev.godwit.orchestrator.domain.decide.Decision.Ignored;
import dev.godwit.orchestrator.domain.decide.Decision.Rejected;
import dev.godwit.orchestrator.domain.decide.Decision.Rejection;
import dev.godwit.orchestrator.domain.decide.EventText;
import dev.godwit.orchestrator.domain.decide.ReportDecider;
import dev.godwit.orchestrator.domain.decide.Settings;
import dev.godwit.orchestrator.domain.event.Event;
import dev.godwit.orchestrator.domain.event.RequestEvent.CommandRejected;
import dev.godwit.orchestrator.domain.event.RequestEvent.ReportRejected;
import dev.godwit.orchestrator.domain.report.Reported;
import dev.godwit.orchestrator.domain.state.Migration;
import dev.godwit.orchestrator.domain.state.Programme;
import dev.godwit.orchestrator.domain.state.Run;
import java.util.List;

/**
 * The control plane: a command or report is decided, its events are folded, and tasks follow from
 * them. A function of its arguments and the settings: no clock, no randomness, nothing outside.
 * Immutable and thread-safe.
 */
public final class ControlPlane {
  private static final int LONGEST = 4_000;

  private final CommandDecider commands;
  private final ReportDecider reports;

  public ControlPlane(Settings settings) {
    this.commands = new CommandDecider(settings);
    this.reports = new ReportDecider(settings);
  }

  /**
   * Decides on a command about one customer.
   *
   * @param migration the migration of the command's customer
   */
  public Handled handle(Migration migration, Programme programme, Command command, Meta meta) {
    Rejection flaw = CommandDecider.flaw(command);
    Decision decision =
        flaw != null
            ? new Decision.Rejected(flaw)
            : commands.decide(migration, programme, command, meta);
    Recorder recorder =
        new Recorder(migration, programme, meta, EventText.of(command.by()), meta.causationId());
    return recorder.record(events(decision, command, meta));
  }

  /** Decides on a command about the programme. */
  public Handled handle(Programme programme, Command command, Meta meta) {
    Rejection flaw = CommandDecider.flaw(command);
    Decision decision =
        flaw != null ? new Decision.Rejected(flaw) : commands.decide(programme, command);
    return Recorder.programme(
        programme,
        meta,
        EventText.of(command.by()),
        meta.causationId(),
        events(decision, command, meta));
  }

  /** Decides on a report about one migration. */
  public Handled handle(Migration migration, Programme programme, Reported reported, Meta meta) {
    Run run = migration.run();
    String correlationId = run == null ? meta.causationId() : run.correlationId();
    return switch (reports.decide(migration, reported)) {
      case Accepted accepted ->
          new Recorder(migration, programme, meta, reported.envelope().instance(), correlationId)
              .record(accepted.events());
      case Ignored ignored ->
          new Handled(migration, programme, List.of(), List.of(), ignored.why());
      case Rejected rejected -> rejectedReport(programme, rejected.rejection(), meta);
    };
  }

  /**
   * Keeps a command that was refused before it was decided on.
   *
   * @param migration the migration it names; null where it names none
   */
  public Handled refused(
      Migration migration, Programme programme, RefusedCommand refused, Meta meta) {
    Rejection rejection = refused.rejection();
    List<Event> events =
        List.of(
            new CommandRejected(
                EventText.of(
                    refused.commandId() == null ? meta.causationId() : refused.commandId()),
                EventText.of(refused.name()),
                EventText.of(rejection.expected(), LONGEST),
                EventText.of(rejection.found(), LONGEST),
                EventText.of(rejection.action(), LONGEST),
                EventText.of(refused.claimed())));
    String by = EventText.of(refused.by());
    return migration == null
        ? Recorder.programme(programme, meta, by, meta.causationId(), events)
        : new Recorder(migration, programme, meta, by, meta.causationId()).record(events);
  }

  /** Keeps a report that could not be read, or that answers no task. */
  public Handled rejectedReport(Programme programme, Rejection rejection, Meta meta) {
    return Recorder.programme(
        programme,
        meta,
        "",
        "",
        List.of(
            new ReportRejected(
                meta.causationId(),
                rejection.expected(),
                EventText.of(rejection.found(), LONGEST),
                rejection.action())));
  }

  private static List<Event> events(Decision decision, Command command, Meta meta) {
    return switch (decision) {
      case Accepted accepted -> accepted.events();
      case Rejected rejected ->
          List.of(rejected(meta.causationId(), command.name(), rejected.rejection()));
      case Ignored ignored ->
          throw new IllegalStateException("Expected an answer to a command, found " + ignored);
    };
  }

  private static Event rejected(String commandId, String name, Rejection rejection) {
    return new CommandRejected(
        commandId,
        EventText.of(name),
        EventText.of(rejection.expected(), LONGEST),
        EventText.of(rejection.found(), LONGEST),
        EventText.of(rejection.action(), LONGEST));
  }
}
