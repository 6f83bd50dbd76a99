package dev.godwit.orchestrator;

import dev.godwit.records.Counted;
import jakarta.enterprise.context.ApplicationScoped;

/**
 * The order to build the engine's stores from the events, and what became of it. A person gives it
 * while the engine runs; the engine's thread carries it out between two records. Thread-safe; a
 * restart forgets it, and the stores are then as they were before or after, never between.
 */
@ApplicationScoped
public class RebuildOrder {
  /** How often an order is put off before it counts as failed. */
  private static final int MOST_DELAYS = 30;

  /** How often it is put off for a second without a record. */
  private static final int MOST_WAITS = 5;

  private Result result = new Result(State.NONE, "No rebuild was ordered since the start.", 0, 0);
  private int delays;

  /** Progress of an order. */
  public enum State {
    NONE,
    ORDERED,
    DONE,
    FAILED
  }

  /**
   * The fate of the last order.
   *
   * @param detail one sentence
   * @param events events that were read
   * @param differing migrations whose state was another one than their events give
   */
  public record Result(State state, String detail, long events, int differing) {}

  /** Orders a rebuild; one that is under way goes on. */
  public synchronized void order() {
    if (result.state() != State.ORDERED) {
      delays = 0;
      result = new Result(State.ORDERED, "The engine begins between two records.", 0, 0);
    }
  }

  /** The fate of the last order. */
  public synchronized Result result() {
    return result;
  }

  /** Whether the engine has an order to carry out. */
  public synchronized boolean isOrdered() {
    return result.state() == State.ORDERED;
  }

  /** Whether the engine may put it off for a quiet moment. */
  public synchronized boolean mayWait() {
    return delays < MOST_WAITS;
  }

  /** The order cannot be carried out at this moment. */
  public synchronized void delayed(String why) {
    delays++;
    result =
        delays < MOST_DELAYS
            ? new Result(State.ORDERED, why, 0, 0)
            : new Result(
                State.FAILED,
                why + " Restart the orchestrator with GODWIT_REBUILD=true instead.",
                0,
                0);
  }

  /**
   * The order is carried out.
   *
   * @param events events that were read
   * @param migrations migrations that they give
   * @param differing those whose state was another one before
   */
  public synchronized void done(long events, int migrations, int differing) {
    result =
        new Result(
            State.DONE,
            "The state is built from %s: %s, different before: %d."
                .formatted(
                    Counted.of(events, "event"), Counted.of(migrations, "migration"), differing),
            events,
            differing);
  }
}
