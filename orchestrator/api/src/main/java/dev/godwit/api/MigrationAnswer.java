package dev.godwit.api;

import java.time.Instant;
import java.util.List;

/**
 * Where the migration of one customer is.
 *
 * @param customer the customer's id in the old system, which is the migration's id
 * @param phase where it is
 * @param paused no new step is begun for it
 * @param programmePaused no new step is begun for anybody
 * @param run number of the latest run; 0 before the first
 * @param kind REHEARSAL or LIVE; null before the first run
 * @param sourcePack name of the source pack
 * @param targetPack name of the target pack
 * @param requestedAt when it was first asked for
 * @param changedAt when something last happened
 * @param waiting what its stages wait for just now, one sentence each
 * @param stuck what of the way back failed and waits for a person; null where nothing does
 * @param next what a person may do next, one sentence
 * @param lastCut the last cut of live engagement with a verdict; null where there is none
 * @param alarm what stands of the last alarm; null where nothing does
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
    String next,
    LiveCutAnswer lastCut,
    String alarm,
    List<RunAnswer> runs) {
  public MigrationAnswer {
    waiting = List.copyOf(waiting);
    runs = List.copyOf(runs);
  }
}
