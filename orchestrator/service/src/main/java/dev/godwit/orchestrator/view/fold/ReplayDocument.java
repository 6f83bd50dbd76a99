package dev.godwit.orchestrator.view.fold;

import dev.godwit.api.ReplayAnswer;
import java.time.Instant;
import java.util.List;

/**
 * State of one replay of a run as its events tell it, kept as JSON in the document of the run. Only
 * {@link ReplayFold} changes it. Not thread-safe.
 */
public final class ReplayDocument {
  /** Number of the replay in its run, from 1. */
  public int replay;

  /** TRANSFORM, LOAD or VALIDATE. */
  public String stage;

  public ReplayAnswer.State state = ReplayAnswer.State.RUNNING;

  /** Which records, in words. */
  public String selection = "";

  /** At most so many records a second; 0 for no limit. */
  public int rate;

  public String by = "";
  public String why = "";
  public Instant startedAt;

  /** Null while it is on. */
  public Instant endedAt;

  public long read;

  /** 0 until the first report. */
  public long total;

  public long written;
  public long present;
  public long refused;
  public long released;
  public long missing;
  public long unexpected;
  public long changed;
  public String error = "";
  public String action = "";

  /**
   * As an answer.
   *
   * @param run number of its run
   */
  public ReplayAnswer answer(int run) {
    return new ReplayAnswer(
        replay,
        run,
        stage,
        state,
        selection,
        rate,
        by,
        why,
        startedAt,
        endedAt,
        read,
        total,
        written,
        present,
        refused,
        released,
        missing,
        unexpected,
        changed,
        List.of(),
        error,
        action);
  }
}
