package dev.godwit.loader.batch;

import dev.godwit.common.v1.RunKind;
import dev.godwit.loader.inbound.LoadRecord;
import dev.godwit.loader.inbound.LostRows;
import dev.godwit.loader.inbound.RecordRange;
import dev.godwit.loader.rows.BatchRanges;
import dev.godwit.loader.rows.CopyFailedException;
import dev.godwit.loader.rows.Refusal;
import dev.godwit.pack.PackException;
import dev.godwit.worker.failure.PackChangedException;
import dev.godwit.worker.run.RunSpec;
import dev.godwit.worker.run.RunStatus;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * Reports runs that fail for a reason that no retry mends, each once until it is resumed, is loaded
 * again or ends. No report holds a row's content. Not thread-safe.
 */
public final class RunFailures {
  private static final Logger LOG = Logger.getLogger(RunFailures.class);
  private static final String LIVE_ACTION =
      "The run is held, and nothing of it is undone. Mend the target or the pack as the error says, then resume the run: it continues at this place.";
  private static final String REHEARSAL_ACTION =
      "The run is undone. Mend the target or the pack as the error says, then rehearse again.";

  private static final String LOST_ACTION =
      "Correct the topic's settings: godwit doctor. Before the commit, end the run: godwit rollback, then rehearse. After it: godwit replay --stage transform writes the records again. See the runbook live-gap.";
  private static final int MOST_LOST_IN_TEXT = 6;

  private final StagePort stage;

  /** How often each run had been resumed when its last failure was reported. */
  private final Map<String, Integer> reported = new HashMap<>();

  public RunFailures(StagePort stage) {
    this.stage = stage;
  }

  /**
   * A batch of the run's snapshot failed.
   *
   * @param resumes how often the run had been resumed when the attempt began
   */
  void batchFailed(RunSpec run, int resumes, BatchRanges input, Exception error) {
    String subject =
        switch (error) {
          case CopyFailedException copy -> copy.table();
          case NarrowedTargetException narrowed -> narrowed.table();
          case SQLException sql -> "target database";
          default -> "loader";
        };
    int record =
        switch (error) {
          case CopyFailedException copy -> copy.record();
          case NarrowedTargetException narrowed -> narrowed.firstRecord();
          default -> 0;
        };
    long count =
        error instanceof NarrowedTargetException narrowed
            ? narrowed.records()
            : input.ranges().stream().mapToLong(range -> range.records().size()).sum();
    report(
        run,
        resumes,
        new Failure(
            subject,
            failure("The batch", error) + firstRecord(input, record),
            Math.max(1, count),
            firstKey(input, record)),
        error);
  }

  /** Live events of the run cannot be loaded; they are retried. */
  public void liveFailed(RunSpec run, Exception error, long count, String firstKey) {
    report(
        run,
        stage.status(run.runId()).map(RunStatus::resumes).orElse(0),
        new Failure(
            "live engagement",
            failure("A batch of live engagement", error) + "The events are retried.",
            count,
            firstKey),
        error);
  }

  /** Records that may have been the run's were deleted before they were loaded. */
  void lost(RunSpec run, int resumes, List<LostRows> lost) {
    String partitions =
        lost.stream().limit(MOST_LOST_IN_TEXT).map(LostRows::text).collect(Collectors.joining(" "));
    String more =
        lost.size() > MOST_LOST_IN_TEXT
            ? " So do %d more partitions.".formatted(lost.size() - MOST_LOST_IN_TEXT)
            : "";
    report(
        run,
        resumes,
        new Failure(lost.getFirst().partition().topic(), partitions + more, 0, ""),
        LOST_ACTION,
        null);
  }

  /** The failure in words, with a space behind it. */
  private static String failure(String subject, Exception error) {
    return switch (error) {
      case CopyFailedException copy ->
          "COPY into %s failed with %s. ".formatted(copy.table(), state(copy));
      case NarrowedTargetException narrowed -> narrowed.getMessage() + " ";
      case SQLException sql -> "%s failed with %s. ".formatted(subject, state(sql));
      default -> "%s failed with %s. ".formatted(subject, error.getClass().getName());
    };
  }

  /** The run's target cannot be written as the pack says. */
  void targetUnfit(RunSpec run, int resumes, Exception error) {
    if (error instanceof PackChangedException changed) {
      Failure failure = new Failure("pack " + run.targetPack(), changed.getMessage(), 0, "");
      report(run, resumes, failure, changed.action(), error);
      return;
    }
    String text =
        error instanceof PackException || error instanceof IllegalArgumentException
            ? error.getMessage()
            : error instanceof SQLException sql ? state(sql) : error.getClass().getName();
    report(run, resumes, new Failure("target pack " + run.targetPack(), text, 0, ""), error);
  }

  /** The target database does not know the run, which is running. */
  void unknown(RunSpec run, int resumes) {
    report(
        run,
        resumes,
        new Failure(
            "godwit.run",
            "Expected run %s to be opened in the target database before its first record, found no such run. Was the target database replaced?"
                .formatted(run.runId()),
            0,
            ""),
        null);
  }

  /** The run has ended, or is loaded again: its next failure is reported. */
  public void ended(String runId) {
    reported.remove(runId);
  }

  /** The error that a report has of a failure, beside the remedy. */
  private record Failure(String subject, String error, long count, String firstKey) {}

  private void report(RunSpec run, int resumes, Failure failure, Exception cause) {
    report(
        run, resumes, failure, run.kind() == RunKind.LIVE ? LIVE_ACTION : REHEARSAL_ACTION, cause);
  }

  private void report(RunSpec run, int resumes, Failure failure, String action, Exception cause) {
    Integer before = reported.get(run.runId());
    if (before != null && before >= resumes) {
      return;
    }
    reported.put(run.runId(), resumes);
    LOG.errorf(
        withoutRows(cause),
        "customer=%s run=%d: cannot be loaded, reported to the orchestrator: %s",
        run.customer(),
        run.run(),
        failure.error());
    stage.failed(
        run, failure.subject(), failure.error(), action, failure.count(), failure.firstKey());
  }

  /** The cause, for its stack, unless it comes from the database, whose message may quote a row. */
  private static Throwable withoutRows(Exception cause) {
    return cause instanceof SQLException ? null : cause;
  }

  private static String state(SQLException e) {
    Refusal refusal = Refusal.of(e);
    String names = e instanceof CopyFailedException ? refusal.inTable() : refusal.names();
    return "SQLSTATE " + refusal.sqlState() + names + ": " + Refusal.message(e);
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

  private static String firstKey(BatchRanges input, int position) {
    return input.batch().size() == 0
        ? ""
        : input.record(position).map(LoadRecord::legacyId).orElse("");
  }

  private static String firstOffset(BatchRanges input) {
    RecordRange range = input.ranges().get(0);
    return "First offset: %d of %s.".formatted(range.from(), range.partition());
  }
}
