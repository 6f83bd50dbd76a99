package dev.godwit.orchestrator.domain.decide;

/**
 * What whoever runs the programme can set. A change counts for decisions made after it.
 *
 * @param approvalByAnother whether who asked for a migration, its rehearsal or its live run must
 *     not approve it, nor waive findings of it
 * @param maxLiveRuns how many live runs may be on at once, at least 1
 * @param sourcePack source pack of a request that names none
 * @param targetPack target pack of a request that names none
 * @param window at most so many chunks of a run are out at once, at least 1
 * @param maxAttempts how many runs in a row may be abandoned before the last one counts as failed
 * @param estimateRowsPerSecond rows per second, freeze to verdict, that an estimate assumes
 */
public record Settings(
    boolean approvalByAnother,
    int maxLiveRuns,
    String sourcePack,
    String targetPack,
    int window,
    int maxAttempts,
    long estimateRowsPerSecond) {
  public Settings {
    atLeastOne("the number of live runs at once", maxLiveRuns);
    atLeastOne("the window of chunks", window);
    atLeastOne("the number of attempts", maxAttempts);
    atLeastOne("the rows per second of an estimate", estimateRowsPerSecond);
  }

  private static void atLeastOne(String what, long found) {
    if (found < 1) {
      throw new IllegalArgumentException(
          "Expected %s to be at least 1, found %d; correct the setting.".formatted(what, found));
    }
  }
}
