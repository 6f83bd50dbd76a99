package dev.godwit.orchestrator.domain.decide;

import dev.godwit.orchestrator.domain.Meta;
import dev.godwit.orchestrator.domain.command.Command;
import dev.godwit.orchestrator.domain.command.Command.ApproveMigration;
import dev.godwit.orchestrator.domain.command.Command.CancelMigration;
import dev.godwit.orchestrator.domain.command.Command.CancelReplay;
import dev.godwit.orchestrator.domain.command.Command.CheckFreezeBudget;
import dev.godwit.orchestrator.domain.command.Command.DecideFix;
import dev.godwit.orchestrator.domain.command.Command.DecideMerges;
import dev.godwit.orchestrator.domain.command.Command.ForgetCustomer;
import dev.godwit.orchestrator.domain.command.Command.PauseMigration;
import dev.godwit.orchestrator.domain.command.Command.PauseProgramme;
import dev.godwit.orchestrator.domain.command.Command.PauseReplay;
import dev.godwit.orchestrator.domain.command.Command.RedriveQuarantine;
import dev.godwit.orchestrator.domain.command.Command.RehearseMigration;
import dev.godwit.orchestrator.domain.command.Command.RepairMigration;
import dev.godwit.orchestrator.domain.command.Command.ReplayStage;
import dev.godwit.orchestrator.domain.command.Command.ResumeMigration;
import dev.godwit.orchestrator.domain.command.Command.ResumeProgramme;
import dev.godwit.orchestrator.domain.command.Command.ResumeReplay;
import dev.godwit.orchestrator.domain.command.Command.RollBackMigration;
import dev.godwit.orchestrator.domain.command.Command.StartMigration;
import dev.godwit.orchestrator.domain.command.Command.TakeCut;
import dev.godwit.orchestrator.domain.command.Command.UndoDecision;
import dev.godwit.orchestrator.domain.command.Command.WaiveFindings;
import dev.godwit.orchestrator.domain.decide.Decision.Rejection;
import dev.godwit.orchestrator.domain.state.Migration;
import dev.godwit.orchestrator.domain.state.Programme;
import java.time.Duration;
import java.time.Instant;

/**
 * Decides on commands. A function of its arguments and the settings alone; immutable and
 * thread-safe.
 */
public final class CommandDecider {
  private final RunCommands runs;
  private final WaiverCommands waivers;
  private final Duration verdictWithin;

  public CommandDecider(Settings settings) {
    this.runs = new RunCommands(settings);
    this.waivers = new WaiverCommands(settings);
    this.verdictWithin = settings.verdictWithin();
  }

  /**
   * Decides a command about one customer.
   *
   * @param migration the migration of the command's customer
   * @param meta when it was published, and where it stands
   */
  public Decision decide(Migration migration, Programme programme, Command command, Meta meta) {
    Instant now = meta.now();
    return switch (command) {
      case RehearseMigration rehearse -> runs.rehearse(migration, programme, rehearse);
      case ApproveMigration approve -> runs.approve(migration, approve);
      case StartMigration start -> runs.start(migration, programme, start);
      case WaiveFindings findings -> waivers.waive(migration, findings);
      case DecideMerges merges -> DecisionCommands.merges(migration, merges, meta);
      case DecideFix fix -> DecisionCommands.fix(migration, fix, meta);
      case UndoDecision undo -> DecisionCommands.undo(migration, undo);
      case RollBackMigration back -> EndingCommands.rollBack(migration, back);
      case CancelMigration cancel -> EndingCommands.cancel(migration, cancel);
      case ForgetCustomer forget -> ForgetCommands.forget(migration, forget);
      case PauseMigration pause -> PauseCommands.pause(migration, pause);
      case ResumeMigration resume -> ResumeCommands.resume(migration, resume);
      case TakeCut cut -> CutCommands.take(migration, programme, cut, now, verdictWithin);
      case ReplayStage replay -> ReplayCommands.replay(migration, programme, replay);
      case RepairMigration repair -> ReplayCommands.repair(migration, programme, repair);
      case RedriveQuarantine redrive -> ReplayCommands.redrive(migration, programme, redrive);
      case PauseReplay pause -> ReplayCommands.pause(migration, pause);
      case ResumeReplay resume -> ReplayCommands.resume(migration, resume);
      case CancelReplay cancel -> ReplayCommands.cancel(migration, cancel);
      case CheckFreezeBudget check -> FreezeBudgetCommands.check(migration, now);
      case PauseProgramme pause -> namesCustomer(pause);
      case ResumeProgramme resume -> namesCustomer(resume);
    };
  }

  /** Decides a command about the programme. */
  public Decision decide(Programme programme, Command command) {
    return PauseCommands.programme(programme, command);
  }

  /**
   * Why the command can be about no customer and by nobody, or holds what no event may hold; null
   * where nothing is wrong.
   */
  public static Rejection flaw(Command command) {
    return CommandValidation.of(command);
  }

  /** Whether the text can be a customer's id; it may be null. */
  public static boolean isCustomer(String text) {
    return CommandValidation.isCustomer(text);
  }

  /** Whether the text can be the id of a command; null and empty can, as where none is given. */
  public static boolean isId(String text) {
    return CommandValidation.isId(text);
  }

  private static Decision namesCustomer(Command command) {
    String single = command instanceof PauseProgramme ? "PauseMigration" : "ResumeMigration";
    return Decision.rejected(
        "customer *, since " + command.name() + " is about all migrations",
        "customer " + command.customer(),
        "Use customer *, or " + single + " for this customer alone.");
  }
}
