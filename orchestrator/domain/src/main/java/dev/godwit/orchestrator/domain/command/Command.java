package dev.godwit.orchestrator.domain.command;

import dev.godwit.orchestrator.domain.common.Entity;
import dev.godwit.orchestrator.domain.common.Fix;
import dev.godwit.orchestrator.domain.common.MergeDecision;
import dev.godwit.orchestrator.domain.common.Stage;
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
   * @param account the customer's account in the target, for a target pack whose accounts are
   *     given; null for that of an earlier run, else that of the pack
   */
  record RehearseMigration(
      String commandId,
      String customer,
      String by,
      String why,
      String sourcePack,
      String targetPack,
      String account)
      implements Command {}

  /**
   * Allow the live run after a passed rehearsal.
   *
   * @param waivers findings that may stay behind
   * @param waiveFindings waive everything that the rehearsal quarantined, up to its count
   * @param anyway approve though the waivers do not cover every finding
   */
  record ApproveMigration(
      String commandId,
      String customer,
      String by,
      String why,
      List<Waiver> waivers,
      boolean waiveFindings,
      boolean anyway)
      implements Command {
    public ApproveMigration {
      waivers = List.copyOf(waivers);
    }
  }

  /**
   * Begin the live run: freeze, copy, reconcile, commit.
   *
   * @param account the customer's account in the target, which is that of the rehearsal; null for
   *     the same without naming it
   */
  record StartMigration(String commandId, String customer, String by, String why, String account)
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

  /**
   * Decide which rows are one, and which are not; holds for every later run of the customer.
   *
   * @param seen number of the customer's last decision that the author knew; {@value #ANY} where
   *     that does not matter
   * @param decisions the decisions, at least one
   */
  record DecideMerges(
      String commandId,
      String customer,
      String by,
      String why,
      int seen,
      List<MergeDecision> decisions)
      implements Command {
    /** It does not matter which decisions the author knew. */
    public static final int ANY = -1;

    public DecideMerges {
      decisions = List.copyOf(decisions);
    }
  }

  /**
   * Decide what becomes of values that the target cannot take; holds for every later run of the
   * customer, and for records that are redriven.
   *
   * @param seen number of the customer's last decision that the author knew; {@link
   *     DecideMerges#ANY} where that does not matter
   * @param fixes the fixes, at least one
   */
  record DecideFix(
      String commandId, String customer, String by, String why, int seen, List<Fix> fixes)
      implements Command {
    public DecideFix {
      fixes = List.copyOf(fixes);
    }
  }

  /**
   * Take a decision back: later runs are as if it had not been made.
   *
   * @param number number of the decision
   */
  record UndoDecision(String commandId, String customer, String by, String why, int number)
      implements Command {}

  /** Cut live engagement now and ask for a verdict. */
  record TakeCut(String commandId, String customer, String by, String why) implements Command {
    /** Author of the commands of the clock. */
    public static final String CLOCK = "clock";
  }

  /**
   * Let a stage read records of the run again from its input topics and do what is missing; nothing
   * that is done is done twice.
   *
   * @param stage transform, load or validate
   * @param entities entities; empty for all
   * @param partitions partitions of the stage's input topics; empty for all
   * @param fromOffset first offset of the input topics; null for the run's first
   * @param fromTimeMillis records with this record time or a later one, milliseconds since 1970;
   *     null for all
   * @param keys ids in the source, at most 10,000; empty for all
   * @param quarantined only records in quarantine by the stage for this reason, * for every reason;
   *     null for all records
   * @param rate at most so many records a second; 0 for no limit
   */
  record ReplayStage(
      String commandId,
      String customer,
      String by,
      String why,
      Stage stage,
      List<Entity> entities,
      List<Integer> partitions,
      Long fromOffset,
      Long fromTimeMillis,
      List<String> keys,
      String quarantined,
      int rate)
      implements Command {
    public ReplayStage {
      entities = List.copyOf(entities);
      partitions = List.copyOf(partitions);
      keys = List.copyOf(keys);
    }
  }

  /**
   * Let records in quarantine go on, and what waits for them: the transformer reads those again
   * that it holds, then the loader those that it holds.
   *
   * @param entities entities of the chosen records; empty for all
   * @param keys their ids in the source, of one entity; empty for all
   * @param reason their reason; * for every one; null, with keys alone, likewise
   * @param rate at most so many records a second; 0 for no limit
   */
  record RedriveQuarantine(
      String commandId,
      String customer,
      String by,
      String why,
      List<Entity> entities,
      List<String> keys,
      String reason,
      int rate)
      implements Command {
    public RedriveQuarantine {
      entities = List.copyOf(entities);
      keys = List.copyOf(keys);
    }
  }

  /**
   * Replay the load of exactly the keys that the last verdict found missing or changed.
   *
   * @param rate at most so many records a second; 0 for no limit
   */
  record RepairMigration(String commandId, String customer, String by, String why, int rate)
      implements Command {}

  /** Let the replay of the customer's run read no further record. */
  record PauseReplay(String commandId, String customer, String by, String why) implements Command {}

  /**
   * Let the replay of the customer's run continue, at a rate.
   *
   * @param rate at most so many records a second; 0 for no limit
   */
  record ResumeReplay(String commandId, String customer, String by, String why, int rate)
      implements Command {}

  /** End the replay of the customer's run where it is; what it did stays. */
  record CancelReplay(String commandId, String customer, String by, String why)
      implements Command {}

  /**
   * Compare the time that the customer has been frozen with the freeze budget of the run; sent by
   * the clock.
   */
  record CheckFreezeBudget(String commandId, String customer, String by, String why)
      implements Command {}

  /** End the run: purge the target, prove it empty, thaw the source. */
  record RollBackMigration(String commandId, String customer, String by, String why)
      implements Command {}

  /** Give up before anything is frozen. */
  record CancelMigration(String commandId, String customer, String by, String why)
      implements Command {}

  /**
   * Let go of what the topics and the read model hold of a customer whose migration is over. The
   * target and the source keep their rows, and the history keeps its events.
   */
  record ForgetCustomer(String commandId, String customer, String by, String why)
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
