package dev.godwit.extractor.engagement.delivery;

import dev.godwit.extractor.engagement.LiveQuarantine;
import dev.godwit.extractor.engagement.SourceEvents;
import dev.godwit.extractor.engagement.SourceWrite;
import dev.godwit.extractor.source.PackConnections;
import dev.godwit.pack.SourcePack;
import dev.godwit.records.QuarantineLimits;
import dev.godwit.records.QuarantineReason;
import dev.godwit.row.v1.Cut;
import dev.godwit.row.v1.LiveEngagement;
import dev.godwit.row.v1.QuarantinedRecord;
import dev.godwit.wire.UnreadableRecordException;
import dev.godwit.wire.live.CustomerPeek;
import dev.godwit.wire.live.LiveEvents;
import dev.godwit.wire.live.RehearsalMark;
import dev.godwit.worker.failure.SqlFailure;
import dev.godwit.worker.failure.StageFailedException;
import dev.godwit.worker.run.LiveWindows;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * Some records of the live topic: sorts out those that are in no run's window, and writes them into
 * the source. A partition ends at a marker whose cut is not known yet. Used once, by one thread.
 */
final class DeliveryBatch {
  /** Suffix of the run id of an event that is in no run. */
  private static final String NO_RUN = "/0";

  private record Item(ConsumerRecord<byte[], byte[]> record, LiveEngagement event) {}

  private final LiveWindows windows;
  private final CustomerPacks packs;
  private final PackConnections sources;
  private final LiveEvents decoder;
  private final CustomerPeek peek;
  private final Runnable awaitEvents;
  private final Map<TopicPartition, Long> next = new HashMap<>();
  private final Map<TopicPartition, Long> waiting = new HashMap<>();
  private final Map<String, List<Item>> outside = new LinkedHashMap<>();
  private final List<QuarantinedRecord> quarantined = new ArrayList<>();
  private boolean eventsAwaited;
  private long delivered;
  private long skipped;

  /**
   * A batch.
   *
   * @param peek null to decode every value
   * @param awaitEvents returns when all events written so far are consumed
   */
  DeliveryBatch(
      LiveWindows windows,
      CustomerPacks packs,
      PackConnections sources,
      LiveEvents decoder,
      CustomerPeek peek,
      Runnable awaitEvents) {
    this.awaitEvents = awaitEvents;
    this.windows = windows;
    this.packs = packs;
    this.sources = sources;
    this.decoder = decoder;
    this.peek = peek;
  }

  /** Adds a record; the records of a partition in the order of offsets. */
  void add(ConsumerRecord<byte[], byte[]> record) {
    TopicPartition partition = new TopicPartition(record.topic(), record.partition());
    if (waiting.containsKey(partition)) {
      return;
    }
    try {
      if (!isInWindowByKey(record) && !take(record)) {
        waiting.put(partition, record.offset());
        return;
      }
    } catch (UnreadableRecordException e) {
      unreadable(record, e);
    }
    next.put(partition, record.offset() + 1);
  }

  /**
   * True where key and value name the same customer and the record is in that customer's window:
   * the record belongs to that run, readable or not.
   */
  private boolean isInWindowByKey(ConsumerRecord<byte[], byte[]> record) {
    String customer = peek == null ? null : peek.of(record);
    if (customer != null
        && customer.equals(LiveEvents.customerOf(record.key()))
        && isInWindow(customer, record)) {
      skipped++;
      return true;
    }
    return false;
  }

  private boolean isInWindow(String customer, ConsumerRecord<byte[], byte[]> record) {
    return windows.at(customer, record.partition(), record.offset()).isPresent();
  }

  /** False for a marker whose cut is not known yet. */
  private boolean take(ConsumerRecord<byte[], byte[]> record) throws UnreadableRecordException {
    switch (decoder.decode(record)) {
      case Cut cut -> {
        return isKnown(cut);
      }
      case LiveEngagement event -> {
        if (LiveQuarantine.isOwn(event)
            || RehearsalMark.isOn(event)
            || isInWindow(event.getCustomer(), record)) {
          skipped++;
        } else {
          outside
              .computeIfAbsent(event.getCustomer(), key -> new ArrayList<>())
              .add(new Item(record, event));
        }
      }
      default -> skipped++;
    }
    return true;
  }

