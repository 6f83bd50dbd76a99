package dev.godwit.api;

import java.time.Instant;
import java.util.List;

/**
 * Everything that is known of one run, for a decision or an explanation.
 *
 * @param asOf time of the report
 * @param migration state of the migration
 * @param run the run; null before the first
 * @param verdict the verdict; null where none was reached
 * @param live live engagement of the run; null where it has none
 * @param liveVerdict the verdict at the last cut after the commit; null where none was reached
 * @param purge the purge and its proof; null where none was made
 * @param failure the first failure; null where none
 * @param durations phases of the run in their order
 * @param replays replays of the run, newest first; the last few of them
 * @param mergeGroups target contacts that stand for several source contacts
 * @param mergedMembers source contacts in those groups
 * @param merged the same of each other entity of which rows are merged
 * @param chunks chunks extracted
 * @param replaced values that were replaced or left out, as the packs say
 * @param statements SQL that the target pack ran at points of the run, oldest first
 * @param probes speed of the target's pages; null where it was not measured
 * @param decisions actions of people, oldest first, over all runs
 */
public record ReportAnswer(
    Instant asOf,
    MigrationAnswer migration,
    MigrationAnswer.Run run,
    VerdictAnswer verdict,
    LiveAnswer live,
    VerdictAnswer liveVerdict,
    Purge purge,
    Failure failure,
    List<PhaseDuration> durations,
    List<ProgressAnswer.Stage> stages,
    List<QuarantineAnswer> quarantine,
    List<Waiver> waivers,
    List<ReplayAnswer> replays,
    long mergeGroups,
    long mergedMembers,
    long chunks,
    List<Replaced> replaced,
    List<Merged> merged,
    List<Statement> statements,
    ProbesAnswer probes,
    List<StoryLine> decisions) {
  public ReportAnswer {
    durations = List.copyOf(durations);
    stages = List.copyOf(stages);
    quarantine = List.copyOf(quarantine);
    waivers = List.copyOf(waivers);
    replays = replays == null ? List.of() : List.copyOf(replays);
    replaced = replaced == null ? List.of() : List.copyOf(replaced);
    merged = merged == null ? List.of() : List.copyOf(merged);
    statements = statements == null ? List.of() : List.copyOf(statements);
    decisions = List.copyOf(decisions);
  }

  /**
   * A report of a run in which no value was replaced and no SQL of the target pack, nor any of its
   * probes, was run.
   */
  public ReportAnswer(
      Instant asOf,
      MigrationAnswer migration,
      MigrationAnswer.Run run,
      VerdictAnswer verdict,
      LiveAnswer live,
      VerdictAnswer liveVerdict,
      Purge purge,
      Failure failure,
      List<PhaseDuration> durations,
      List<ProgressAnswer.Stage> stages,
      List<QuarantineAnswer> quarantine,
      List<Waiver> waivers,
      List<ReplayAnswer> replays,
      long mergeGroups,
      long mergedMembers,
      long chunks,
      List<StoryLine> decisions) {
    this(
        asOf,
        migration,
        run,
        verdict,
        live,
        liveVerdict,
        purge,
        failure,
        durations,
        stages,
        quarantine,
        waivers,
        replays,
        mergeGroups,
        mergedMembers,
        chunks,
        List.of(),
        List.of(),
        List.of(),
        null,
        decisions);
  }

  /**
   * Rows of an entity that became one.
   *
   * @param groups target rows that stand for several source rows
   * @param members source rows in those groups
   */
  public record Merged(String entity, long groups, long members) {}

  /**
   * Values of a field that did not reach the target as the source has them, of records that did.
   *
   * @param field field of the source pack
   * @param reason why they were invalid; REPEATED_ITEM for items of a list that were written once
   * @param finding reason by which a waiver accepts them; null where nobody need accept them
   * @param acceptedUpTo the largest waiver; 0 for none
   */
  public record Replaced(
      String entity, String field, String reason, long count, String finding, long acceptedUpTo) {}

  /**
   * SQL of the target pack that was run at a point of the run.
   *
   * @param at when the loader reported it
   * @param point before-load, after-load or before-enable
   * @param statement name of the statement in the pack
   * @param rows rows that it wrote; of a query the rows that it returned
   * @param millis how long it took, milliseconds
   */
  public record Statement(Instant at, String point, String statement, long rows, long millis) {}

  /**
   * The first failure of a run.
   *
   * @param where stage and subject
   * @param what the error, without a row's content
   * @param next the next step; may be empty
   */
  public record Failure(Instant at, String where, String what, String next) {}

  /**
   * Duration of a phase of a run.
   *
   * @param endedAt null while it lasts
   * @param millis milliseconds; up to now while it lasts
   */
  public record PhaseDuration(Phase phase, Instant startedAt, Instant endedAt, long millis) {}

  /** A person's permission to leave behind records that are quarantined for a reason. */
  public record Waiver(
      String entity, String reason, long upTo, String by, Instant at, String why) {}

  /**
   * A purge of the target and its proof.
   *
   * @param at time of the count
   * @param reason reason of the purge
   * @param empty true where every table was counted and holds no row of the customer
   */
  public record Purge(Instant at, String reason, boolean empty, List<Table> tables) {
    public Purge {
      tables = List.copyOf(tables);
    }

    /** Rows that a purge deleted from a table of the target, and rows counted there afterwards. */
    public record Table(String table, long deleted, long left) {}
  }
}
