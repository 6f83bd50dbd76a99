package dev.godwit.orchestrator.view.progress;

import dev.godwit.api.ProgressAnswer;
import dev.godwit.api.StageVerdict;

/**
 * Judges a stage's progress with one entity of a run by its own pace; no setting takes part. Pure:
 * time comes in. The first rule that fits decides:
 *
 * <ol>
 *   <li>UNKNOWN: the lag is not known.
 *   <li>DRAINED: the run is over, or the stage is complete and nothing is unread.
 *   <li>PAUSED: something is unread, and a person must act before the stage continues.
 *   <li>STOPPED: no process of the stage is a member of its consumer group.
 *   <li>IDLE: nothing is unread.
 *   <li>STUCK: no progress for the {@linkplain Pace#window() window}.
 *   <li>SLOW: the rate in the window is below a quarter of the median of this run, and the unread
 *       records are more than the stage usually processes in one interval.
 *   <li>MOVING.
 * </ol>
 */
public final class ProgressVerdict {
  /** A rate below the median divided by this is slow. */
  static final int SLOW_SHARE = 4;

  private ProgressVerdict() {}

  /**
   * The conditions of the stage besides its figures.
   *
   * @param over true where the run has ended, and the entity's work with it
   * @param waitsForPerson true where a person must act before the stage continues
   * @param stopped true where the stage's group is known to have no member
   * @param ready false where the stage cannot begin yet, so that unread records are no fault
   * @param progressMillis time of the last progress that proves that the stage works, its own or
   *     that of what it does before, milliseconds since 1970; 0 for none
   * @param pace its own progress
   * @param windowMillis window in which it progresses if nothing is wrong, milliseconds
   */
  public record Situation(
      boolean over,
      boolean waitsForPerson,
      boolean stopped,
      boolean ready,
      long progressMillis,
      Pace pace,
      long windowMillis) {}

  /**
   * Judges.
   *
   * @param stage its figures; the age of the oldest unread record is in them
   * @param nowMillis now, milliseconds since 1970
   */
  public static StageVerdict of(ProgressAnswer.Stage stage, Situation at, long nowMillis) {
    if (!stage.counted()) {
      return StageVerdict.UNKNOWN;
    }
    boolean unread = stage.lagRecords() > 0;
    if (!unread && (at.over() || stage.complete())) {
      return StageVerdict.DRAINED;
    }
    if (unread && at.waitsForPerson()) {
      return StageVerdict.PAUSED;
    }
    if (at.stopped()) {
      return StageVerdict.STOPPED;
    }
    if (!unread || !at.ready()) {
      return StageVerdict.IDLE;
    }
    long sinceProgress = nowMillis - at.progressMillis();
    long quiet = Math.max(0, Math.min(sinceProgress, Math.round(stage.lagSeconds() * 1000)));
    if (quiet >= at.windowMillis()) {
      return StageVerdict.STUCK;
    }
    return isSlow(stage.lagRecords(), at.pace(), nowMillis, quiet)
        ? StageVerdict.SLOW
        : StageVerdict.MOVING;
  }

  private static boolean isSlow(long unread, Pace pace, long nowMillis, long quietMillis) {
    double median = pace.medianPerSecond();
    double inOneInterval = median * pace.usualMillis() / 1000;
    return median > 0
        && unread > inOneInterval
        && pace.recentPerSecond(nowMillis, quietMillis) < median / SLOW_SHARE;
  }
}