  /**
   * False where the event of a cut is not consumed yet. Any program can write to the topic: a
   * marker that no event ordered is unreadable, and nothing waits for it.
   */
  private boolean isKnown(Cut cut) throws UnreadableRecordException {
    String runId = cut.getRunId();
    if (windows.hasCut(runId, cut.getCut())) {
      return true;
    }
    if (!windows.isOrdered(runId, cut.getCut())) {
      if (!eventsAwaited) {
        awaitEvents.run();
        eventsAwaited = true; // All markers of the batch were written before.
      }
      if (!windows.isOrdered(runId, cut.getCut())) {
        throw new UnreadableRecordException(
            "Expected a cut that an event ordered, found cut %d of run %s without one."
                .formatted(cut.getCut(), QuarantineLimits.text(runId)));
      }
    }
    return windows.hasCut(runId, cut.getCut());
  }

  private void unreadable(ConsumerRecord<byte[], byte[]> record, UnreadableRecordException e) {
    String customer = LiveEvents.customerOf(record, e);
    if (!customer.isEmpty() && isInWindow(customer, record)) {
      skipped++;
    } else {
      quarantined.add(LiveQuarantine.unreadable(customer + NO_RUN, record, e.getMessage()));
    }
  }

  /**
   * Writes the events outside windows into the source. A failure for one customer does not stop the
   * events of others. May be called again after it threw.
   *
   * @throws SQLException from a source
   * @throws StageFailedException where a pack cannot be used
   */
  void deliver() throws SQLException, StageFailedException {
    Set<String> down = new HashSet<>();
    SQLException refused = null;
    StageFailedException unusable = null;
    for (String customer : List.copyOf(outside.keySet())) {
      try {
        if (deliver(customer, outside.get(customer), down)) {
          outside.remove(customer);
        }
      } catch (SQLException e) {
        refused = refused == null ? e : refused;
      } catch (StageFailedException e) {
        unusable = unusable == null ? e : unusable;
      }
    }
    if (refused != null) {
      throw refused;
    }
    if (unusable != null) {
      throw unusable;
    }
  }

  /** False where the customer's source is down already in this call. */
  private boolean deliver(String customer, List<Item> items, Set<String> down)
      throws SQLException, StageFailedException {
    Optional<SourcePack> pack = packs.of(customer);
    if (pack.isPresent() && down.contains(pack.get().name())) {
      return false;
    }
    List<Item> fit = new ArrayList<>();
    List<QuarantinedRecord> refusedRecords = new ArrayList<>();
    for (Item item : items) {
      SourceWrite unfit = unfit(pack, item.event());
      if (unfit == null) {
        fit.add(item);
      } else {
        refusedRecords.add(
            LiveQuarantine.of(customer + NO_RUN, item.record(), item.event(), unfit));
      }
    }
    List<SourceWrite> results = fit.isEmpty() ? List.of() : write(pack.get(), fit, down);
    for (int i = 0; i < results.size(); i++) {
      if (!results.get(i).held()) {
        Item item = fit.get(i);
        refusedRecords.add(
            LiveQuarantine.of(customer + NO_RUN, item.record(), item.event(), results.get(i)));
      }
    }
    delivered += items.size() - refusedRecords.size();
    quarantined.addAll(refusedRecords);
    return true;
  }

  private List<SourceWrite> write(SourcePack pack, List<Item> items, Set<String> down)
      throws SQLException {
    List<LiveEngagement> events = items.stream().map(Item::event).toList();
    try {
      return sources.use(pack, connection -> new SourceEvents(connection, pack).write(events));
    } catch (SQLException e) {
      if (SqlFailure.classify(e) == SqlFailure.RETRIABLE) {
        down.add(pack.name());
      }
      throw e;
    }
  }

  private static SourceWrite unfit(Optional<SourcePack> pack, LiveEngagement event) {
    if (pack.isEmpty()) {
      return SourceWrite.refused(
          QuarantineReason.BROKEN_REFERENCE,
          "customer",
          "Expected a customer of a source, found none.");
    }
    if (pack.get().live().giveBack() == null) {
      return SourceWrite.refused(
          QuarantineReason.TARGET_REFUSED,
          null,
          "Expected the source pack %s to have a statement that returns an event, found none."
              .formatted(pack.get().name()));
    }
    return LiveQuarantine.unfit(event);
  }

  /** Next offset by partition, for partitions with processed records. */
  Map<TopicPartition, Long> next() {
    return next;
  }

  /** Offset of the marker at which a partition waits, by partition. */
  Map<TopicPartition, Long> waiting() {
    return waiting;
  }

  /** Records of events that the source cannot hold. */
  List<QuarantinedRecord> quarantined() {
    return quarantined;
  }

  /** Number of events that the source holds now. */
  long delivered() {
    return delivered;
  }

  /**
   * Number of events in windows, of events that the source wrote itself, and of those that a
   * rehearsal sent.
   */
  long skipped() {
    return skipped;
  }
}
