package dev.godwit.api;

import java.time.Instant;
import java.util.List;

/**
 * All that is known of one run, for whoever has to decide or to explain.
 *
 * @param asOf when this was written
 * @param migration where the migration is
 * @param run the run; null before the first
 * @param verdict the verdict; null where none was reached
 * @param live live engagement of the run; null where it has none
 * @param liveVerdict the verdict at the last cut after the commit; null where none was reached
 * @param purge the purge and its proof; null where none was made
 * @param failure the first failure; null where none
 * @param durations phases of the run in their order
 * @param mergeGroups contacts of the new system that stand for several old ones
 * @param mergedMembers old contacts in those groups
 * @param chunks chunks extracted
 * @param decisions what people did, oldest first, over all runs
 */
public record ReportAnswer(
    Instant asOf,
    MigrationAnswer migration,
    RunAnswer run,
    VerdictAnswer verdict,
    LiveAnswer live,
    VerdictAnswer liveVerdict,
    PurgeAnswer purge,
    FailureAnswer failure,
    List<PhaseDuration> durations,
    List<StageProgress> stages,
    List<QuarantineAnswer> quarantine,
    List<WaiverAnswer> waivers,
    long mergeGroups,
    long mergedMembers,
    long chunks,
    List<StoryLine> decisions) {
  public ReportAnswer {
    durations = List.copyOf(durations);
    stages = List.copyOf(stages);
    quarantine = List.copyOf(quarantine);
    waivers = List.copyOf(waivers);
    decisions = List.copyOf(decisions);
  }
}
