package dev.godwit.transformer.inbound;

import dev.godwit.receipt.v1.Receipt;
import dev.godwit.records.Entity;
import dev.godwit.records.Topics;
import dev.godwit.row.v1.Cut;
import dev.godwit.transformer.outbound.OutboundTransaction;
import dev.godwit.transformer.outbound.RunOfRecord;
import dev.godwit.transformer.quarantine.QuarantineForm;
import dev.godwit.worker.run.RunContext;
import dev.godwit.worker.run.RunSpec;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jboss.logging.Logger;

/**
 * Reads the extracted topics and the live one, transforms, and writes in Kafka transactions, from
 * when its clients are made until one of them fails or the process ends. A failure is thrown; the
 * next session begins at the last committed offsets, so nothing is lost or written twice.
 *
 * <p>A transaction holds the records of a few polls: up to {@link #MAX_RECORDS}, or those of {@link
 * #MAX_AGE}, or fewer where no more are there. When partitions are revoked in between, it is
 * aborted, and the partitions that stay are read again from their committed offsets.
 *
 * <p>A partition whose next record has to wait is paused there; the others continue. The consumer
 * takes fetched records from partition after partition, and of each at most one fetch before it
 * turns to the others, so a flood on one topic slows the others and starves none.
 *
 * <p>For one thread.
 */
final class TransformSession implements ConsumerRebalanceListener {
  static final int MAX_RECORDS = 20_000;
  static final Duration MAX_AGE = Duration.ofMillis(200);

  private static final Logger LOG = Logger.getLogger(TransformSession.class);
  private static final Duration IDLE_POLL = Duration.ofMillis(200);
  private static final Duration OPEN_POLL = Duration.ofMillis(20);

  private final Consumer<byte[], byte[]> consumer;
  private final Supplier<Set<Entity>> entities;
  private final Map<String, Entity> topics = new HashMap<>();
  private final OutboundTransaction transaction;
  private final RecordTransformer transformer;
  private final LiveTransformer live;
  private final MarkerCheck markers;
  private final ReadyRuns runs;
  private final ReadyRuns liveRuns;
  private final OutcomeCounts counts;
  private final Runnable awaitEvents;
  private final PartitionTakeover takeover;
  private final String instance;
  private final InstantSource clock;
  private final Map<TopicPartition, AssignedPartition> assigned = new HashMap<>();
  private final Map<String, RunOfRecord> runIds = new HashMap<>();
  private Set<Entity> subscribed;
  private boolean rewind;

  /** Whether a position that nobody has committed yet is to be recorded, and what was lost. */
  private boolean mustRecord;

  private int records;
  private long openedAtMillis;

  TransformSession(
      Consumer<byte[], byte[]> consumer,
      Supplier<Set<Entity>> entities,
      OutboundTransaction transaction,
      RecordTransformer transformer,
      LiveTransformer live,
      MarkerCheck markers,
      ReadyRuns runs,
      ReadyRuns liveRuns,
      OutcomeCounts counts,
      Runnable awaitEvents,
      PartitionTakeover takeover,
      String instance,
      InstantSource clock) {
    this.consumer = consumer;
    this.entities = entities;
    this.transaction = transaction;
    this.transformer = transformer;
    this.live = live;
    this.markers = markers;
    this.runs = runs;
    this.liveRuns = liveRuns;
    this.counts = counts;
    this.awaitEvents = awaitEvents;
    this.takeover = takeover;
    this.instance = instance;
    this.clock = clock;
  }

  /** Runs while the condition holds; then aborts the open transaction. */
  void run(BooleanSupplier goOn) {
    transaction.init();
    subscribe();
    beginBatch();
    while (goOn.getAsBoolean()) {
      step();
    }
    transaction.abort();
  }

  /**
   * Reads the topics of every entity that a run has moved. Where they have grown, the group shares
   * the partitions out anew.
   */
  private void subscribe() {
    subscribed = entities.get();
    subscribed.forEach(entity -> topics.put(Topics.extracted(entity), entity));
    consumer.subscribe(topics.keySet(), this);
  }

