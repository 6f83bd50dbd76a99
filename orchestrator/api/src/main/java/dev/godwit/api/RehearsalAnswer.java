package dev.godwit.api;

import java.time.Instant;
import java.util.List;

/**
 * The answer of a rehearsal: its findings, and the commands that remain until the live run.
 * Immutable.
 *
 * @param asOf time of the answer
 * @param customer the customer's id in the source
 * @param sourcePack name of the source pack; null where no rehearsal has begun
 * @param targetPack name of the target pack; likewise
 * @param state whether it passed
 * @param phase phase of the migration now
 * @param run the rehearsal; null where none has begun
 * @param newest number of the customer's newest rehearsal; 0 where none has begun
 * @param stale why the rehearsal allows no live run any more, a sentence each; empty where it does
 *     not need to be repeated for that
 * @param failure the first failure; null where none
 * @param findings what has to be fixed or accepted, by entity and reason, the greatest first
 * @param merges groups of rows that may be one and wait for a decision; null where the plan of a
 *     later run has replaced them, and where no plan was made
 * @param close values that come close to a limit of the target, by column
 * @param staging what the live schema demands other than staging, by table
 * @param probes speed of the target's pages; null where none was measured
 * @param changes the difference to the rehearsal before; null where there is none with a verdict
 * @param size size of the customer; null before the plan
 * @param estimate about how long the live run freezes the customer; null where nothing was measured
 * @param purge the purge of staging and its proof; null where none was made
 * @param remaining commands until the customer may go live, in their order; empty where it went
 */
