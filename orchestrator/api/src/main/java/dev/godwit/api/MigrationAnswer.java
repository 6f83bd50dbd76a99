package dev.godwit.api;

import java.time.Instant;
import java.util.List;

/**
 * State of one customer's migration.
 *
 * @param customer the customer's id in the source, which is the migration's id
 * @param phase its phase
 * @param paused true where no new step begins for this customer
 * @param programmePaused true where no new step begins for any customer
 * @param run number of the latest run; 0 before the first
 * @param kind REHEARSAL or LIVE; null before the first run
 * @param sourcePack name of the source pack
 * @param targetPack name of the target pack
 * @param requestedAt time of the request
 * @param changedAt time of the last event that changed it
 * @param waiting one sentence for each thing that a stage waits for now
 * @param stuck the step of the rollback that failed and needs a person; null where none did
 * @param hold why the latest run is held; null where it is not
 * @param freeze how long the latest run has frozen the customer; null for a rehearsal and before a
 *     run
 * @param replay the newest replay of the latest run; null where there was none
 * @param next one sentence: the action that is open to a person
 * @param lastCut the last cut of live engagement with a verdict; null where there is none
 * @param alarm text of the standing alarm; null where none stands
 * @param runs all runs, oldest first
 */
public record MigrationAnswer(
    String customer,
    Phase phase,
    boolean paused,
    boolean programmePaused,
    int run,
    String kind,
    String sourcePack,
    String targetPack,
    Instant requestedAt,
    Instant changedAt,
    List<String> waiting,
    String stuck,
    HoldAnswer hold,
    FreezeAnswer freeze,
    ReplayAnswer replay,
    String next,
    LiveAnswer.Cut lastCut,
    String alarm,
    List<Run> runs) {
  public MigrationAnswer {
    waiting = List.copyOf(waiting);
    runs = List.copyOf(runs);
  }

  /**
   * One run of a migration.
   *
   * @param run number from 1
   * @param kind REHEARSAL or LIVE
   * @param phase its phase; the last one where it has ended
   * @param outcome its result
   * @param startedAt time of its first event
   * @param endedAt time of its last event; null while it is open
   * @param by the person who started it
   * @param why that person's reason; may be empty
   * @param sourceRows rows counted in the source snapshot; 0 until planned
   * @param sourceFingerprint SHA-256 of the source pack's files that it was assessed with, hex;
   *     null before
   * @param targetFingerprint the same of the target pack
   */
  public record Run(
      int run,
      String kind,
      Phase phase,
      RunOutcome outcome,
      Instant startedAt,
      Instant endedAt,
      String by,
      String why,
      long sourceRows,
      String sourceFingerprint,
      String targetFingerprint) {}
}