  /** Polls once, processes the records, and commits where the batch is full or old. */
  void step() {
    if (entities.get() != subscribed) {
      subscribe();
    }
    resumeHeld();
    ConsumerRecords<byte[], byte[]> polled =
        consumer.poll(transaction.isOpen() ? OPEN_POLL : IDLE_POLL);
    if (rewind) {
      rewindToCommitted();
      return;
    }
    if (mustRecord) {
      begin();
    }
    live.beginPoll();
    markers.beginPoll();
    for (TopicPartition partition : polled.partitions()) {
      process(assigned.get(partition), polled.records(partition));
    }
    if (transaction.isOpen()) {
      boolean full = records >= MAX_RECORDS;
      boolean old = clock.millis() - openedAtMillis >= MAX_AGE.toMillis();
      if (full || old || polled.isEmpty() || mustRecord) {
        commit();
      }
    } else if (polled.isEmpty()) {
      commitMarkersOnly();
    }
  }

  /** Partitions that wait, with the run that each waits for. */
  Map<TopicPartition, String> held() {
    Map<TopicPartition, String> held = new HashMap<>();
    assigned.forEach(
        (partition, state) -> {
          if (state.held != null) {
            held.put(partition, state.held.runId());
          }
        });
    return held;
  }

  private void process(AssignedPartition state, List<ConsumerRecord<byte[], byte[]>> read) {
    begin();
    for (ConsumerRecord<byte[], byte[]> record : read) {
      if (!process(state, record)) {
        return;
      }
      records++;
      state.next = record.offset() + 1;
    }
  }

  private void begin() {
    if (!transaction.isOpen()) {
      transaction.begin();
      openedAtMillis = clock.millis();
    }
  }

  /** False where the record has to wait. */
  private boolean process(AssignedPartition state, ConsumerRecord<byte[], byte[]> record) {
    Entity entity = state.entity;
    Outcome outcome =
        entity.equals(Entity.LIVE)
            ? live.outcome(record)
            : transformer.outcome(entity, record.topic(), record.key(), record.value());
    ReadyRuns ofEntity = entity.equals(Entity.LIVE) ? liveRuns : runs;
    outcome = markers.checked(outcome, entity, record, ofEntity);
    switch (LargestRecord.checked(outcome, record)) {
      case Outcome.Transformed transformed -> {
        transaction.forward(entity, record.partition(), record.key(), transformed.value());
        state.book(runOf(transformed.run()), record, transformed);
        counts.transformed(entity, transformed);
      }
      case Outcome.Quarantined quarantined -> quarantine(state, record, quarantined);
      case Outcome.CutRead read -> forwardCut(state, record, read);
      case Outcome.Held held -> {
        hold(state, record.offset(), held);
        return false;
      }
      case Outcome.Skipped skipped -> counts.skipped(entity);
      case Outcome.Outside outside -> counts.outside(entity);
    }
    return true;
  }

  private void forwardCut(
      AssignedPartition state, ConsumerRecord<byte[], byte[]> record, Outcome.CutRead read) {
    Cut cut = read.cut();
    transaction.forwardCut(state.entity, record.partition(), record.key(), cut);
    RunOfRecord run = runOf(read.run());
    if (cut.getCut() == 0) {
      state.tally.opened(run, record.offset());
    } else {
      state.tally.cut(run, record.offset(), record.timestamp(), cut.getCut(), cut.getPartitions());
    }
    try (RunContext context = RunContext.of(read.run())) {
      LOG.infof(
          "customer=%s run=%d: cut %d forwarded in %s at offset %d",
          read.run().customer(), read.run().run(), cut.getCut(), state.partition, record.offset());
    }
  }

  private void quarantine(
      AssignedPartition state,
      ConsumerRecord<byte[], byte[]> record,
      Outcome.Quarantined quarantined) {
    RunSpec run = quarantined.run();
    transaction.quarantine(
        record.partition(),
        record.key(),
        QuarantineForm.of(
            record,
            state.entity,
            run == null ? "" : run.runId(),
            quarantined.legacyId(),
            quarantined.rows(),
            quarantined.why()));
    if (run == null) {
      LOG.warnf(
          "run=unknown: quarantined the record in %s-%d at offset %d: %s",
          record.topic(), record.partition(), record.offset(), quarantined.why().getMessage());
    } else {
      state.book(runOf(run), record, quarantined);
    }
    counts.quarantined(state.entity, quarantined);
  }

