package dev.godwit.orchestrator.domain.decide;

import dev.godwit.orchestrator.domain.command.ApproveMigration;
import dev.godwit.orchestrator.domain.command.CancelMigration;
import dev.godwit.orchestrator.domain.command.Command;
import dev.godwit.orchestrator.domain.command.PauseMigration;
import dev.godwit.orchestrator.domain.command.PauseProgramme;
import dev.godwit.orchestrator.domain.command.RehearseMigration;
import dev.godwit.orchestrator.domain.command.ResumeMigration;
import dev.godwit.orchestrator.domain.command.ResumeProgramme;
import dev.godwit.orchestrator.domain.command.RollBackMigration;
import dev.godwit.orchestrator.domain.command.StartMigration;
import dev.godwit.orchestrator.domain.command.TakeCut;
import dev.godwit.orchestrator.domain.command.WaiveFindings;
import dev.godwit.orchestrator.domain.state.Migration;
import dev.godwit.orchestrator.domain.state.Programme;

/** What comes of a command. A function of its arguments and the settings alone. */
public final class CommandDecider {
  private static final int MAX_CUSTOMER_LENGTH = 200;

  private final GoCommands go;

  public CommandDecider(Settings settings) {
    this.go = new GoCommands(settings);
  }

  /**
   * Decides a command about one customer.
   *
   * @param migration the migration of the command's customer
   */
  public Decision decide(Migration migration, Programme programme, Command command) {
    return switch (command) {
      case RehearseMigration rehearse -> go.rehearse(migration, programme, rehearse);
      case ApproveMigration approve -> go.approve(migration, approve);
      case StartMigration start -> go.start(migration, programme, start);
      case WaiveFindings waive -> WaiveCommand.waive(migration, waive);
      case RollBackMigration back -> BrakeCommands.rollBack(migration, back);
      case CancelMigration cancel -> BrakeCommands.cancel(migration, cancel);
      case PauseMigration pause -> BrakeCommands.pause(migration, pause);
      case ResumeMigration resume -> BrakeCommands.resume(migration, resume);
      case TakeCut cut -> CutCommand.take(migration);
      case PauseProgramme pause -> namesCustomer(pause);
      case ResumeProgramme resume -> namesCustomer(resume);
    };
  }

  /** Decides a command about the programme. */
  public Decision decide(Programme programme, Command command) {
    return ProgrammeCommands.decide(programme, command);
  }

  /** Why the command can be about no customer and by nobody; null where it can. */
  public static Rejection flaw(Command command) {
    if (command.by().isBlank()) {
      return new Rejection(
          "by: who asks", "nothing", "Fill in by and send the command again with a new id.");
    }
    String customer = command.customer();
    if (!customer.equals(Programme.ID) && !isCustomer(customer)) {
      return new Rejection(
          "customer: an id of 1 to %d characters without / and without control characters"
              .formatted(MAX_CUSTOMER_LENGTH),
          customer.isBlank() ? "nothing" : "an id of " + customer.length() + " characters",
          "Name the customer as the old system does.");
    }
    return null;
  }

  /** Whether the text can be a customer's id; it may be null. */
  public static boolean isCustomer(String text) {
    return text != null
        && !text.isBlank()
        && !text.equals(Programme.ID)
        && text.length() <= MAX_CUSTOMER_LENGTH
        && text.chars().noneMatch(c -> c == '/' || Character.isISOControl(c));
  }

  private static Decision namesCustomer(Command command) {
    String single = command instanceof PauseProgramme ? "PauseMigration" : "ResumeMigration";
    return Decision.rejected(
        "customer *, since " + command.name() + " is about all migrations",
        "customer " + command.customer(),
        "Use customer *, or " + single + " for this customer alone.");
  }
}
