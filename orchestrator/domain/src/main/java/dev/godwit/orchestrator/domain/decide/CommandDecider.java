package dev.godwit.orchestrator.domain.decide;

import dev.godwit.orchestrator.domain.command.Command;
import dev.godwit.orchestrator.domain.command.Command.ApproveMigration;
import dev.godwit.orchestrator.domain.command.Command.CancelMigration;
import dev.godwit.orchestrator.domain.command.Command.PauseMigration;
import dev.godwit.orchestrator.domain.command.Command.PauseProgramme;
import dev.godwit.orchestrator.domain.command.Command.RehearseMigration;
import dev.godwit.orchestrator.domain.command.Command.ResumeMigration;
import dev.godwit.orchestrator.domain.command.Command.ResumeProgramme;
import dev.godwit.orchestrator.domain.command.Command.RollBackMigration;
import dev.godwit.orchestrator.domain.command.Command.StartMigration;
import dev.godwit.orchestrator.domain.command.Command.TakeCut;
import dev.godwit.orchestrator.domain.command.Command.WaiveFindings;
import dev.godwit.orchestrator.domain.state.Migration;
import dev.godwit.orchestrator.domain.state.Programme;
import java.time.Duration;
import java.time.Instant;

/** What comes of a command. A function of its arguments and the settings alone. */
public final class CommandDecider {
  private final GoCommands go;
  private final WaiveCommand waive;
  private final Duration verdictWithin;

  public CommandDecider(Settings settings) {
    this.go = new GoCommands(settings);
    this.waive = new WaiveCommand(settings);
    this.verdictWithin = settings.verdictWithin();
  }

  /**
   * Decides a command about one customer.
   *
   * @param migration the migration of the command's customer
   * @param now when it was published
   */
  public Decision decide(Migration migration, Programme programme, Command command, Instant now) {
    return switch (command) {
      case RehearseMigration rehearse -> go.rehearse(migration, programme, rehearse);
      case ApproveMigration approve -> go.approve(migration, approve);
      case StartMigration start -> go.start(migration, programme, start);
      case WaiveFindings findings -> waive.waive(migration, findings);
      case RollBackMigration back -> BrakeCommands.rollBack(migration, back);
      case CancelMigration cancel -> BrakeCommands.cancel(migration, cancel);
      case PauseMigration pause -> BrakeCommands.pause(migration, pause);
      case ResumeMigration resume -> BrakeCommands.resume(migration, resume);
      case TakeCut cut -> CutCommand.take(migration, programme, cut, now, verdictWithin);
      case PauseProgramme pause -> namesCustomer(pause);
      case ResumeProgramme resume -> namesCustomer(resume);
    };
  }

  /** Decides a command about the programme. */
  public Decision decide(Programme programme, Command command) {
    return ProgrammeCommands.decide(programme, command);
  }

  /**
   * Why the command can be about no customer and by nobody, or holds what no event may hold; null
   * where nothing is wrong.
   */
  public static Rejection flaw(Command command) {
    return CommandFlaws.of(command);
  }

  /** Whether the text can be a customer's id; it may be null. */
  public static boolean isCustomer(String text) {
    return CommandFlaws.isCustomer(text);
  }

  /** Whether the text can be the id of a command; null and empty can, as where none is given. */
  public static boolean isId(String text) {
    return CommandFlaws.isId(text);
  }

  private static Decision namesCustomer(Command command) {
    String single = command instanceof PauseProgramme ? "PauseMigration" : "ResumeMigration";
    return Decision.rejected(
        "customer *, since " + command.name() + " is about all migrations",
        "customer " + command.customer(),
        "Use customer *, or " + single + " for this customer alone.");
  }
}
