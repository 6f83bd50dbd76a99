package dev.godwit.loader.load;

import dev.godwit.common.v1.Entity;
import dev.godwit.common.v1.RunKind;
import dev.godwit.loader.load.BatchTransaction.Counts;
import dev.godwit.loader.progress.FenceState;
import dev.godwit.loader.progress.FencedRun;
import dev.godwit.loader.progress.LiveTotals;
import dev.godwit.loader.progress.LiveTotals.Gain;
import dev.godwit.loader.progress.OffsetStore;
import dev.godwit.loader.progress.OffsetStore.Step;
import dev.godwit.loader.progress.Outbox;
import dev.godwit.loader.progress.Outbox.Entry;
import dev.godwit.loader.progress.Outbox.Message;
import dev.godwit.loader.progress.RunFence;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * One batch of live events, of any number of runs, in one database transaction: fences, messages,
 * rows, totals, offsets, outbox. Either all of it is committed or nothing. Runs are taken in the
 * order of their ids, so that two instances never wait for each other. Not thread-safe.
 */
public final class LiveTransaction {
  private final LoadMessages messages;
  private final Predicate<SQLException> rowIsAtFault;

  /** What came of a batch. */
  public sealed interface Outcome {}

  /**
   * Committed.
   *
   * @param entries what is to be sent now
   * @param counts events by what became of them, over all runs
   */
  public record Loaded(List<Entry> entries, Counts counts) implements Outcome {}

  /** Nothing was done: a run may not write any more. */
  public record NotOpen(String runId) implements Outcome {}

  /** Nothing was done: another instance has gone on in one of the partitions. */
  public record Overtaken() implements Outcome {}

  /**
   * @param rowIsAtFault tells errors of a row (SQLSTATE classes 22 and 23) from those of the whole
   */
  public LiveTransaction(LoadMessages messages, Predicate<SQLException> rowIsAtFault) {
    this.messages = messages;
    this.rowIsAtFault = rowIsAtFault;
  }

  /** Whether a run may write live engagement: it is a live run, under way or committed. */
  public static boolean mayWrite(FencedRun run) {
    return run.kind() == RunKind.LIVE && run.state() != FenceState.CLOSED;
  }

  /**
   * Loads the ranges.
   *
   * @param connection without auto-commit, not in a transaction; is not in one afterwards either
   * @param ranges what is to be loaded; unchanged, so that it can be tried again
   * @param steps steps forward in the partitions, over the records of ended runs too
   * @param ofNoRun records that cannot be read and belong to no run; they are kept and counted
   * @param acknowledged outbox entries to be deleted along
   * @throws SQLException retriable or fatal; nothing was committed, or the answer to the commit was
   *     lost
   */
  public Outcome load(
      Connection connection,
      List<LiveRange> ranges,
      List<Step> steps,
      List<LiveInput> ofNoRun,
      List<Long> acknowledged)
      throws SQLException {
    Map<String, List<LiveRange>> byRun = new TreeMap<>();
    ranges.forEach(
        range -> byRun.computeIfAbsent(range.run().runId(), r -> new ArrayList<>()).add(range));
    boolean committed = false;
    try {
      List<Message> told = new ArrayList<>();
      ofNoRun.forEach(
          input -> told.add(messages.quarantined("", Entity.LIVE, LiveRows.unreadable(input))));
      Counts counts = new Counts(0, 0, ofNoRun.size());
      for (List<LiveRange> ofRun : byRun.values()) {
        LoadRun run = ofRun.get(0).run();
        Optional<FencedRun> fenced = RunFence.share(connection, run.runId());
        if (fenced.isEmpty() || !mayWrite(fenced.get())) {
          return new NotOpen(run.runId());
        }
        LiveRows rows = new LiveRows(connection, run.target());
        rows.load(ofRun, rowIsAtFault);
        List<Gain> gains = rows.gains();
        LiveTotals.add(connection, run.runId(), gains);
        told.addAll(messages(fenced.get(), rows));
        for (Gain gain : gains) {
          counts = counts.plus(new Counts(gain.loaded(), gain.duplicates(), gain.quarantined()));
        }
      }
      if (!OffsetStore.advance(connection, steps)) {
        return new Overtaken();
      }
      List<Entry> entries = Outbox.add(connection, told);
      Outbox.delete(connection, acknowledged);
      connection.commit();
      committed = true;
      return new Loaded(entries, counts);
    } finally {
      if (!committed) {
        rollBack(connection);
      }
    }
  }

  /**
   * Tries the rows of one run alone and takes them back again.
   *
   * @throws SQLException what is wrong with that run's events or tables; otherwise nothing is
   */
  public void probe(Connection connection, List<LiveRange> ofRun) throws SQLException {
    try {
      new LiveRows(connection, ofRun.get(0).run().target()).load(ofRun, rowIsAtFault);
    } finally {
      rollBack(connection);
    }
  }

  private List<Message> messages(FencedRun run, LiveRows rows) {
    List<Message> all = new ArrayList<>();
    for (InputRange range : rows.ranges()) {
      for (InputRecord record : range.records()) {
        if (record.problem() != null) {
          all.add(messages.quarantined(run.runId(), range.entity(), record));
        }
      }
      all.add(messages.receipt(run, range, rows.batch(), rows.known()));
    }
    return all;
  }

  private static void rollBack(Connection connection) {
    try {
      connection.rollback();
    } catch (SQLException e) {
      // The connection is gone, and the transaction with it.
    }
  }
}
