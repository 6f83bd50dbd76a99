package dev.godwit.loader.batch;

import dev.godwit.common.v1.RunKind;
import dev.godwit.loader.batch.RunPart.Written;
import dev.godwit.loader.inbound.LoadRecord;
import dev.godwit.loader.inbound.RecordRange;
import dev.godwit.loader.outbound.OutboxMessages;
import dev.godwit.loader.progress.FencedRun;
import dev.godwit.loader.progress.LoadedRanges;
import dev.godwit.loader.progress.LoadedRanges.LoadedRange;
import dev.godwit.loader.progress.OffsetStore;
import dev.godwit.loader.progress.OffsetStore.Step;
import dev.godwit.loader.progress.Outbox;
import dev.godwit.loader.progress.Outbox.Entry;
import dev.godwit.loader.progress.Outbox.Message;
import dev.godwit.loader.progress.QuarantineStore;
import dev.godwit.loader.progress.QuarantineStore.Quarantined;
import dev.godwit.loader.progress.RunFence;
import dev.godwit.loader.rows.RangeOutcome;
import dev.godwit.records.Entity;
import dev.godwit.wire.crash.CrashPoint;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;

/**
 * One batch in one database transaction, which is what makes loading exactly once: for each run its
 * fence, held {@code FOR SHARE}, and its rows; then the source offsets and the outgoing messages.
 * All of it is committed or nothing. Not thread-safe.
 */
public final class BatchTransaction {
  private final OutboxMessages messages;

  /** The outcome of a batch. */
  public sealed interface Outcome {}

  /**
   * Committed.
   *
   * @param parts the outcome of each record, by run
   * @param steps steps forward in the partitions; shorter than the batch's where a range ended
   *     early
   * @param entries the outbox entries to send now
   */
  public record Loaded(List<Written> parts, List<Step> steps, List<Entry> entries)
      implements Outcome {}

  /** Rolled back: the run's fence does not admit the records. */
  public record NotOpen(String runId) implements Outcome {}

  /** Rolled back: another instance has loaded from one of the partitions. */
  public record Overtaken() implements Outcome {}

  public BatchTransaction(OutboxMessages messages) {
    this.messages = messages;
  }

  /**
   * Loads the batch.
   *
   * @param connection without auto-commit, not in a transaction; is not in one afterwards either
   * @param acknowledged outbox entries to delete in the same transaction
   * @throws SQLException retriable or fatal; nothing was committed, or the answer to the commit was
   *     lost
   */
  public Outcome load(Connection connection, Batch batch, List<Long> acknowledged)
      throws SQLException {
    boolean committed = false;
    try {
      List<Message> outgoing = new ArrayList<>();
      batch
          .orphans()
          .forEach(
              orphan -> outgoing.add(messages.quarantined("", orphan.entity(), orphan.record())));
      List<Written> parts = new ArrayList<>();
      for (RunPart part : batch.parts()) {
        String runId = part.run().runId();
        Optional<FencedRun> fenced = RunFence.share(connection, runId);
        if (fenced.isEmpty() || !part.traffic().admits(fenced.get())) {
          return new NotOpen(runId);
        }
        Written written = part.writeInSchema(connection);
        addMessages(fenced.get(), written, outgoing);
        QuarantineStore.add(connection, runId, quarantined(written));
        parts.add(written);
      }
      LoadedRanges.add(connection, ranges(parts));
      List<Step> steps = steps(batch, parts);
      CrashPoint.LOADER_BATCH_BEFORE_PROGRESS.reach();
      if (!OffsetStore.advance(connection, steps)) {
        return new Overtaken();
      }
      List<Entry> entries = Outbox.add(connection, outgoing);
      Outbox.delete(connection, acknowledged);
      CrashPoint.LOADER_BATCH_BEFORE_COMMIT.reach();
      connection.commit();
      CrashPoint.LOADER_BATCH_AFTER_COMMIT.reach();
      committed = true;
      return new Loaded(parts, steps, entries);
    } finally {
      if (!committed) {
        rollBack(connection);
      }
    }
  }

  private void addMessages(FencedRun run, Written written, List<Message> outgoing) {
    for (RangeOutcome outcome : written.outcomes()) {
      for (LoadRecord record : outcome.range().records()) {
        if (record.problem() != null) {
          outgoing.add(messages.quarantined(run.runId(), outcome.range().entity(), record));
        }
      }
      if (isBooked(run, outcome)) {
        outgoing.add(messages.receipt(run, outcome));
      }
    }
  }

  /** The synthetic live events of a rehearsal are in no receipt, and so in no ledger and no lag. */
  private static boolean isBooked(FencedRun run, RangeOutcome outcome) {
    return !outcome.range().entity().equals(Entity.LIVE) || run.kind() == RunKind.LIVE;
  }

  /** The records of a part that go into quarantine. */
  private static List<Quarantined> quarantined(Written written) {
    List<Quarantined> quarantined = new ArrayList<>();
    for (RangeOutcome outcome : written.outcomes()) {
      for (LoadRecord record : outcome.range().records()) {
        if (record.problem() != null) {
          quarantined.add(
              new Quarantined(
                  outcome.range().entity(),
                  record.source().partition(),
                  record.source().offset(),
                  record.legacyId(),
                  record.problem().reason().name()));
        }
      }
    }
    return quarantined;
  }

  private static LoadedRanges.Additions ranges(List<Written> parts) {
    LoadedRanges.Additions additions = new LoadedRanges.Additions();
    for (Written written : parts) {
      for (RangeOutcome outcome : written.outcomes()) {
        RecordRange range = outcome.range();
        additions.add(
            written.run().runId(),
            new LoadedRange(
                range.entity(),
                range.partition().partition(),
                range.from(),
                range.to(),
                outcome.received()));
      }
    }
    return additions;
  }

  /** The batch's steps, those of ranges that ended early up to where they ended. */
  private static List<Step> steps(Batch batch, List<Written> parts) {
    Map<TopicPartition, RecordRange> early = new HashMap<>();
    parts.forEach(
        part -> part.waiting().keySet().forEach(range -> early.put(range.partition(), range)));
    if (early.isEmpty()) {
      return batch.steps();
    }
    List<Step> steps = new ArrayList<>();
    for (Step step : batch.steps()) {
      RecordRange range = early.get(step.partition());
      if (range == null) {
        steps.add(step);
      } else if (!range.isEmpty()) {
        steps.add(new Step(step.partition(), step.expected(), range.to()));
      }
    }
    return steps;
  }

  /** Rolls back, silently: where the connection is gone, its transaction is gone too. */
  public static void rollBack(Connection connection) {
    try {
      connection.rollback();
    } catch (SQLException e) {
      // The server rolls back the transaction of a connection that is gone.
    }
  }
}
