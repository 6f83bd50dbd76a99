package dev.godwit.transformer.inbound;

import dev.godwit.worker.merge.RunMerges;
import dev.godwit.worker.run.RunSpec;

/** The merge groups that the references of a run's live events follow. */
interface MergesOfRun {
  /** Whether they are known now. */
  sealed interface Answer {
    /** They are, and do not change any more. */
    record Known(RunMerges merges) implements Answer {}

    /**
     * The run's plan is not consumed yet, or a person has to act.
     *
     * @param why the awaited part
     */
    record Waiting(String why) implements Answer {}
  }

  /**
   * The groups of a run.
   *
   * @param resumes how often the run was resumed after a hold
   */
  Answer of(RunSpec run, int resumes);
}
