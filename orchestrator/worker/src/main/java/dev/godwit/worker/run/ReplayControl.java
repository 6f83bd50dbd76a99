package dev.godwit.worker.run;

/**
 * How a replay has to go on, as its events say. Immutable.
 *
 * @param number number of the replay in its run, from 1
 * @param rate at most so many records a second; 0 for no limit
 */
public record ReplayControl(int number, State state, int rate) {
  /** The next act of a replay's worker. */
  public enum State {
    /** Reads on. */
    RUNNING,
    /** Reads no further record until the state is another one. */
    PAUSED,
    /** Stops after its current batch, and reports once more what it did. */
    CANCELLED,
    /** Finished or failed, or its run is being undone: stops, and reports nothing more. */
    OVER
  }

  /** True where the worker reads no further record, now or later. */
  public boolean isEnding() {
    return state == State.CANCELLED || state == State.OVER;
  }

  ReplayControl with(State next) {
    return new ReplayControl(number, next, rate);
  }
}
