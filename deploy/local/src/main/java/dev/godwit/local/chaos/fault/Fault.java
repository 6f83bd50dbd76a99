package dev.godwit.local.chaos.fault;

/**
 * One disturbance of a case. {@link #begin} arms it before the run starts and returns at once;
 * {@link #end} takes it back. Used by one thread; a fault may have a thread of its own in between.
 */
public interface Fault {
  /** Arms it. */
  void begin(Disturbed disturbed);

  /** Takes it back and waits until that is done; idempotent. */
  void end(Disturbed disturbed);

  /** Whether it took place. */
  boolean hasHappened();

  /** Whether it is over, so that nothing of it can stop the run any more. */
  boolean isOver();
}