  private void hold(AssignedPartition state, long offset, Outcome.Held held) {
    if (!held.why().equals(state.lastWait)) {
      LOG.infof(
          "run=%s: partition %s waits at offset %d for %s",
          held.runId(), state.partition, offset, held.why());
      state.lastWait = held.why();
    }
    state.held = held;
    consumer.pause(Set.of(state.partition));
    consumer.seek(state.partition, offset);
    state.next = offset;
  }

  private void resumeHeld() {
    for (AssignedPartition state : assigned.values()) {
      if (state.held != null && state.held.over().getAsBoolean()) {
        LOG.infof(
            "run=%s: continuing partition %s at offset %d",
            state.held.runId(), state.partition, consumer.position(state.partition));
        state.held = null;
        state.lastWait = null;
        consumer.resume(Set.of(state.partition));
      }
    }
  }

  private void commit() {
    Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
    for (AssignedPartition state : assigned.values()) {
      if (state.next >= 0) {
        ReadyRuns ofEntity = state.entity.equals(Entity.LIVE) ? liveRuns : runs;
        for (Receipt receipt : state.tally.drain(instance, clock.instant(), ofEntity::isClosed)) {
          transaction.receipt(receipt);
        }
        addOffset(state, offsets);
      }
    }
    transaction.commit(offsets, consumer.groupMetadata());
    mustRecord = false;
    counts.flush();
    endBatch(offsets);
  }

  /**
   * Commits offsets that moved over transaction markers only, so that the group's lag is exactly 0
   * once everything is read.
   */
  private void commitMarkersOnly() {
    Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
    for (AssignedPartition state : assigned.values()) {
      if (consumer.position(state.partition) > state.committed) {
        addOffset(state, offsets);
      }
    }
    if (!offsets.isEmpty()) {
      transaction.begin();
      transaction.commit(offsets, consumer.groupMetadata());
    }
    endBatch(offsets);
  }

  private void addOffset(AssignedPartition state, Map<TopicPartition, OffsetAndMetadata> offsets) {
    long position = consumer.position(state.partition);
    offsets.put(state.partition, new OffsetAndMetadata(position, state.tally.metadata()));
  }

  private void endBatch(Map<TopicPartition, OffsetAndMetadata> offsets) {
    offsets.forEach(
        (partition, offset) -> {
          AssignedPartition state = assigned.get(partition);
          state.committed = offset.offset();
          state.next = -1;
        });
    records = 0;
    runIds.clear();
    beginBatch();
  }

  private void beginBatch() {
    runs.beginBatch();
    liveRuns.beginBatch();
  }

  private RunOfRecord runOf(RunSpec run) {
    RunOfRecord known = runIds.get(run.runId());
    if (known == null) {
      known = new RunOfRecord(run.runId(), run.customer());
      runIds.put(run.runId(), known);
    }
    return known;
  }

  @Override
  public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
    if (partitions.isEmpty()) {
      return;
    }
    // The process that had the partitions may have used windows that are not known here yet.
    awaitEvents.run();
    beginIn(partitions);
    LOG.infof("%d partitions are assigned.", assigned.size());
  }

  @Override
  public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
    if (transaction.isOpen()) {
      transaction.abort();
      counts.discard();
      rewind = true;
    }
    partitions.forEach(assigned::remove);
  }

  private void rewindToCommitted() {
    rewind = false;
    Set<TopicPartition> all = Set.copyOf(consumer.assignment());
    assigned.clear();
    consumer.resume(all);
    if (!all.isEmpty()) {
      beginIn(all);
    }
    records = 0;
    runIds.clear();
    beginBatch();
  }

  private void beginIn(Collection<TopicPartition> partitions) {
    for (AssignedPartition begun : takeover.begin(consumer, partitions, topics, clock.millis())) {
      assigned.put(begun.partition, begun);
      mustRecord |= begun.next >= 0;
    }
  }
}
