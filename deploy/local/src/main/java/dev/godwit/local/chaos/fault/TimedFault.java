package dev.godwit.local.chaos.fault;

import java.time.Duration;

/**
 * A fault that waits on a thread of its own for a moment of the run, disturbs, waits for its end,
 * and mends. An error of it is kept and thrown by {@link #end}.
 */
abstract class TimedFault implements Fault {
  static final Duration TRIGGER_TIMEOUT = Duration.ofMinutes(5);
  private static final long JOIN_MILLIS = 400_000;

  private final Trigger trigger;
  private Thread thread;
  private volatile boolean happened;
  private volatile boolean done;
  private volatile RuntimeException failure;

  /**
   * @param trigger null for at once
   */
  TimedFault(Trigger trigger) {
    this.trigger = trigger;
  }

  /** Makes what the disturbance needs, before the run starts. */
  void prepare(Disturbed disturbed) {}

  /** Disturbs, and returns once the disturbance is to end. */
  abstract void disturb(Disturbed disturbed);

  /** Mends what {@link #disturb} did; is called in any case. */
  abstract void mend(Disturbed disturbed);

  @Override
  public final void begin(Disturbed disturbed) {
    prepare(disturbed);
    thread = Thread.ofPlatform().daemon().name("fault").start(() -> run(disturbed));
  }

  private void run(Disturbed disturbed) {
    try {
      if (trigger == null || disturbed.await(trigger, TRIGGER_TIMEOUT)) {
        happened = true;
        disturbed.disturbed();
        try {
          disturb(disturbed);
        } finally {
          mend(disturbed);
          disturbed.well();
        }
      }
    } catch (RuntimeException e) {
      failure = e;
    } finally {
      done = true;
    }
  }

  @Override
  public final void end(Disturbed disturbed) {
    try {
      if (thread != null) {
        thread.join(JOIN_MILLIS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    cleanUp();
    if (failure != null) {
      throw failure;
    }
  }

  /** Ends what must stay until the end of the run. */
  void cleanUp() {}

  /** Whether the disturbance was met, where its moment alone does not show it. */
  boolean tookPlace() {
    return true;
  }

  @Override
  public final boolean hasHappened() {
    return happened && tookPlace();
  }

  @Override
  public final boolean isOver() {
    return done;
  }

  /** Beginning of a description. */
  final String when() {
    return trigger == null ? "at the start" : "at " + trigger;
  }
}
