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
import dev.godwit.orchestrator.domain.state.Decisions;
import dev.godwit.orchestrator.domain.state.IdleState.Approved;
import dev.godwit.orchestrator.domain.state.IdleState.Cancelled;
import dev.godwit.orchestrator.domain.state.IdleState.Committed;
import dev.godwit.orchestrator.domain.state.IdleState.Rehearsable;
import dev.godwit.orchestrator.domain.state.IdleState.Rehearsed;
import dev.godwit.orchestrator.domain.state.IdleState.Unrequested;
import dev.godwit.orchestrator.domain.state.Migration;
import dev.godwit.orchestrator.domain.state.Migration.Request;
import dev.godwit.orchestrator.domain.state.MigrationState.Active;
import dev.godwit.orchestrator.domain.state.Programme;
import dev.godwit.orchestrator.domain.state.Run.Approval;
import dev.godwit.orchestrator.domain.state.Run.Rehearsal;
import java.util.List;
import java.util.Optional;

/** Decides on commands that begin a run or allow one: rehearse, approve, start. */
final class RunCommands {
  private final Settings settings;

  RunCommands(Settings settings) {
    this.settings = settings;
  }

  Decision rehearse(Migration migration, Programme programme, RehearseMigration command) {
    if (programme.paused()) {
      return PauseCommands.programmeIsPaused(programme);
    }
    return switch (migration.state()) {
      case Unrequested on -> request(migration, command);
      case Cancelled on -> request(migration, command);
      case Rehearsable on ->
          accepted(rehearsal(command, migration.request(), migration.decisions()));
      case Committed on -> alreadyMoved(migration);
      case Active on -> runIsOn(migration);
    };
  }

  private Decision request(Migration migration, RehearseMigration command) {
    Request request =
        new Request(
            command.customer(),
            or(command.sourcePack(), settings.sourcePack()),
            or(command.targetPack(), settings.targetPack()),
            command.by(),
            command.account());
    return accepted(
        new MigrationRequested(
            request.customer(), request.sourcePack(), request.targetPack(), command.why()),
        rehearsal(command, request, migration.decisions()));
  }

  private static RunStarted rehearsal(
      RehearseMigration command, Request request, Decisions decisions) {
    return new RunStarted(
        RunKind.REHEARSAL,
        request.customer(),
        or(command.sourcePack(), request.sourcePack()),
        or(command.targetPack(), request.targetPack()),
        command.why(),
        0,
        account(command, request),
        decisions.positions());
  }

  /** An account belongs to a target: it holds until another one or another pack is named. */
  private static String account(RehearseMigration command, Request request) {
    boolean samePack = or(command.targetPack(), request.targetPack()).equals(request.targetPack());
    return command.account() == null && samePack ? request.account() : command.account();
  }

  Decision approve(Migration migration, ApproveMigration command) {
    if (!(migration.state() instanceof Rehearsed rehearsed)) {
      String action =
          switch (migration.state()) {
            case Approved on -> "Publish StartMigration to begin the live run.";
            case Committed on -> "Nothing: this customer works in the target.";
            case Active on -> "Wait for the end of the run, see: godwit watch.";
            default -> "Publish RehearseMigration first.";
          };
      return rejected(
          "a passed rehearsal that waits for its approval", StatusText.of(migration), action);
    }
    Request request = migration.request();
    Rehearsal rehearsal = rehearsed.rehearsal();
    if (settings.approvalByAnother()
        && FourEyes.isOneOf(command.by(), request.by(), rehearsal.by())) {
      return rejected(
          "an approval by somebody other than the requester and the author of the rehearsal",
          "an approval by %s, who %s"
              .formatted(
                  command.by(),
                  FourEyes.isSame(command.by(), request.by())
                      ? "requested the migration"
                      : "asked for the rehearsal, run " + rehearsal.run()),
          "Ask somebody else to approve, or set GODWIT_APPROVAL_BY_ANOTHER=false.");
    }
    Optional<Decision> stale = StaleRehearsal.of(migration, rehearsal);
    if (stale.isPresent()) {
      return stale.get();
    }
    List<Waiver> waivers = Waivers.of(command, rehearsal.findings());
    List<String> uncovered = Waivers.uncovered(rehearsal, new Approval(command.by(), waivers));
    return Waivers.flaw(waivers, command.why(), rehearsal)
        .or(() -> Waivers.tooMany(new Approval(command.by(), waivers)))
        .or(() -> command.anyway() ? Optional.empty() : Waivers.missing(uncovered))
        .orElseGet(() -> accepted(new MigrationApproved(waivers, command.why(), uncovered)));
  }

  Decision start(Migration migration, Programme programme, StartMigration command) {
    if (programme.paused()) {
      return PauseCommands.programmeIsPaused(programme);
    }
    if (migration.state() instanceof Active) {
      return runIsOn(migration);
    }
    if (!(migration.state() instanceof Approved approved)) {
      return switch (migration.state()) {
        case Rehearsed on ->
            rejected(
                "an approved rehearsal",
                StatusText.of(migration),
                settings.approvalByAnother()
                    ? "Let somebody other than %s publish ApproveMigration."
                        .formatted(
                            FourEyes.isSame(migration.request().by(), on.rehearsal().by())
                                ? migration.request().by()
                                : migration.request().by() + " and " + on.rehearsal().by())
                    : "Publish ApproveMigration.");
        case Committed on -> alreadyMoved(migration);
        default ->
            rejected(
                "a passed and approved rehearsal",
                StatusText.of(migration),
                "Publish RehearseMigration, then ApproveMigration.");
      };
    }
    Optional<Decision> stale = StaleRehearsal.of(migration, approved.permit().rehearsal());
    if (stale.isPresent()) {
      return stale.get();
    }
    if (programme.live().size() >= settings.maxLiveRuns()) {
      return rejected(
          settings.maxLiveRuns() == 1
              ? "no other live run on"
              : "fewer than " + settings.maxLiveRuns() + " live runs on",
          "the live run of " + String.join(", ", programme.live()),
          "Wait for its end and start again, or raise GODWIT_MAX_LIVE_RUNS.");
    }
    Request request = migration.request();
    if (command.account() != null && !command.account().equals(request.account())) {
      return anotherAccount(migration, request, command);
    }
    return accepted(
        new RunStarted(
            RunKind.LIVE,
            request.customer(),
            request.sourcePack(),
            request.targetPack(),
            command.why(),
            settings.freezeBudget().toSeconds(),
            request.account(),
            migration.decisions().positions()));
  }

  /** A rehearsal with one account says nothing of another one. */
  private static Decision anotherAccount(
      Migration migration, Request request, StartMigration command) {
    return rejected(
        request.account() == null
            ? "no account: the rehearsal of %s took that of the target pack"
                .formatted(migration.id())
            : "account %s, with which %s was rehearsed"
                .formatted(request.account(), migration.id()),
        "account " + command.account(),
        "Start without an account to take the one that was rehearsed; or rehearse again with account %s."
            .formatted(command.account()));
  }

  private static Decision alreadyMoved(Migration migration) {
    return rejected(
        "a customer that is still in the source",
        StatusText.of(migration),
        "Nothing: this customer works in the target.");
  }

  private static Decision runIsOn(Migration migration) {
    return rejected(
        "no run on for customer " + migration.id(),
        StatusText.of(migration),
        "Wait for its end, see: godwit watch; or publish RollBackMigration.");
  }

  private static String or(String given, String otherwise) {
    return given.isBlank() ? otherwise : given;
  }
}
