package dev.godwit.orchestrator.domain.decide;

import java.time.Duration;

/**
 * Settings of the decisions. A change counts for decisions made after it.
 *
 * @param approvalByAnother whether the author of a request, a rehearsal or a live run must neither
 *     approve it nor waive findings of it
 * @param maxLiveRuns how many live runs may be on at once, at least 1
 * @param sourcePack source pack of a request that names none
 * @param targetPack target pack of a request that names none
 * @param window at most so many chunks of a run are out at once, at least 1
 * @param maxAttempts how many runs in a row may be abandoned before the last one counts as failed
 * @param estimateRowsPerSecond rows per second, freeze to verdict, that an estimate assumes
 * @param maxGrowthPercent how many percent more contacts or emails than were rehearsed a live run
 *     may begin with, at least 0
 * @param verdictWithin how long the verdict of a cut after the commit may take
 */
public record Settings(
    boolean approvalByAnother,
    int maxLiveRuns,
    String sourcePack,
    String targetPack,
    int window,
    int maxAttempts,
    long estimateRowsPerSecond,
    int maxGrowthPercent,
    Duration verdictWithin) {
  public Settings {
    atLeastOne("the number of live runs at once", maxLiveRuns);
    atLeastOne("the window of chunks", window);
    atLeastOne("the number of attempts", maxAttempts);
    atLeastOne("the rows per second of an estimate", estimateRowsPerSecond);
    if (maxGrowthPercent < 0) {
      throw new IllegalArgumentException(
          "Expected the growth since the rehearsal to be at least 0 percent, found %d; correct GODWIT_MAX_GROWTH_PERCENT."
              .formatted(maxGrowthPercent));
    }
  }

  private static void atLeastOne(String what, long found) {
    if (found < 1) {
      throw new IllegalArgumentException(
          "Expected %s to be at least 1, found %d; correct the setting.".formatted(what, found));
    }
  }
}
