package dev.godwit.extractor.engagement.returns;

import dev.godwit.extractor.engagement.LiveQuarantine;
import dev.godwit.extractor.engagement.SourceEvents;
import dev.godwit.extractor.engagement.SourceWrite;
import dev.godwit.records.QuarantineReason;
import dev.godwit.row.v1.LiveEngagement;
import dev.godwit.row.v1.QuarantinedRecord;
import dev.godwit.row.v1.ReturnProgress;
import dev.godwit.wire.UnreadableRecordException;
import dev.godwit.wire.live.LiveEvents;
import dev.godwit.wire.live.RehearsalMark;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Returns the events of one run to the source, batch after batch. The source's own unique event id
 * identifies an event, so only one batch has to be remembered:
 *
 * <ol>
 *   <li>The source is queried for the events of the batch that it holds. They are duplicates of
 *       rows that it wrote itself, or of events of an earlier batch.
 *   <li>The answer is written to the log, with the counts of the batches before.
 *   <li>The other events are written to the source.
 * </ol>
 *
 * <p>An attempt after a crash repeats the last logged batch with the logged answer: events that the
 * first attempt wrote still count as returned. Not thread-safe.
 */
final class ReturnRun {
  static final int BATCH = 500;

  /** A record of the batch; the event is null where the record cannot be read. */
  private record Item(
      ConsumerRecord<byte[], byte[]> record, LiveEngagement event, QuarantinedRecord unfit) {}

  private final String customer;
  private final String runId;
  private final List<Long> from;
  private final List<Long> to;
  private final LiveRecords records;
  private final LiveEvents decoder;
  private final ReturnLog log;
  private final SourceEvents source;
  private final int batchSize;
  private int partition;
  private long next;
  private long returned;
  private long duplicates;
  private long quarantined;

  /**
   * A return that is not started.
   *
   * @param source null where the source takes no events: all are quarantined
   * @param batchSize number of events in a batch at most; the same for all attempts
   */
  ReturnRun(
      String runId,
      String customer,
      List<Long> from,
      List<Long> to,
      LiveRecords records,
      LiveEvents decoder,
      ReturnLog log,
      SourceEvents source,
      int batchSize) {
    this.batchSize = batchSize;
    this.runId = runId;
    this.customer = customer;
    this.from = List.copyOf(from);
    this.to = List.copyOf(to);
    this.records = records;
    this.decoder = decoder;
    this.log = log;
    this.source = source;
  }

  /**
   * Returns the remaining events; the counts are of all events.
   *
   * @throws LostLiveRecordsException where records are deleted that are not returned yet. The next
   *     attempt continues behind them
   */
  ReturnCounts finish(OwnEvents own) throws SQLException {
    ReturnProgress last = log.last();
    List<Item> batch = List.of();
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
        batch = again(last);
      }
    }
    boolean done = last != null && partition >= from.size();
    while (!done) {
      List<QuarantinedRecord> refused = write(batch, held);
      batch = nextBatch(refused);
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
          refused);
    }
    OwnEvents.Count count = own.count(customer, from, to);
    return new ReturnCounts(
        returned + duplicates + quarantined + count.distinct() + count.repeats(),
        returned,
        count.distinct(),
        duplicates + count.repeats(),
        quarantined);
  }

  /** The last batch that was written down. */
  private List<Item> again(ReturnProgress last) {
    try {
      return read(last.getBatchFrom(), last.getBatchTo());
    } catch (LostLiveRecordsException e) {
      throw passed(e, List.of());
    }
  }

  /** Writes down that the return continues behind lost records. */
  private LostLiveRecordsException passed(
      LostLiveRecordsException lost, List<QuarantinedRecord> refused) {
    next = lost.continuesAt();
    log.write(
        new ReturnProgress(
            runId, partition, next, next, List.of(), returned, duplicates, quarantined),
        refused);
    return lost;
  }

  /**
   * The next events to return; none at the end.
   *
   * @param refused quarantined records of the batch before, not written down yet
   */
  private List<Item> nextBatch(List<QuarantinedRecord> refused) {
    try {
      return nextBatch();
    } catch (LostLiveRecordsException e) {
      throw passed(e, refused);
    }
  }

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

  /**
   * Null for records of other customers, for events that the source wrote itself, and for those
   * that a rehearsal sent.
   */
  private Item item(ConsumerRecord<byte[], byte[]> record) {
    try {
      if (!(decoder.decode(record) instanceof LiveEngagement event)
          || !event.getCustomer().equals(customer)
          || LiveQuarantine.isOwn(event)
          || RehearsalMark.isOn(event)) {
        return null;
      }
      SourceWrite unfit = LiveQuarantine.unfit(event);
      if (unfit == null && source == null) {
        unfit =
            SourceWrite.refused(
                QuarantineReason.TARGET_REFUSED,
                null,
                "Expected the source pack to have a statement that returns an event, found none.");
      }
      return new Item(
          record, event, unfit == null ? null : LiveQuarantine.of(runId, record, event, unfit));
    } catch (UnreadableRecordException e) {
      return LiveEvents.customerOf(record, e).equals(customer)
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
    Set<String> seen = new HashSet<>(source.held(customer, ids));
    Set<Long> held = new HashSet<>();
    for (Item item : fit) {
      if (!seen.add(item.event().getEventId())) {
        held.add(item.record().offset());
      }
    }
    return held;
  }

  /** Writes a batch to the source and counts it; returns the records that the source refused. */
  private List<QuarantinedRecord> write(List<Item> batch, Set<Long> held) throws SQLException {
    List<QuarantinedRecord> refused = new ArrayList<>();
    List<Item> fit = new ArrayList<>();
    for (Item item : batch) {
      if (item.unfit() != null) {
        refused.add(item.unfit());
      } else if (held.contains(item.record().offset())) {
        duplicates++;
      } else {
        fit.add(item);
      }
    }
    if (!fit.isEmpty()) {
      List<SourceWrite> results = source.write(fit.stream().map(Item::event).toList());
      for (int i = 0; i < results.size(); i++) {
        if (results.get(i).held()) {
          returned++;
        } else {
          Item item = fit.get(i);
          refused.add(LiveQuarantine.of(runId, item.record(), item.event(), results.get(i)));
        }
      }
    }
    quarantined += refused.size();
    return refused;
  }
}