public record RehearsalAnswer(
    Instant asOf,
    String customer,
    String sourcePack,
    String targetPack,
    State state,
    Phase phase,
    MigrationAnswer.Run run,
    int newest,
    List<String> stale,
    ReportAnswer.Failure failure,
    List<Finding> findings,
    Merges merges,
    List<CloseLimit> close,
    List<StagingDifference> staging,
    ProbesAnswer probes,
    Changes changes,
    Size size,
    Estimate estimate,
    ReportAnswer.Purge purge,
    List<Step> remaining) {
  public RehearsalAnswer {
    stale = List.copyOf(stale);
    findings = List.copyOf(findings);
    close = List.copyOf(close);
    staging = List.copyOf(staging);
    remaining = List.copyOf(remaining);
  }

  /** Whether a rehearsal passed. */
  public enum State {
    /** No rehearsal has begun. */
    NONE,
    /** It is under way. */
    RUNNING,
    /** It was cancelled, or abandoned for another run. */
    ENDED,
    /** It did not reconcile, or could not be carried out. */
    FAILED,
    /** It reconciled, with findings that an approval has to accept. */
    FINDINGS,
    /** It reconciled, and nothing has to be accepted. */
    PASSED
  }

  /**
   * Something that has to be fixed or accepted before the live run may commit.
   *
   * @param entity name of the entity, in capitals
   * @param stage EXTRACT, TRANSFORM or LOAD; VALIDATE for a finding about the entity as a whole
   * @param reason typed reason
   * @param meaning the reason as a sentence
   * @param count records; of a finding about the entity as a whole what its reason counts
   * @param rows rows of the entity in the snapshot; null where the count is not of its rows or
   *     values
   * @param keys ids in the source of some of the records
   * @param fixes commands of fixes that the transformer can apply to all of them; empty where there
   *     are none
   * @param remedy what to do in the source, the target or the pack, as a sentence
   * @param waiver argument of {@code --waive} by which an approval accepts all of them
   */
  public record Finding(
      String entity,
      String stage,
      String reason,
      String meaning,
      long count,
      Long rows,
      List<String> keys,
      List<String> fixes,
      String remedy,
      String waiver) {
    public Finding {
      keys = List.copyOf(keys);
      fixes = List.copyOf(fixes);
    }
  }

  /**
   * Groups of rows that may be one, of which nobody decided.
   *
   * @param groups number of groups
   * @param rows source rows in them
   * @param counts the same by entity and rule
   * @param heaviest the groups with the greatest weight
   */
  public record Merges(
      long groups, long rows, List<MergeCountAnswer> counts, List<MergeGroupAnswer> heaviest) {
    public Merges {
      counts = List.copyOf(counts);
      heaviest = List.copyOf(heaviest);
    }
  }

  /**
   * Values that a column of the target takes and that come within 95 % of its limit.
   *
   * @param entity name of the entity, in capitals
   * @param column table and column of the target, joined by a dot
   * @param unit CHARACTERS for the length of a text, NUMBER for the range of a whole number
   * @param limit the limit in this unit
   * @param count values
   * @param percent greatest share of the limit among them, in per cent, rounded down
   * @param longest greatest length; null for a number
   * @param keys ids in the source of some of the records
   */
  public record CloseLimit(
      String entity,
      String column,
      String unit,
      long limit,
      long count,
      int percent,
      Long longest,
      List<String> keys) {
    public CloseLimit {
      keys = List.copyOf(keys);
    }
  }

  /**
   * A table of which the live schema demands other things than staging, as the validator says it.
   */
  public record StagingDifference(String table, String difference) {}

  /**
   * The difference to the rehearsal before.
   *
   * @param run number of that rehearsal
   * @param findings findings whose count is another; empty where all are as they were
   */
  public record Changes(int run, List<Change> findings) {
    public Changes {
      findings = List.copyOf(findings);
    }
  }

  /**
   * A finding whose count is another than in the rehearsal before.
   *
   * @param before count of that rehearsal; 0 where it had no such finding
   * @param now count of this one; 0 where it is gone
   * @param kind new, gone, grown or shrunk
   */
  public record Change(String entity, String reason, long before, long now, String kind) {
    /** A finding with two counts that are not the same. */
    public static Change of(String entity, String reason, long before, long now) {
      return new Change(entity, reason, before, now, kind(before, now));
    }

    private static String kind(long before, long now) {
      if (before == 0) {
        return "new";
      }
      if (now == 0) {
        return "gone";
      }
      return now > before ? "grown" : "shrunk";
    }
  }

  /**
   * Size of the customer.
   *
   * @param rows rows of the snapshot, of all entities
   * @param category SMALL, MEDIUM or LARGE
   */
  public record Size(long rows, Category category) {
    /** Rows from which a customer is of medium size. */
    public static final long MEDIUM_FROM = 100_000;

    /** Rows from which a customer is large. */
    public static final long LARGE_FROM = 5_000_000;

    /** Category of a size. */
    public enum Category {
      SMALL,
      MEDIUM,
      LARGE
    }

    /** The size of so many rows. */
    public static Size of(long rows) {
      Category category =
          rows >= LARGE_FROM
              ? Category.LARGE
              : rows >= MEDIUM_FROM ? Category.MEDIUM : Category.SMALL;
      return new Size(rows, category);
    }
  }

  /**
   * About how long the live run freezes the customer, from its freeze to its commit.
   *
   * @param shortestSeconds where every stage works at its fastest measured speed, and all at once
   * @param longestSeconds where every stage works at its slowest measured speed, one after another
   * @param rehearsedSeconds what the same steps took in this rehearsal, from its plan to its
   *     verdict
   * @param runs runs that were measured, this one included
   * @param speeds measured speeds by stage
   */
  public record Estimate(
      double shortestSeconds,
      double longestSeconds,
      double rehearsedSeconds,
      int runs,
      List<Speed> speeds) {
    public Estimate {
      speeds = List.copyOf(speeds);
    }
  }

  /**
   * Measured speed of a stage, in rows of the snapshot a second.
   *
   * @param here in this rehearsal
   * @param slowest slowest of the measured runs
   * @param fastest fastest of them
   */
  public record Speed(String stage, double here, double slowest, double fastest) {}

  /**
   * A command that remains.
   *
   * @param purpose what it does, as part of a sentence
   * @param command the command line, with words in capitals for what its author has to fill in
   */
  public record Step(String purpose, String command) {}
}
