package dev.godwit.loader.batch;

import dev.godwit.loader.inbound.LoadRecord;
import dev.godwit.loader.inbound.RecordRange;
import dev.godwit.loader.rows.BatchRanges;
import dev.godwit.loader.rows.CopyFailedException;
import dev.godwit.loader.rows.Refusal;
import dev.godwit.pack.PackException;
import dev.godwit.worker.run.RunSpec;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.jboss.logging.Logger;

/**
 * Reports runs that fail for a reason that no retry mends, each once until it ends or is loaded
 * again. No report holds a row's content. Not thread-safe.
 */
public final class RunFailures {
  private static final Logger LOG = Logger.getLogger(RunFailures.class);
  private static final String ACTION =
      "The run is undone. Mend the target or the pack as the error says, then rehearse again.";

  private final StagePort stage;
  private final Set<String> reported = new HashSet<>();

  public RunFailures(StagePort stage) {
    this.stage = stage;
  }

  /** A batch of the run's snapshot failed. */
  void batchFailed(RunSpec run, BatchRanges input, Exception error) {
    String subject =
        error instanceof CopyFailedException copy
            ? copy.table()
            : error instanceof SQLException ? "target database" : "loader";
    int record = error instanceof CopyFailedException copy ? copy.record() : 0;
    report(run, subject, failure("The batch", error) + firstRecord(input, record), error);
  }

  /** Live events of the run cannot be loaded; they are retried. */
  public void liveFailed(RunSpec run, Exception error) {
    report(
        run,
        "live engagement",
        failure("A batch of live engagement", error) + "The events are retried.",
        error);
  }

  private static String failure(String subject, Exception error) {
    return error instanceof CopyFailedException copy
        ? "COPY into %s failed with %s. ".formatted(copy.table(), state(copy))
        : "%s failed with %s. "
            .formatted(
                subject,
                error instanceof SQLException sql ? state(sql) : error.getClass().getName());
  }

  /** The run's target cannot be written as the pack says. */
  void targetUnfit(RunSpec run, Exception error) {
    String text =
        error instanceof PackException || error instanceof IllegalArgumentException
            ? error.getMessage()
            : error instanceof SQLException sql ? state(sql) : error.getClass().getName();
    report(run, "target pack " + run.targetPack(), text, error);
  }

  /** The target database does not know the run, which is running. */
  void unknown(RunSpec run) {
    report(
        run,
        "godwit.run",
        "Expected run %s to be opened in the target database before its first record, found no such run. Was the target database replaced?"
            .formatted(run.runId()),
        null);
  }

  /** The run has ended, or is loaded again: its next failure is reported. */
  public void ended(String runId) {
    reported.remove(runId);
  }

  private void report(RunSpec run, String subject, String error, Exception cause) {
    if (reported.add(run.runId())) {
      LOG.errorf(
          withoutRows(cause),
          "customer=%s run=%d: cannot be loaded, reported to the orchestrator: %s",
          run.customer(),
          run.run(),
          error);
      stage.failed(run, subject, error, ACTION);
    }
  }

  /** The cause, for its stack, unless it comes from the database, whose message may quote a row. */
  private static Throwable withoutRows(Exception cause) {
    return cause instanceof SQLException ? null : cause;
  }

  private static String state(SQLException e) {
    return "SQLSTATE " + Refusal.of(e).sqlState() + ": " + Refusal.message(e);
  }

  private static String firstRecord(BatchRanges input, int position) {
    if (input.batch().size() == 0) {
      return "The batch holds no record.";
    }
    Optional<LoadRecord> record = input.record(position);
    if (record.isEmpty()) {
      return firstOffset(input);
    }
    var source = record.get().source();
    return "First record: id %s at offset %d of %s, partition %d."
        .formatted(record.get().legacyId(), source.offset(), source.topic(), source.partition());
  }

  private static String firstOffset(BatchRanges input) {
    RecordRange range = input.ranges().get(0);
    return "First offset: %d of %s.".formatted(range.from(), range.partition());
  }
}
