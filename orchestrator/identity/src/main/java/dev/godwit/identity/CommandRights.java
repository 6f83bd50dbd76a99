package dev.godwit.identity;

import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The role that each command needs. Thread-safe. */
public final class CommandRights {
  private static final Set<String> OPERATOR =
      Set.of(
          "RehearseMigration",
          "StartMigration",
          "TakeCut",
          "ReplayStage",
          "RedriveQuarantine",
          "RepairMigration",
          "PauseReplay",
          "ResumeReplay",
          "CancelReplay",
          "RollBackMigration",
          "CancelMigration",
          "PauseMigration",
          "ResumeMigration",
          "PauseProgramme",
          "ResumeProgramme");

  private static final Set<String> STEWARD =
      Set.of("WaiveFindings", "DecideMerges", "DecideFix", "UndoDecision");

  /** Commands that a setting may allow to a sender without a signature. */
  private static final Set<String> MAY_BE_UNSIGNED =
      Set.of(
          "RehearseMigration",
          "StartMigration",
          "TakeCut",
          "PauseReplay",
          "CancelReplay",
          "RollBackMigration",
          "CancelMigration",
          "PauseMigration",
          "ResumeMigration",
          "PauseProgramme",
          "ResumeProgramme");

  /** Commands that concern every customer, whichever one they name. */
  private static final Set<String> PROGRAMME = Set.of("PauseProgramme", "ResumeProgramme");

  /** The customer of such a command. */
  private static final String EVERY_CUSTOMER = "*";

  private CommandRights() {}

  /** Whether a setting may allow a command that nobody signed. */
  public static boolean mayBeUnsigned(String command) {
    return MAY_BE_UNSIGNED.contains(command);
  }

  /**
   * The role that a command needs; empty for a command that nobody may send, such as those of the
   * orchestrator's own clocks, and for names that are no command.
   */
  public static Optional<Role> needed(String command) {
    if (OPERATOR.contains(command)) {
      return Optional.of(Role.OPERATOR);
    }
    if (STEWARD.contains(command)) {
      return Optional.of(Role.STEWARD);
    }
    return switch (command) {
      case "ApproveMigration" -> Optional.of(Role.APPROVER);
      case "ForgetCustomer" -> Optional.of(Role.ADMINISTRATOR);
      default -> Optional.empty();
    };
  }

  /** Whether an identity may send a command that concerns a customer. */
  public static boolean allows(Identity identity, String command, String customer) {
    return needed(command).filter(identity::has).isPresent()
        && identity.mayActOn(concerned(command, customer));
  }

  /**
   * The customer that a command concerns: the one that it names, or {@code *} where it concerns the
   * whole programme, whichever one it names.
   */
  public static String concerned(String command, String customer) {
    return PROGRAMME.contains(command) ? EVERY_CUSTOMER : customer;
  }

  /** Names of all commands that people and services may send, sorted. */
  public static Set<String> commands() {
    Set<String> all = new TreeSet<>(OPERATOR);
    all.addAll(STEWARD);
    all.add("ApproveMigration");
    all.add("ForgetCustomer");
    return all;
  }
}
