package dev.godwit.loader.load;

import dev.godwit.common.v1.Entity;
import dev.godwit.loader.load.InputRecord.Problem;
import dev.godwit.loader.load.ParentCheck.Broken;
import dev.godwit.loader.progress.CutStore;
import dev.godwit.loader.progress.CutStore.Passed;
import dev.godwit.loader.progress.FenceState;
import dev.godwit.loader.progress.FencedRun;
import dev.godwit.loader.progress.OffsetStore;
import dev.godwit.loader.progress.OffsetStore.Step;
import dev.godwit.loader.progress.Outbox;
import dev.godwit.loader.progress.Outbox.Entry;
import dev.godwit.loader.progress.Outbox.Message;
import dev.godwit.loader.progress.RunFence;
import dev.godwit.loader.reference.PassedCuts;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;
import org.apache.kafka.common.TopicPartition;

/**
 * One batch of one run, in one database transaction: fence, parents, rows, cuts, offsets, outbox.
 * Either all of it is committed or nothing. Not thread-safe.
 */
public final class BatchTransaction {
  private static final String BROKEN_REFERENCE = "BROKEN_REFERENCE";
  private static final String TARGET_REFUSED = "TARGET_REFUSED";

  private final LoadMessages messages;
  private final Predicate<SQLException> rowIsAtFault;

  /** What came of a batch. */
  public sealed interface Outcome {}

  /**
   * Committed.
   *
   * @param steps steps forward in the partitions
   * @param cuts cuts that were passed
   * @param entries what is to be sent now
   * @param waiting ranges that end early, because a parent may still come, with the entity of that
   *     parent
   * @param counts records by what came of them, by entity
   */
  public record Loaded(
      List<Step> steps,
      List<Passed> cuts,
      List<Entry> entries,
      Map<InputRange, Entity> waiting,
      Map<Entity, Counts> counts)
      implements Outcome {}

  /** Records by what came of them. */
  public record Counts(long loaded, long already, long quarantined) {
    Counts plus(Counts other) {
      return new Counts(
          loaded + other.loaded, already + other.already, quarantined + other.quarantined);
    }
  }

  /** Nothing was done: the run may not write. */
  public record NotOpen(Optional<FenceState> state) implements Outcome {}

  /** Nothing was done: another instance has gone on in one of the partitions. */
  public record Overtaken() implements Outcome {}

  /**
   * @param rowIsAtFault tells errors of a row (SQLSTATE classes 22 and 23) from those of the whole
   */
  public BatchTransaction(LoadMessages messages, Predicate<SQLException> rowIsAtFault) {
    this.messages = messages;
    this.rowIsAtFault = rowIsAtFault;
  }

  /**
   * Loads the batch.
   *
   * @param connection without auto-commit, not in a transaction; is not in one afterwards either
   * @param runId the run of all ranges
   * @param input ranges with their records; left as they were where nothing was done
   * @param passed cuts that the run has passed as far as this process knows; read again where it
   *     matters
   * @param stored next offset by partition, as this process knows it
   * @param acknowledged outbox entries to be deleted along
   * @throws SQLException retriable or fatal; nothing was committed, or the answer to the commit was
   *     lost
   */
  public Outcome load(
      Connection connection,
      String runId,
      BatchInput input,
      PassedCuts passed,
      ToLongFunction<TopicPartition> stored,
      List<Long> acknowledged)
      throws SQLException {
    boolean committed = false;
    try {
      Optional<FencedRun> run = RunFence.share(connection, runId);
      if (run.isEmpty() || run.get().state() != FenceState.OPEN) {
        return new NotOpen(run.map(FencedRun::state));
      }
      BatchInput work = input.copy();
      Map<InputRange, Entity> waiting = checkParents(connection, runId, work, passed);
      BitSet without = work.positionsNotToLoad();
      BatchRows rows = new BatchRows(connection, work.batch(), rowIsAtFault);
      BatchRows.Outcome outcome = rows.load(without);
      for (BatchRows.Refused refused : outcome.refused()) {
        Refusal refusal = refused.refusal();
        work.mark(refused.record(), new Problem(TARGET_REFUSED, refusal.column(), refusal.text()));
      }
      List<Step> steps = steps(work, stored);
      List<Passed> cuts = cuts(work);
      CutStore.add(connection, runId, cuts);
      if (!OffsetStore.advance(connection, steps)) {
        return new Overtaken();
      }
      List<Entry> entries = Outbox.add(connection, messages(run.get(), work, outcome));
      Outbox.delete(connection, acknowledged);
      connection.commit();
      committed = true;
      return new Loaded(steps, cuts, entries, waiting, counts(work, outcome));
    } finally {
      if (!committed) {
        rollBack(connection);
      }
    }
  }

