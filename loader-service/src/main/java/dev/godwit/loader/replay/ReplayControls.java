package dev.godwit.loader.replay;

import dev.godwit.worker.run.ReplayControl;
import java.time.Duration;

/** How replays have to go on, as the worker library knows it from the events. Thread-safe. */
interface ReplayControls {
  /** Control of a replay; waits until its {@code ReplayStarted} event is consumed. */
  ReplayControl current(String runId, int number) throws InterruptedException;

  /** Waits for another control, or for a timeout; gives the control then. */
  ReplayControl awaitChange(String runId, ReplayControl known, Duration timeout)
      throws InterruptedException;
}
