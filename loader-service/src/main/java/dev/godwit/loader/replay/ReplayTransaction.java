package dev.godwit.loader.replay;

import dev.godwit.loader.batch.BatchTransaction;
import dev.godwit.loader.batch.LoadRun;
import dev.godwit.loader.inbound.LoadRecord;
import dev.godwit.loader.outbound.OutboxMessages;
import dev.godwit.loader.progress.FenceState;
import dev.godwit.loader.progress.FencedRun;
import dev.godwit.loader.progress.LiveTotals;
import dev.godwit.loader.progress.Outbox;
import dev.godwit.loader.progress.Outbox.Entry;
import dev.godwit.loader.progress.Outbox.Message;
import dev.godwit.loader.progress.QuarantineStore;
import dev.godwit.loader.progress.ReplayStore;
import dev.godwit.loader.progress.ReplayStore.Counts;
import dev.godwit.loader.progress.ReplayStore.Stretch;
import dev.godwit.loader.progress.RunFence;
import dev.godwit.loader.replay.StretchReader.Step;
import dev.godwit.loader.rows.RangeOutcome;
import dev.godwit.loader.rows.RowRepair.Fate;
import dev.godwit.records.Entity;
import dev.godwit.wire.crash.CrashPoint;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * One step of a replay in one database transaction: the run's fence, held {@code FOR SHARE}; the
 * rows that are missing; the released records, with their receipt and, for live events, the live
 * totals; the step forward and the outgoing messages. All of it is committed or nothing, so that a
 * step is done once however often it is tried. Not thread-safe.
 */
final class ReplayTransaction {
  private final LoadRun run;
  private final int replay;
  private final boolean replace;
  private final OutboxMessages messages;
  private final Optional<Dependants> dependants;

  /** The outcome of a step. */
  sealed interface Outcome {
    /**
     * Committed.
     *
     * @param gained what the step did
     * @param entries the outbox entries to send now
     */
    record Done(Counts gained, List<Entry> entries) implements Outcome {}

    /** Rolled back: the run's fence does not admit the replay. */
    record NotOpen(Optional<FenceState> state) implements Outcome {}

    /** Rolled back: another loader replays the run. */
    record Overtaken() implements Outcome {}
  }

  /**
   * @param replace whether rows whose fields differ are replaced
   * @param dependants leaves of each step what a redrive reads; empty for any other replay
   */
  ReplayTransaction(
      LoadRun run,
      int replay,
      boolean replace,
      OutboxMessages messages,
      Optional<Dependants> dependants) {
    this.dependants = dependants;
    this.run = run;
    this.replay = replay;
    this.replace = replace;
    this.messages = messages;
  }

  /**
   * Does a step.
   *
   * @param connection without auto-commit, not in a transaction; is not in one afterwards either
   * @param stretch where the step is, as this process knows it
   * @param progress makes the report that the step's gain makes due
   * @param acknowledged outbox entries to delete in the same transaction
   * @throws SQLException retriable or fatal; nothing was committed, or the answer to the commit was
   *     lost
   */
  Outcome apply(
      Connection connection,
      Stretch stretch,
      Step step,
      Function<Counts, Optional<DueReport>> progress,
      List<Long> acknowledged)
      throws SQLException {
    boolean committed = false;
    try {
      if (!ReplayStore.tryLock(connection, run.runId())) {
        return new Outcome.Overtaken();
      }
      Optional<FencedRun> fenced = RunFence.share(connection, run.runId());
      if (fenced.filter(this::admits).isEmpty()) {
        return new Outcome.NotOpen(fenced.map(FencedRun::state));
      }
      Map<Long, String> quarantined = quarantined(connection, step);
      run.target().enter(connection);
      Step wanted =
          dependants.isPresent() ? dependants.get().of(connection, step, quarantined) : step;
      ReplayedStep done = ReplayedStep.write(connection, run, wanted, quarantined, replace);
      List<LoadRecord> released = new ArrayList<>();
      Counts gained = count(done, quarantined, released);
      CrashPoint.LOADER_REPLAY_STEP_BEFORE_PROGRESS.reach();
      if (!ReplayStore.advance(connection, run.runId(), replay, stretch, step.next(), gained)) {
        return new Outcome.Overtaken();
      }
      List<Message> outgoing = new ArrayList<>();
      if (!released.isEmpty()) {
        release(connection, step, done, released, quarantined, outgoing);
        if (dependants.isPresent()) {
          dependants.get().released(connection, step.entity(), released);
        }
      }
      Optional<DueReport> due = progress.apply(gained);
      if (due.isPresent()) {
        ReplayStore.reported(connection, run.runId(), replay, due.get().tenths());
        outgoing.add(due.get().message());
      }
      List<Entry> entries = Outbox.add(connection, outgoing);
      Outbox.delete(connection, acknowledged);
      reach(
          released,
          CrashPoint.LOADER_REPLAY_STEP_BEFORE_COMMIT,
          CrashPoint.LOADER_REPLAY_RELEASE_BEFORE_COMMIT);
      connection.commit();
      committed = true;
      reach(
          released,
          CrashPoint.LOADER_REPLAY_STEP_AFTER_COMMIT,
          CrashPoint.LOADER_REPLAY_RELEASE_AFTER_COMMIT);
      return new Outcome.Done(gained, entries);
    } finally {
      if (!committed) {
        BatchTransaction.rollBack(connection);
      }
    }
  }

