package dev.godwit.api;

import java.time.Instant;
import java.util.List;

/**
 * Progress and lag of the latest run of a migration.
 *
 * @param customer the customer
 * @param run number of the run; 0 before the first
 * @param kind REHEARSAL or LIVE; null before the first run
 * @param phase where the migration is
 * @param outcome what became of the run; null before the first
 * @param paused no new step is begun, for this customer or for the programme
 * @param asOf when this was computed
 * @param startedAt when the run began; null before the first
 * @param endedAt when it ended; null while it is open
 * @param waiting what stages wait for, one sentence each
 * @param stuck what of the way back failed and waits for a person; null where nothing does
 * @param live live engagement of the run; null where it has none
 * @param stages by stage, then by entity, in the order of the way of data
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
    LiveAnswer live,
    List<StageProgress> stages) {
  public ProgressAnswer {
    waiting = List.copyOf(waiting);
    stages = List.copyOf(stages);
  }
}
