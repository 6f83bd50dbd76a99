package dev.godwit.api;

import java.time.Instant;
import java.util.List;

/**
 * Progress and lag of the latest run of a migration.
 *
 * @param customer the customer
 * @param run number of the run; 0 before the first
 * @param kind REHEARSAL or LIVE; null before the first run
 * @param phase phase of the migration
 * @param outcome result of the run; null before the first
 * @param paused true where no new step begins, for this customer or for the programme
 * @param asOf time of the computation
 * @param startedAt start of the run; null before the first
 * @param endedAt end of the run; null while it is open
 * @param waiting one sentence for each thing that a stage waits for now
 * @param stuck the step of the rollback that failed and needs a person; null where none did
 * @param hold why the run is held; null where it is not
 * @param freeze how long the run has frozen the customer; null for a rehearsal and before a run
 * @param replay the newest replay of the run; null where there was none
 * @param live live engagement of the run; null where it has none
 * @param stages by stage, then by entity, in the order in which data passes them
 */
public record ProgressAnswer(
    String customer,
    int run,
    String kind,
    Phase phase,
    RunOutcome outcome,
    boolean paused,
    Instant asOf,
    Instant startedAt,
    Instant endedAt,
    List<String> waiting,
    String stuck,
    HoldAnswer hold,
    FreezeAnswer freeze,
    ReplayAnswer replay,
    LiveAnswer live,
    List<Stage> stages) {
  public ProgressAnswer {
    waiting = List.copyOf(waiting);
    stages = List.copyOf(stages);
  }

  /**
   * Progress of one stage with one entity.
   *
   * @param stage EXTRACT, TRANSFORM, LOAD or VALIDATE
   * @param entity CONTACTS, EMAILS, ENGAGEMENTS or LIVE
   * @param total amount of work: source rows for EXTRACT and TRANSFORM, records for LOAD and
   *     VALIDATE; an estimate for LOAD and VALIDATE until the stage before is drained
   * @param done work that is done, in the same unit
   * @param quarantined work that this stage quarantined, in the same unit
   * @param lagRecords records that the stage before has passed on and this one has not processed;
   *     exactly 0 when drained; negative where it is not known
   * @param lagSeconds age of the oldest of them; 0 when drained
   * @param rowsPerSecond speed over the last ten seconds or so
   * @param etaSeconds seconds until all is done at that speed; null where it cannot be computed
   * @param complete true where the run's cut has passed this stage in every partition
   * @param verdict judgement by the stage's own pace; never null
   */
  public record Stage(
      String stage,
      String entity,
      long total,
      long done,
      long quarantined,
      long lagRecords,
      double lagSeconds,
      double rowsPerSecond,
      Double etaSeconds,
      boolean complete,
      StageVerdict verdict) {
    public Stage {
      verdict = verdict == null ? StageVerdict.UNKNOWN : verdict;
    }

    /** Progress that is not judged. */
    public Stage(
        String stage,
        String entity,
        long total,
        long done,
        long quarantined,
        long lagRecords,
        double lagSeconds,
        double rowsPerSecond,
        Double etaSeconds,
        boolean complete) {
      this(
          stage,
          entity,
          total,
          done,
          quarantined,
          lagRecords,
          lagSeconds,
          rowsPerSecond,
          etaSeconds,
          complete,
          null);
    }

    /**
     * The same with a verdict.
     *
     * @param ageSeconds age of the oldest unprocessed record, as its topic holds it; the greater
     *     one counts, and none where the lag is 0
     */
    public Stage judged(StageVerdict by, double ageSeconds) {
      return new Stage(
          stage,
          entity,
          total,
          done,
          quarantined,
          lagRecords,
          lagRecords <= 0 ? lagSeconds : Math.max(lagSeconds, ageSeconds),
          rowsPerSecond,
          etaSeconds,
          complete,
          by);
    }

    /** True for live engagement, which has no end: its total is always the work that is done. */
    public boolean endless() {
      return "LIVE".equals(entity);
    }

    /**
     * True where its lag is known. No receipt counts the live events that the transformer has not
     * read; they are counted in the topic, which the read model may not have looked at yet.
     */
    public boolean counted() {
      return lagRecords >= 0;
    }
  }
}