  /** Steps that release records have points of their own, since few do. */
  private static void reach(List<LoadRecord> released, CrashPoint ofStep, CrashPoint ofRelease) {
    ofStep.reach();
    if (!released.isEmpty()) {
      ofRelease.reach();
    }
  }

  /**
   * A progress report that is due.
   *
   * @param tenths tenths of the way that it reports
   */
  record DueReport(int tenths, Message message) {}

  private boolean admits(FencedRun fenced) {
    return fenced.state() == FenceState.OPEN || (fenced.state() == FenceState.ENABLED && !replace);
  }

  private Map<Long, String> quarantined(Connection connection, Step step) throws SQLException {
    return QuarantineStore.reasons(
        connection,
        run.runId(),
        step.entity(),
        step.partition().partition(),
        step.from(),
        step.next());
  }

  /**
   * Counts a step's records, and collects the released ones. An unreadable record that the loader
   * has not quarantined for this run may be of any other, and is not counted.
   */
  private static Counts count(
      ReplayedStep done, Map<Long, String> quarantined, List<LoadRecord> released) {
    long read = 0;
    long written = 0;
    long present = 0;
    long refused = 0;
    for (int i = 0; i < done.records().size(); i++) {
      LoadRecord record = done.records().get(i);
      boolean held = quarantined.containsKey(record.source().offset());
      if (record.legacyId().isEmpty() && record.problem() != null && !held) {
        continue;
      }
      read++;
      Fate fate = done.fates().get(i);
      if (fate != Fate.REFUSED && held) {
        released.add(record);
      }
      if (fate == Fate.REFUSED) {
        refused++;
      } else if (fate == Fate.WRITTEN || held) {
        written++;
      } else {
        present++;
      }
    }
    return new Counts(read, written, present, refused, released.size());
  }

  private void release(
      Connection connection,
      Step step,
      ReplayedStep done,
      List<LoadRecord> released,
      Map<Long, String> quarantined,
      List<Message> outgoing)
      throws SQLException {
    int partition = step.partition().partition();
    QuarantineStore.release(
        connection,
        run.runId(),
        step.entity(),
        partition,
        released.stream().map(record -> record.source().offset()).toList());
    RangeOutcome outcome = done.outcomes().apply(step.partition(), released);
    if (step.entity().equals(Entity.LIVE)) {
      LiveTotals.release(
          connection, run.runId(), partition, outcome.loaded(), outcome.held(), outcome.digests());
    }
    Map<String, Long> reasons = new TreeMap<>();
    for (LoadRecord record : released) {
      String reason = quarantined.get(record.source().offset());
      reasons.merge(reason, 1L, Long::sum);
      outgoing.add(messages.released(run.runId(), replay, step.entity(), record, reason));
    }
    outgoing.add(
        messages.replayReceipt(run.fenced(), replay, outcome, step.from(), step.next(), reasons));
  }
}
