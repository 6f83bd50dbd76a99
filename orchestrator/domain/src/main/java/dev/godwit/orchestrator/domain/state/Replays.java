package dev.godwit.orchestrator.domain.state;

import dev.godwit.orchestrator.domain.common.Entity;
import dev.godwit.orchestrator.domain.common.EntityCount;
import dev.godwit.orchestrator.domain.common.ReplaySelection;
import dev.godwit.orchestrator.domain.common.Stage;
import dev.godwit.orchestrator.domain.event.ReplayEvent.ReplayFinished;
import dev.godwit.orchestrator.domain.event.ReplayEvent.ReplayStarted;
import dev.godwit.orchestrator.domain.event.RunEvent.VerdictReached;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The replays of a run, one at a time, and what they changed. Immutable.
 *
 * @param last number of the last one; 0 where there was none
 * @param current the one that is under way; null where none is
 * @param failed number of the last one that failed, of which its stage may still say what it did; 0
 *     where there is none
 * @param released records that left the quarantine by all replays, by entity
 * @param changing whether one that can change the target began since the last verdict, which says
 *     nothing about the target any more
 * @param differences what the last verdict found; null before the first one
 */
public record Replays(
    int last,
    Replay current,
    int failed,
    List<EntityCount> released,
    boolean changing,
    Differences differences) {
  /** A run without a replay. */
  static final Replays NONE = new Replays(0, null, 0, List.of(), false, null);

  public Replays {
    released = List.copyOf(released);
  }

  /** How a replay goes on. */
  public enum Progress {
    RUNNING,
    PAUSED,
    /** Its stage stops, and says what it did. */
    CANCELLED
  }

  /**
   * A replay that is under way.
   *
   * @param number its number in the run, from 1
   * @param stage the stage
   * @param selection which records
   * @param rate at most so many records a second; 0 for no limit
   * @param progress how it goes on
   * @param dispatched whether its task was dispatched
   * @param read records that were read so far
   * @param decisions positions of the decisions that hold for it, in their order
   */
  public record Replay(
      int number,
      Stage stage,
      ReplaySelection selection,
      int rate,
      Progress progress,
      boolean dispatched,
      long read,
      List<Long> decisions) {
    public Replay {
      decisions = List.copyOf(decisions);
    }

    /** Whether it was cancelled, and its stage has not said yet what it did. */
    public boolean isCancelled() {
      return progress == Progress.CANCELLED;
    }

    /** Whether it can change the target. */
    public boolean isChanging() {
      return stage != Stage.VALIDATE;
    }

    Replay with(Progress now, int limit) {
      return new Replay(number, stage, selection, limit, now, dispatched, read, decisions);
    }

    Replay with(long now) {
      return new Replay(number, stage, selection, rate, progress, dispatched, now, decisions);
    }

    Replay asDispatched() {
      return new Replay(number, stage, selection, rate, progress, true, read, decisions);
    }
  }

  /**
   * The keys that a verdict found to differ.
   *
   * @param cut the cut it was made at
   * @param missing keys that the target lacks
   * @param changed keys whose fields differ
   */
  public record Differences(int cut, long missing, long changed) {}

  /** Whether the number is that of the replay under way. */
  public boolean isCurrent(int number) {
    return current != null && current.number() == number;
  }

  /** Whether the number is that of a replay whose stage may say what it did. */
  public boolean awaits(int number) {
    return isCurrent(number) ? current.dispatched() : failed != 0 && failed == number;
  }

  Replays started(ReplayStarted event) {
    Replay now =
        new Replay(
            event.replay(),
            event.stage(),
            event.selection(),
            event.rate(),
            Progress.RUNNING,
            false,
            0,
            event.decisions());
    return new Replays(
        event.replay(), now, failed, released, changing || now.isChanging(), differences);
  }

  Replays with(Replay now) {
    return new Replays(last, now, failed, released, changing, differences);
  }

  Replays finished(ReplayFinished event) {
    return new Replays(
        last,
        isCurrent(event.replay()) ? null : current,
        failed == event.replay() ? 0 : failed,
        and(event.released()),
        changing,
        differences);
  }

  private List<EntityCount> and(List<EntityCount> more) {
    Map<Entity, Long> sum = new TreeMap<>();
    released.forEach(one -> sum.merge(one.entity(), one.rows(), Long::sum));
    more.forEach(one -> sum.merge(one.entity(), one.rows(), Long::sum));
    return sum.entrySet().stream()
        .filter(one -> one.getValue() != 0)
        .map(one -> new EntityCount(one.getKey(), one.getValue()))
        .toList();
  }

  Replays withFailure() {
    return new Replays(last, null, current.number(), released, changing, differences);
  }

  /** No replay is under way any more. */
  Replays ended() {
    return current == null ? this : new Replays(last, null, 0, released, changing, differences);
  }

  Replays judged(VerdictReached verdict) {
    return new Replays(
        last,
        current,
        failed,
        released,
        false,
        new Differences(verdict.cut(), verdict.missing(), verdict.changed()));
  }
}
