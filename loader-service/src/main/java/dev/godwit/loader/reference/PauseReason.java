package dev.godwit.loader.reference;

import dev.godwit.records.Entity;
import java.time.Duration;

/** Why nothing is loaded from a partition for now. Immutable. */
public sealed interface PauseReason {
  /** Run of the record that stands first in the partition. */
  String runId();

  /** Whether it is over, given the cuts that the run has passed and that it still may write. */
  boolean isOver(PassedCuts passed);

  /** Whether the run's commit ends it too. */
  default boolean endsWithCommit() {
    return true;
  }

  /**
   * Whether it ends because the run was resumed, whatever the run has passed.
   *
   * @param now how often the run was resumed up to now
   */
  default boolean endsWithResume(int now) {
    return false;
  }

  /** Until the same partition number of another entity has passed the run's cut. */
  record CutOfPartition(String runId, Entity entity, int partition) implements PauseReason {
    @Override
    public boolean isOver(PassedCuts passed) {
      return passed.in(entity, partition);
    }
  }

  /** Until every partition of another entity has passed the run's cut. */
  record CutOfEntity(String runId, Entity entity) implements PauseReason {
    @Override
    public boolean isOver(PassedCuts passed) {
      return passed.everywhere(entity);
    }
  }

  /**
   * Until the run is resumed, or ends, because it failed for a reason that no retry mends.
   *
   * @param resumes how often the run had been resumed when the attempt began
   */
  record RunResume(String runId, int resumes) implements PauseReason {
    @Override
    public boolean isOver(PassedCuts passed) {
      return false;
    }

    @Override
    public boolean endsWithResume(int now) {
      return now > resumes;
    }
  }

  /**
   * Until a point in time, because the run's live events could not be loaded: the cause may be
   * mended, also after the commit.
   *
   * @param untilNanos by {@link System#nanoTime()}
   */
  record RetryTime(String runId, long untilNanos) implements PauseReason {
    /** From now. */
    public static RetryTime in(String runId, Duration pause) {
      return new RetryTime(runId, System.nanoTime() + pause.toNanos());
    }

    @Override
    public boolean isOver(PassedCuts passed) {
      return System.nanoTime() - untilNanos >= 0;
    }

    @Override
    public boolean endsWithCommit() {
      return false;
    }
  }
}
