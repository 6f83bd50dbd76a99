package dev.godwit.loader.batch;

import dev.godwit.common.v1.RunKind;
import dev.godwit.loader.progress.FenceState;
import dev.godwit.loader.progress.FencedRun;
import dev.godwit.loader.reference.PauseReason;
import dev.godwit.worker.run.RunStatus;
import java.time.Duration;

/**
 * The kinds of records that a run loads, and when each may be written. Two authorities must admit a
 * record: the run's status, folded from the events, informs; the fence in the target database
 * enforces.
 */
public enum Traffic {
  /** Rows of the snapshot: for a run that is running. */
  SNAPSHOT {
    @Override
    public boolean admits(RunStatus status) {
      return status.writesRows();
    }

    @Override
    public boolean admits(FencedRun fenced) {
      return fenced.state() == FenceState.OPEN;
    }

    @Override
    PauseReason unfit(String runId, int resumes, Duration retryAfter) {
      return new PauseReason.RunResume(runId, resumes);
    }
  },

  /**
   * Rows of the snapshot that left the transformer's quarantine: also for a live run that is
   * committed. They are inserted, so they change no row that people have edited since.
   */
  REDRIVEN {
    @Override
    public boolean admits(RunStatus status) {
      return status.writesRedriven();
    }

    @Override
    public boolean admits(FencedRun fenced) {
      return LIVE.admits(fenced);
    }

    @Override
    PauseReason unfit(String runId, int resumes, Duration retryAfter) {
      return PauseReason.RetryTime.in(runId, retryAfter);
    }
  },

  /**
   * Live engagement: for a live run that is running or committed, and for a rehearsal that is
   * running, which tries the routes by synthetic events.
   */
  LIVE {
    @Override
    public boolean admits(RunStatus status) {
      return status.writesEngagement();
    }

    @Override
    public boolean admits(FencedRun fenced) {
      return fenced.kind() == RunKind.LIVE
          ? fenced.state() != FenceState.CLOSED
          : fenced.state() == FenceState.OPEN;
    }

    @Override
    PauseReason unfit(String runId, int resumes, Duration retryAfter) {
      return PauseReason.RetryTime.in(runId, retryAfter);
    }
  };

  /** Whether a run of this status loads such records. */
  public abstract boolean admits(RunStatus status);

  /** Whether the fence lets a run load such records. */
  public abstract boolean admits(FencedRun fenced);

  /**
   * Why such records are paused while the run's pack or tables cannot be used.
   *
   * @param resumes how often the run had been resumed when they were found unfit
   */
  abstract PauseReason unfit(String runId, int resumes, Duration retryAfter);
}
