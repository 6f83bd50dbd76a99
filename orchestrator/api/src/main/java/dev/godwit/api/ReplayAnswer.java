package dev.godwit.api;

import java.time.Instant;
import java.util.List;

/**
 * A replay of a run: a stage reads records again and does what is missing.
 *
 * @param replay number of the replay in its run, from 1
 * @param run number of the run
 * @param stage TRANSFORM, LOAD or VALIDATE
 * @param state whether it reads, and how it ended
 * @param selection which records, in words
 * @param rate at most so many records a second; 0 for no limit
 * @param by author of the command
 * @param why that person's reason; may be empty
 * @param startedAt time of its start
 * @param endedAt time of its end; null while it is on
 * @param read records of the selection that were read, as far as it was reported
 * @param total records of the selection; 0 until the first report
 * @param written records that were missing and are written now, those released from quarantine
 *     included
 * @param present records of which nothing was missing
 * @param refused records that are in quarantine still, or again
 * @param released records that left the quarantine
 * @param missing VALIDATE: keys that the target lacks
 * @param unexpected VALIDATE: keys that only the target has
 * @param changed VALIDATE: keys whose fields differ
 * @param found VALIDATE: the first of those keys, in a report; empty elsewhere
 * @param error the failure, without a row's content; empty where it did not fail
 * @param action the remedy; empty where it did not fail
 */
public record ReplayAnswer(
    int replay,
    int run,
    String stage,
    State state,
    String selection,
    int rate,
    String by,
    String why,
    Instant startedAt,
    Instant endedAt,
    long read,
    long total,
    long written,
    long present,
    long refused,
    long released,
    long missing,
    long unexpected,
    long changed,
    List<VerdictAnswer.Difference> found,
    String error,
    String action) {
  public ReplayAnswer {
    found = found == null ? List.of() : List.copyOf(found);
  }

  /** State of a replay. */
  public enum State {
    RUNNING("on", true),
    PAUSED("paused", true),
    FINISHED("finished", false),
    CANCELLED("cancelled", false),
    FAILED("failed", false);

    private final String label;
    private final boolean open;

    State(String label, boolean open) {
      this.label = label;
      this.open = open;
    }

    /** Label for people. */
    public String label() {
      return label;
    }

    /** True where it continues, or can after a person's decision. */
    public boolean open() {
      return open;
    }
  }

  /** The same replay with the differing keys that are known. */
  public ReplayAnswer with(List<VerdictAnswer.Difference> known) {
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
        known,
        error,
        action);
  }

  /** Keys that a replay of VALIDATE found to differ. */
  public long differences() {
    return missing + unexpected + changed;
  }

  /**
   * True where it read all of its selection, left nothing in quarantine and found no difference.
   */
  public boolean good() {
    return state == State.FINISHED && refused == 0 && differences() == 0;
  }
}
