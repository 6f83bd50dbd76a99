package dev.godwit.extractor.engagement.delivery;

import dev.godwit.extractor.engagement.LiveQuarantine;
import dev.godwit.extractor.engagement.SourceWrite;
import dev.godwit.pack.SourcePack;
import dev.godwit.records.QuarantineLimits;
import dev.godwit.row.v1.Cut;
import dev.godwit.row.v1.LiveEngagement;
import dev.godwit.row.v1.QuarantinedRecord;
import dev.godwit.wire.UnreadableRecordException;
import dev.godwit.wire.live.LiveEvents;
import dev.godwit.worker.LiveWindows;
import dev.godwit.worker.SqlFailure;
import dev.godwit.worker.StageFailedException;
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
 * Some records of the live topic: whose they are, and those of nobody's window given to the old
 * system. A partition ends at a marker whose cut is not known yet. For one use by one thread.
 */
final class DeliveryBatch {
  /** Stands for the run of an event that is in none. */
  private static final String NO_RUN = "/0";

  private record Item(ConsumerRecord<byte[], byte[]> record, LiveEngagement event) {}

  private final LiveWindows windows;
  private final CustomerPacks packs;
  private final SourceConnections old;
  private final LiveEvents decoder;
  private final CustomerPeek peeked;
  private final Runnable hearEvents;
  private final Map<TopicPartition, Long> next = new HashMap<>();
  private final Map<TopicPartition, Long> waiting = new HashMap<>();
  private final Map<String, List<Item>> outside = new LinkedHashMap<>();
  private final List<QuarantinedRecord> quarantined = new ArrayList<>();
  private boolean heard;
  private long delivered;
  private long passed;

  /**
   * A batch.
   *
   * @param peeked null where every value is to be read
   * @param hearEvents returns when all events up to now are heard
   */
  DeliveryBatch(
      LiveWindows windows,
      CustomerPacks packs,
      SourceConnections old,
      LiveEvents decoder,
      CustomerPeek peeked,
      Runnable hearEvents) {
    this.hearEvents = hearEvents;
    this.windows = windows;
    this.packs = packs;
    this.old = old;
    this.decoder = decoder;
    this.peeked = peeked;
  }

  /** Takes a record; of each partition in the order of offsets. */
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
   * True where key and value name the same customer, in whose window the record is: readable or
   * not, it is that run's.
   */
  private boolean isInWindowByKey(ConsumerRecord<byte[], byte[]> record) {
    String customer = peeked == null ? null : peeked.of(record);
    if (customer != null
        && customer.equals(LiveEvents.customerOf(record.key()))
        && isInWindow(customer, record)) {
      passed++;
      return true;
    }
    return false;
  }

  private boolean isInWindow(String customer, ConsumerRecord<byte[], byte[]> record) {
    return windows.at(customer, record.partition(), record.offset()).isPresent();
  }

  /** False where the record is a marker whose cut is not known yet. */
  private boolean take(ConsumerRecord<byte[], byte[]> record) throws UnreadableRecordException {
    switch (decoder.decode(record)) {
      case Cut cut -> {
        return isKnown(cut);
      }
      case LiveEngagement event -> {
        if (LiveQuarantine.isOwn(event) || isInWindow(event.getCustomer(), record)) {
          passed++;
        } else {
          outside
              .computeIfAbsent(event.getCustomer(), key -> new ArrayList<>())
              .add(new Item(record, event));
        }
      }
      default -> passed++;
    }
    return true;
  }

  /**
   * False where the event of a cut is still to come. Anybody may write to the topic: a marker that
   * no event ordered, as all events up to now say, is none, and nothing waits for it.
   */
  private boolean isKnown(Cut cut) throws UnreadableRecordException {
    String runId = cut.getRunId();
    if (windows.hasCut(runId, cut.getCut())) {
      return true;
    }
    if (!windows.isOrdered(runId, cut.getCut())) {
      if (!heard) {
        hearEvents.run();
        heard = true; // All of the batch's markers stood there before.
      }
      if (!windows.isOrdered(runId, cut.getCut())) {
        throw new UnreadableRecordException(
            "Expected a cut that an event ordered, but nobody ordered cut %d of run %s."
                .formatted(cut.getCut(), QuarantineLimits.text(runId)));
      }
    }
    return windows.hasCut(runId, cut.getCut());
  }

  private void unreadable(ConsumerRecord<byte[], byte[]> record, UnreadableRecordException e) {
    String customer = LiveEvents.customerOf(record.key());
    if (!customer.isEmpty() && isInWindow(customer, record)) {
      passed++;
    } else {
      quarantined.add(LiveQuarantine.unreadable(customer + NO_RUN, record, e.getMessage()));
    }
  }

  /**
   * Gives the old system what is its; where that fails for one customer, the others' events are
   * given all the same. May be called again where it threw.
   *
   * @throws SQLException as the old system's database has it
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

  /** False where the customer's system was found to be down just now. */
  private boolean deliver(String customer, List<Item> items, Set<String> down)
      throws SQLException, StageFailedException {
    Optional<SourcePack> pack = packs.of(customer);
    if (pack.isPresent() && down.contains(pack.get().name())) {
      return false;
    }
    List<Item> fit = new ArrayList<>();
    List<QuarantinedRecord> unheld = new ArrayList<>();
    for (Item item : items) {
      SourceWrite unfit = unfit(pack, item.event());
      if (unfit == null) {
        fit.add(item);
      } else {
        unheld.add(LiveQuarantine.of(customer + NO_RUN, item.record(), item.event(), unfit));
      }
    }
    List<SourceWrite> given = fit.isEmpty() ? List.of() : give(pack.get(), fit, down);
    for (int i = 0; i < given.size(); i++) {
      if (!given.get(i).held()) {
        Item item = fit.get(i);
        unheld.add(LiveQuarantine.of(customer + NO_RUN, item.record(), item.event(), given.get(i)));
      }
    }
    delivered += items.size() - unheld.size();
    quarantined.addAll(unheld);
    return true;
  }

  private List<SourceWrite> give(SourcePack pack, List<Item> items, Set<String> down)
      throws SQLException {
    try {
      return old.give(pack, items.stream().map(Item::event).toList());
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
          "BROKEN_REFERENCE", "customer", "Expected a customer of an old system, found none.");
    }
    if (pack.get().live().giveBack() == null) {
      return SourceWrite.refused(
          "TARGET_REFUSED",
          null,
          "Expected the source pack %s to say how an event is returned, found nothing."
              .formatted(pack.get().name()));
    }
    return LiveQuarantine.unfit(event);
  }

  /** Offset to go on from by partition, for those of which anything is done. */
  Map<TopicPartition, Long> next() {
    return next;
  }

  /** Offset of the marker that a partition waits at. */
  Map<TopicPartition, Long> waiting() {
    return waiting;
  }

  /** What the old system cannot hold. */
  List<QuarantinedRecord> quarantined() {
    return quarantined;
  }

  /** Number of events that the old system holds. */
  long delivered() {
    return delivered;
  }

  /** Number of events that are somebody else's. */
  long passed() {
    return passed;
  }
}
