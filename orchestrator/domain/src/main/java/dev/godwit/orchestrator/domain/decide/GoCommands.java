package dev.godwit.orchestrator.domain.decide;

import static dev.godwit.orchestrator.domain.decide.Decision.accepted;
import static dev.godwit.orchestrator.domain.decide.Decision.rejected;

import dev.godwit.orchestrator.domain.command.Command.ApproveMigration;
import dev.godwit.orchestrator.domain.command.Command.RehearseMigration;
import dev.godwit.orchestrator.domain.command.Command.StartMigration;
import dev.godwit.orchestrator.domain.common.RunKind;
import dev.godwit.orchestrator.domain.common.Waiver;
import dev.godwit.orchestrator.domain.event.RequestEvent.MigrationApproved;
import dev.godwit.orchestrator.domain.event.RequestEvent.MigrationRequested;
import dev.godwit.orchestrator.domain.event.RunEvent.RunStarted;
import dev.godwit.orchestrator.domain.state.Approval;
import dev.godwit.orchestrator.domain.state.Migration;
import dev.godwit.orchestrator.domain.state.MigrationState.Active;
import dev.godwit.orchestrator.domain.state.MigrationState.Approved;
import dev.godwit.orchestrator.domain.state.MigrationState.Cancelled;
import dev.godwit.orchestrator.domain.state.MigrationState.Committed;
import dev.godwit.orchestrator.domain.state.MigrationState.Idle;
import dev.godwit.orchestrator.domain.state.MigrationState.Rehearsed;
import dev.godwit.orchestrator.domain.state.MigrationState.Requested;
import dev.godwit.orchestrator.domain.state.MigrationState.RolledBack;
import dev.godwit.orchestrator.domain.state.MigrationState.Unrequested;
import dev.godwit.orchestrator.domain.state.Programme;
import dev.godwit.orchestrator.domain.state.Rehearsal;
import dev.godwit.orchestrator.domain.state.Request;
import java.util.List;

/** Commands that bring a migration on: rehearse, approve, start. */
final class GoCommands {
  private final Settings settings;

  GoCommands(Settings settings) {
    this.settings = settings;
  }

  Decision rehearse(Migration migration, Programme programme, RehearseMigration command) {
    if (programme.paused()) {
      return pausedProgramme(programme);
    }
    return switch (migration.state()) {
      case Unrequested s -> request(command);
      case Cancelled s -> request(command);
      case Requested s -> accepted(rehearsal(command, s.request()));
      case Rehearsed s -> accepted(rehearsal(command, s.request()));
      case Approved s -> accepted(rehearsal(command, s.request()));
      case RolledBack s -> accepted(rehearsal(command, s.request()));
      case Committed s ->
          rejected(
              "a customer that is still in the old system",
              Words.of(migration),
              "Nothing: this customer works in the new system.");
      case Active s -> runIsOn(migration);
    };
  }

  private Decision request(RehearseMigration command) {
    Request request =
        new Request(
            command.customer(),
            or(command.sourcePack(), settings.sourcePack()),
            or(command.targetPack(), settings.targetPack()),
            command.by());
    return accepted(
        new MigrationRequested(
            request.customer(), request.sourcePack(), request.targetPack(), command.why()),
        rehearsal(command, request));
  }

  private static RunStarted rehearsal(RehearseMigration command, Request request) {
    return new RunStarted(
        RunKind.REHEARSAL,
        request.customer(),
        or(command.sourcePack(), request.sourcePack()),
        or(command.targetPack(), request.targetPack()),
        command.why());
  }

  Decision approve(Migration migration, ApproveMigration command) {
    if (!(migration.state() instanceof Rehearsed rehearsed)) {
      String action =
          switch (migration.state()) {
            case Approved s -> "Publish StartMigration to begin the live run.";
            case Committed s -> "Nothing: this customer works in the new system.";
            case Active s -> "Wait for the end of the run, see: godwit watch.";
            default -> "Publish RehearseMigration first.";
          };
      return rejected(
          "a passed rehearsal that waits for its approval", Words.of(migration), action);
    }
    Request request = rehearsed.request();
    Rehearsal rehearsal = rehearsed.rehearsal();
    if (settings.approvalByAnother()
        && FourEyes.isOneOf(command.by(), request.by(), rehearsal.by())) {
      return rejected(
          "an approval by somebody other than the requester and whoever asked for the rehearsal",
          "an approval by %s, who %s"
              .formatted(
                  command.by(),
                  FourEyes.isSame(command.by(), request.by())
                      ? "requested the migration"
                      : "asked for the rehearsal, run " + rehearsal.run()),
          "Ask somebody else to approve, or set GODWIT_APPROVAL_BY_ANOTHER=false.");
    }
    List<Waiver> waivers = Waivers.given(command, rehearsal.findings());
    return Waivers.flaw(waivers, command.why())
        .or(() -> Waivers.tooMany(new Approval(command.by(), waivers)))
        .orElseGet(() -> accepted(new MigrationApproved(waivers, command.why())));
  }

  Decision start(Migration migration, Programme programme, StartMigration command) {
    if (programme.paused()) {
      return pausedProgramme(programme);
    }
    if (migration.state() instanceof Active) {
      return runIsOn(migration);
    }
    if (!(migration.state() instanceof Approved approved)) {
      return switch ((Idle) migration.state()) {
        case Rehearsed s ->
            rejected(
                "an approved rehearsal",
                Words.of(migration),
                settings.approvalByAnother()
                    ? "Let somebody other than %s publish ApproveMigration."
                        .formatted(
                            FourEyes.isSame(s.request().by(), s.rehearsal().by())
                                ? s.request().by()
                                : s.request().by() + " and " + s.rehearsal().by())
                    : "Publish ApproveMigration.");
        case Committed s ->
            rejected(
                "a customer that is still in the old system",
                Words.of(migration),
                "Nothing: this customer works in the new system.");
        default ->
            rejected(
                "a passed and approved rehearsal",
                Words.of(migration),
                "Publish RehearseMigration, then ApproveMigration.");
      };
    }
    if (programme.live().size() >= settings.maxLiveRuns()) {
      return rejected(
          settings.maxLiveRuns() == 1
              ? "no other live run on"
              : "fewer than " + settings.maxLiveRuns() + " live runs on",
          "the live run of " + String.join(", ", programme.live()),
          "Wait for its end and start again, or raise GODWIT_MAX_LIVE_RUNS.");
    }
    Request request = approved.request();
    return accepted(
        new RunStarted(
            RunKind.LIVE,
            request.customer(),
            request.sourcePack(),
            request.targetPack(),
            command.why()));
  }

  private static Decision runIsOn(Migration migration) {
    return rejected(
        "no run on for customer " + migration.id(),
        Words.of(migration),
        "Wait for its end, see: godwit watch; or publish RollBackMigration.");
  }

  private static Decision pausedProgramme(Programme programme) {
    return rejected(
        "a programme that is not paused",
        "the programme paused by " + programme.pausedBy(),
        "Publish ResumeProgramme, then this command again with a new id.");
  }

  private static String or(String given, String otherwise) {
    return given.isBlank() ? otherwise : given;
  }
}
