package dev.godwit.transformer.replay;

import dev.godwit.worker.run.ReplayControl;
import dev.godwit.worker.run.ReplayControl.State;
import dev.godwit.worker.run.ReplayRate;
import dev.godwit.worker.run.RunRegistry;
import dev.godwit.worker.run.RunSpec;
import dev.godwit.worker.run.RunStoppedException;
import java.time.Duration;
import org.jboss.logging.Logger;

/**
 * Says when a replay may take its next batch and how large it may be: waits while the replay is
 * paused, and holds it to its rate. Nothing is open meanwhile. For one thread.
 */
final class ReplayTurns implements TransformReplay.Turns {
  static final int LARGEST_BATCH = 500;

  private static final Logger LOG = Logger.getLogger(ReplayTurns.class);
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(10);

  private final RunRegistry runs;
  private final RunSpec run;
  private final int replay;
  private final ReplayRate rate = new ReplayRate();

  ReplayTurns(RunRegistry runs, RunSpec run, int replay) {
    this.runs = runs;
    this.run = run;
    this.replay = replay;
  }

  @Override
  public int next() throws InterruptedException, RunStoppedException, ReplayCancelledException {
    ReplayControl control = awaitRunning();
    Duration wait = rate.untilNext(control);
    while (wait.isPositive()) {
      Duration longest = wait.compareTo(LONGEST_WAIT) < 0 ? wait : LONGEST_WAIT;
      runs.awaitReplayChange(run.runId(), control, longest);
      control = awaitRunning();
      wait = rate.untilNext(control);
    }
    int size = rate.most(control, LARGEST_BATCH);
    rate.took(control, size);
    return size;
  }

  private ReplayControl awaitRunning()
      throws InterruptedException, RunStoppedException, ReplayCancelledException {
    ReplayControl control = now();
    if (control.state() == State.PAUSED) {
      LOG.infof("%s: paused.", this);
      while (control.state() == State.PAUSED) {
        control = runs.awaitReplayChange(run.runId(), control, LONGEST_WAIT);
      }
      LOG.infof("%s: %s after a pause.", this, control.state());
    }
    return switch (control.state()) {
      case CANCELLED -> throw new ReplayCancelledException();
      case OVER -> throw new RunStoppedException(run.runId());
      case RUNNING, PAUSED -> control;
    };
  }

  /** The control as of now; a replay that a later one has followed is over. */
  private ReplayControl now() {
    return runs.replay(run.runId())
        .filter(newest -> newest.number() == replay)
        .orElseGet(() -> new ReplayControl(replay, State.OVER, 0));
  }

  @Override
  public String toString() {
    return "customer=%s run=%d replay=%d".formatted(run.customer(), run.run(), replay);
  }
}
