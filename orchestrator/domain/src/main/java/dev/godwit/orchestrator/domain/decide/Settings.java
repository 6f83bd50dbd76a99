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
 * @param onFailure what a live run does that fails while its customer is frozen
 * @param freezeBudget how long a customer may be frozen while its run is held; zero for no limit
 * @param rehearsalShare a rehearsal passes by itself when at least this share of the extracted rows
 *     of each entity is loaded or merged, 0 to 1
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
    Duration verdictWithin,
    OnFailure onFailure,
    Duration freezeBudget,
    double rehearsalShare) {
  private static final Duration LEAST_BUDGET = Duration.ofSeconds(1);

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
    if (freezeBudget.isNegative()
        || (!freezeBudget.isZero() && freezeBudget.compareTo(LEAST_BUDGET) < 0)) {
      throw new IllegalArgumentException(
          "Expected a freeze budget of at least %s, or PT0S for none, found %s; correct GODWIT_FREEZE_BUDGET."
              .formatted(LEAST_BUDGET, freezeBudget));
    }
    if (!(rehearsalShare >= 0 && rehearsalShare <= 1)) {
      throw new IllegalArgumentException(
          "Expected the share of a rehearsal from 0 to 1, found %s; correct GODWIT_REHEARSAL_SHARE."
              .formatted(rehearsalShare));
    }
  }

  private static void atLeastOne(String what, long found) {
    if (found < 1) {
      throw new IllegalArgumentException(
          "Expected %s to be at least 1, found %d; correct the setting.".formatted(what, found));
    }
  }
}
