package dev.godwit.local.chaos.fault;

/**
 * A moment of a live run: the first events of a kind are there.
 *
 * @param event name of the event
 * @param count number of them in the run
 */
public record Trigger(String event, int count) {
  @Override
  public String toString() {
    return event + ":" + count;
  }
}