  /**
   * Marks records whose parent is missing. Where the parent may still come, from a partition that
   * has not passed the cut, the record's range ends before it.
   */
  private static Map<InputRange, Entity> checkParents(
      Connection connection, String runId, BatchInput work, PassedCuts passed) throws SQLException {
    Map<InputRange, Entity> waiting = new LinkedHashMap<>();
    List<Broken> all = ParentCheck.find(connection, work.batch());
    boolean read = false;
    for (Broken broken : all) {
      if (!passed.everywhere(broken.parent()) && !read) {
        passed.add(CutStore.read(connection, runId));
        read = true;
      }
      if (passed.everywhere(broken.parent())) {
        work.mark(
            broken.record(),
            new Problem(
                BROKEN_REFERENCE,
                broken.column(),
                "Expected a record of %s that %s refers to, but the target has none."
                    .formatted(broken.parent(), broken.column())));
      } else {
        work.endRangeBefore(broken.record())
            .ifPresent(range -> waiting.put(range, broken.parent()));
      }
    }
    return waiting;
  }

  private static List<Step> steps(BatchInput work, ToLongFunction<TopicPartition> stored) {
    List<Step> steps = new ArrayList<>();
    for (InputRange range : work.ranges()) {
      if (!range.isEmpty()) {
        steps.add(new Step(range.partition(), stored.applyAsLong(range.partition()), range.to()));
      }
    }
    return steps;
  }

  private static List<Passed> cuts(BatchInput work) {
    List<Passed> cuts = new ArrayList<>();
    for (InputRange range : work.ranges()) {
      if (range.cut() != null) {
        cuts.add(
            new Passed(
                range.entity(),
                range.partition().partition(),
                range.cut().getCut(),
                range.cut().getPartitions()));
      }
    }
    return cuts;
  }

  private List<Message> messages(FencedRun run, BatchInput work, BatchRows.Outcome outcome) {
    List<Message> all = new ArrayList<>();
    for (InputRange range : work.ranges()) {
      if (range.isEmpty()) {
        continue;
      }
      for (InputRecord record : range.records()) {
        if (record.problem() != null) {
          all.add(messages.quarantined(run.runId(), range.entity(), record));
        }
      }
      all.add(messages.receipt(run, range, work.batch(), outcome.already()));
    }
    return all;
  }

  private static Map<Entity, Counts> counts(BatchInput work, BatchRows.Outcome outcome) {
    Map<Entity, Counts> counts = new EnumMap<>(Entity.class);
    for (InputRange range : work.ranges()) {
      long loaded = 0;
      long already = 0;
      long quarantined = 0;
      for (InputRecord record : range.records()) {
        if (record.problem() != null) {
          quarantined++;
        } else if (outcome.already().get(record.position())) {
          already++;
        } else {
          loaded++;
        }
      }
      counts.merge(range.entity(), new Counts(loaded, already, quarantined), Counts::plus);
    }
    return counts;
  }

  private static void rollBack(Connection connection) {
    try {
      connection.rollback();
    } catch (SQLException e) {
      // The connection is gone, and the transaction with it.
    }
  }
}
