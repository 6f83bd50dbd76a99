package dev.godwit.orchestrator.domain.command;

import dev.godwit.orchestrator.domain.common.Waiver;
import java.util.List;

/**
 * A request of a person or a service. Component names are those of the schema, {@code
 * dev.godwit.command.v1}.
 */
public sealed interface Command {
  /** Id chosen by the sender, or the position of the command where the sender gave none. */
  String commandId();

  /** The customer's id in the source; {@code *} for the whole programme. */
  String customer();

  /** Author of the command; never blank once it was read. */
  String by();

  /** Reason, for readers of the history; may be empty. */
  String why();

  /** Name of the command as people write it. */
  default String name() {
    return getClass().getSimpleName();
  }

  /**
   * Assess the customer and rehearse the move into staging. Requests the migration where there is
   * none.
   *
   * @param sourcePack name of the source pack; empty for the configured default
   * @param targetPack name of the target pack; empty for the configured default
   */
  record RehearseMigration(
      String commandId,
      String customer,
      String by,
      String why,
      String sourcePack,
      String targetPack)
      implements Command {}

  /**
   * Allow the live run after a passed rehearsal.
   *
   * @param waivers findings that may stay behind
   * @param waiveFindings waive every finding of the rehearsal, up to its count
   */
  record ApproveMigration(
      String commandId,
      String customer,
      String by,
      String why,
      List<Waiver> waivers,
      boolean waiveFindings)
      implements Command {
    public ApproveMigration {
      waivers = List.copyOf(waivers);
    }
  }

  /** Begin the live run: freeze, copy, reconcile, commit. */
  record StartMigration(String commandId, String customer, String by, String why)
      implements Command {}

  /**
   * Waive quarantined records of a held run.
   *
   * @param waivers findings that may stay behind
   */
  record WaiveFindings(
      String commandId, String customer, String by, String why, List<Waiver> waivers)
      implements Command {
    public WaiveFindings {
      waivers = List.copyOf(waivers);
    }
  }

  /** Cut live engagement now and ask for a verdict. */
  record TakeCut(String commandId, String customer, String by, String why) implements Command {
    /** Author of the commands of the clock. */
    public static final String CLOCK = "clock";
  }

  /** End the run: purge the target, prove it empty, thaw the source. */
  record RollBackMigration(String commandId, String customer, String by, String why)
      implements Command {}

  /** Give up before anything is frozen. */
  record CancelMigration(String commandId, String customer, String by, String why)
      implements Command {}

  /** Begin no new step or chunk. */
  record PauseMigration(String commandId, String customer, String by, String why)
      implements Command {}

  /** Go on. */
  record ResumeMigration(String commandId, String customer, String by, String why)
      implements Command {}

  /** Begin no new step of any migration. */
  record PauseProgramme(String commandId, String customer, String by, String why)
      implements Command {}

  /** Go on with all. */
  record ResumeProgramme(String commandId, String customer, String by, String why)
      implements Command {}
}
