package dev.godwit.extractor.engagement.returns;

import dev.godwit.extractor.engagement.LiveQuarantine;
import dev.godwit.extractor.engagement.SourceEvents;
import dev.godwit.extractor.engagement.SourceWrite;
import dev.godwit.row.v1.LiveEngagement;
import dev.godwit.row.v1.QuarantinedRecord;
import dev.godwit.row.v1.ReturnProgress;
import dev.godwit.wire.UnreadableRecordException;
import dev.godwit.wire.live.LiveEvents;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Returns the events of one run, batch after batch. What identifies an event is the old system's
 * own unique id of it, so nothing has to be remembered but one batch:
 *
 * <ol>
 *   <li>The old system is asked which events of the batch it holds. Those are duplicates: of a row
 *       that it wrote before or beside, or of an event of an earlier batch.
 *   <li>The answer is written down, with the counts of the batches before.
 *   <li>The other events are given to it.
 * </ol>
 *
 * <p>An attempt that begins after a crash takes up the batch that was written down last, with the
 * answer of then: what the first attempt had given is still counted as returned. Used by one
 * thread.
 */
final class ReturnRun {
  static final int BATCH = 500;

  /** An event of the batch; the event is null where it could not be read. */
  private record Item(
      ConsumerRecord<byte[], byte[]> record, LiveEngagement event, QuarantinedRecord unfit) {}

  private final String customer;
  private final String runId;
  private final List<Long> from;
  private final List<Long> to;
  private final LiveRecords records;
  private final LiveEvents decoder;
  private final ReturnLog log;
  private final SourceEvents old;
  private final int batchSize;
  private int partition;
  private long next;
  private long returned;
  private long duplicates;
  private long quarantined;

  /**
   * A run.
   *
   * @param old null where the old system takes no events: all are quarantined
   * @param batchSize most events of a batch; the same for all attempts
   */
  ReturnRun(
      String runId,
      String customer,
      List<Long> from,
      List<Long> to,
      LiveRecords records,
      LiveEvents decoder,
      ReturnLog log,
      SourceEvents old,
      int batchSize) {
    this.batchSize = batchSize;
    this.runId = runId;
    this.customer = customer;
    this.from = List.copyOf(from);
    this.to = List.copyOf(to);
    this.records = records;
    this.decoder = decoder;
    this.log = log;
    this.old = old;
  }

  /** Returns what is not returned yet, and gives the counts of all. */
  ReturnCounts finish(OwnEvents own) throws SQLException {
    ReturnProgress last = log.last();
    List<Item> batch = new ArrayList<>();
    Set<Long> held = Set.of();
    if (last == null) {
      partition = 0;
      next = from.getFirst() + 1;
    } else {
      partition = last.getPartition();
      next = last.getBatchTo();
      returned = last.getReturned();
      duplicates = last.getDuplicates();
      quarantined = last.getQuarantined();
      held = new HashSet<>(last.getHeldBefore());
      if (last.getBatchTo() > last.getBatchFrom()) {
        batch = read(last.getBatchFrom(), last.getBatchTo());
      }
    }
    boolean done = last != null && partition >= from.size();
    while (!done) {
      List<QuarantinedRecord> unheld = give(batch, held);
      batch = nextBatch();
      held = heldBefore(batch);
      done = batch.isEmpty();
      log.write(
          new ReturnProgress(
              runId,
              done ? from.size() : partition,
              batch.isEmpty() ? next : batch.getFirst().record().offset(),
              next,
              held.stream().sorted().toList(),
              returned,
              duplicates,
              quarantined),
          unheld);
    }
    OwnEvents.Count count = own.count(customer, from, to);
    return new ReturnCounts(
        returned + duplicates + quarantined + count.distinct() + count.repeats(),
        returned,
        count.distinct(),
        duplicates + count.repeats(),
        quarantined);
  }

  /** The next events that are to be given; none at the end. */
  private List<Item> nextBatch() {
    while (partition < from.size()) {
      List<Item> batch = read(next, to.get(partition));
      if (!batch.isEmpty()) {
        next = batch.getLast().record().offset() + 1;
        return batch;
      }
      partition++;
      if (partition < from.size()) {
        next = from.get(partition) + 1;
      }
    }
    return List.of();
  }

  private List<Item> read(long begin, long end) {
    List<Item> batch = new ArrayList<>();
    records.begin(partition, begin, end);
    ConsumerRecord<byte[], byte[]> record;
    while (batch.size() < batchSize && (record = records.next()) != null) {
      Item item = item(record);
      if (item != null) {
        batch.add(item);
      }
    }
    return batch;
  }

  /** Null for what is no event of the customer, and for what the old system wrote itself. */
  private Item item(ConsumerRecord<byte[], byte[]> record) {
    try {
      if (!(decoder.decode(record) instanceof LiveEngagement event)
          || !event.getCustomer().equals(customer)
          || LiveQuarantine.isOwn(event)) {
        return null;
      }
      SourceWrite unfit = LiveQuarantine.unfit(event);
      if (unfit == null && old == null) {
        unfit =
            SourceWrite.refused(
                "TARGET_REFUSED",
                null,
                "Expected the source pack to say how an event is returned, found nothing.");
      }
      return new Item(
          record, event, unfit == null ? null : LiveQuarantine.of(runId, record, event, unfit));
    } catch (UnreadableRecordException e) {
      return LiveEvents.customerOf(record.key()).equals(customer)
          ? new Item(record, null, LiveQuarantine.unreadable(runId, record, e.getMessage()))
          : null;
    }
  }

  private Set<Long> heldBefore(List<Item> batch) throws SQLException {
    List<Item> fit = batch.stream().filter(item -> item.unfit() == null).toList();
    if (fit.isEmpty()) {
      return Set.of();
    }
    List<String> ids = fit.stream().map(item -> item.event().getEventId()).distinct().toList();
    Set<String> seen = new HashSet<>(old.held(customer, ids));
    Set<Long> held = new HashSet<>();
    for (Item item : fit) {
      if (!seen.add(item.event().getEventId())) {
        held.add(item.record().offset());
      }
    }
    return held;
  }

  /** Gives a batch and counts it; what the old system cannot hold is handed back. */
  private List<QuarantinedRecord> give(List<Item> batch, Set<Long> held) throws SQLException {
    List<QuarantinedRecord> unheld = new ArrayList<>();
    List<Item> give = new ArrayList<>();
    for (Item item : batch) {
      if (item.unfit() != null) {
        unheld.add(item.unfit());
      } else if (held.contains(item.record().offset())) {
        duplicates++;
      } else {
        give.add(item);
      }
    }
    if (!give.isEmpty()) {
      List<SourceWrite> given = old.give(give.stream().map(Item::event).toList());
      for (int i = 0; i < given.size(); i++) {
        if (given.get(i).held()) {
          returned++;
        } else {
          Item item = give.get(i);
          unheld.add(LiveQuarantine.of(runId, item.record(), item.event(), given.get(i)));
        }
      }
    }
    quarantined += unheld.size();
    return unheld;
  }
}
