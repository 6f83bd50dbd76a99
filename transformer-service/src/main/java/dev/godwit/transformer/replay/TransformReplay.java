package dev.godwit.transformer.replay;

import dev.godwit.canonical.ByteDigest;
import dev.godwit.common.v1.Stage;
import dev.godwit.records.Counted;
import dev.godwit.records.Entities;
import dev.godwit.records.Entity;
import dev.godwit.records.Topics;
import dev.godwit.row.v1.QuarantinedRecord;
import dev.godwit.row.v1.ReleasedRecord;
import dev.godwit.transformer.inbound.Outcome;
import dev.godwit.transformer.inbound.ReplayOutcomes;
import dev.godwit.transformer.outbound.OutboundTransaction;
import dev.godwit.transformer.quarantine.QuarantineForm;
import dev.godwit.wire.crash.CrashPoint;
import dev.godwit.worker.failure.StageFailedException;
import dev.godwit.worker.run.RunSpec;
import dev.godwit.worker.run.RunStoppedException;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Transforms records again that the transformer has in quarantine, entity by entity and partition
 * by partition, upwards. The releases of a batch are one Kafka transaction: the transformed
 * records, their releases and a receipt. A record that cannot be transformed now either stays, with
 * the reason of now.
 *
 * <p>All state is in {@code crm.quarantine.v1}: {@link #begin} first ends the transaction of a
 * process before, by the transactional id of the run, and then reads what is released. So nothing
 * is released twice, whichever process is killed when. Memory holds a window of the records that
 * wait. For one thread; errors of Kafka are thrown, and the replay is begun again.
 */
final class TransformReplay {
  /** Says when the next batch may be taken. */
  @FunctionalInterface
  interface Turns {
    /**
     * Waits for the turn.
     *
     * @return records of the batch at most, at least 1
     * @throws RunStoppedException where the replay is over
     * @throws ReplayCancelledException where a person cancelled it
     */
    int next() throws InterruptedException, RunStoppedException, ReplayCancelledException;
  }

  /**
   * Which replay, of what.
   *
   * @param run the run
   * @param number number of the replay in its run
   * @param selection records that it reads
   * @param window records that are held at once, at least 1
   */
  record Request(RunSpec run, int number, QuarantineSelection selection, int window) {}

  private final Request request;
  private final ReplayTopics topics;
  private final Function<ConsumerRecord<byte[], byte[]>, SpecificRecord> quarantineDecoder;
  private final OutboundTransaction transaction;
  private final ReplayCounts counts;
  private final String instance;
  private final InstantSource clock;
  private final Map<Integer, Long> ends = new HashMap<>();

  /**
   * A replay that has not begun.
   *
   * @param quarantineDecoder record of a value of the quarantine; null where it cannot be read
   */
  TransformReplay(
      Request request,
      ReplayTopics topics,
      Function<ConsumerRecord<byte[], byte[]>, SpecificRecord> quarantineDecoder,
      OutboundTransaction transaction,
      ReplayCounts counts,
      String instance,
      InstantSource clock) {
    this.request = request;
    this.topics = topics;
    this.quarantineDecoder = quarantineDecoder;
    this.transaction = transaction;
    this.counts = counts;
    this.instance = instance;
    this.clock = clock;
  }

  /** Takes the replay over from a process before, and counts what waits and what it released. */
  void begin() {
    transaction.init();
    for (int partition = 0; partition < topics.partitions(Topics.QUARANTINE); partition++) {
      ends.put(partition, topics.end(Topics.QUARANTINE, partition));
      readQuarantine(partition, this::count);
    }
  }

  private void count(ConsumerRecord<byte[], byte[]> record) {
    switch (quarantineDecoder.apply(record)) {
      case QuarantinedRecord left when left.getReplay() == 0 && request.selection().takes(left) ->
          counts.expect(1);
      case ReleasedRecord released when request.selection().takes(released) -> {
        if (released.getReplay() == request.number()) {
          counts.before(Entities.of(released), 1, 0);
        } else {
          counts.expect(-1);
        }
      }
      case null, default -> {
        // Not selected, or not readable.
      }
    }
  }

  private void readQuarantine(int partition, Consumer<ConsumerRecord<byte[], byte[]>> visitor) {
    topics.read(Topics.QUARANTINE, partition, 0, ends.get(partition), visitor);
  }

  /**
   * Reads and transforms all that is selected.
   *
   * @throws StageFailedException fatal: records are no longer in their topic
   * @throws RunStoppedException where the run is being undone, or the replay is over
   */
  void run(ReplayOutcomes outcomes, Turns turns)
      throws StageFailedException,
          RunStoppedException,
          ReplayCancelledException,
          InterruptedException {
    try {
      for (Entity entity : outcomes.entities()) {
        for (int partition : ends.keySet()) {
          if (request.selection().takes(entity) && request.selection().takesPartition(partition)) {
            new Part(entity, partition, outcomes, turns).run();
          }
        }
      }
    } finally {
      transaction.abort();
    }
  }

  /** One partition of an entity's extracted topic. */
  private final class Part {
    private final Entity entity;
    private final int partition;
    private final String topic;
    private final ReplayOutcomes outcomes;
    private final Turns turns;

    Part(Entity entity, int partition, ReplayOutcomes outcomes, Turns turns) {
      this.entity = entity;
      this.partition = partition;
      this.topic = Topics.extracted(entity);
      this.outcomes = outcomes;
      this.turns = turns;
    }

    void run()
        throws StageFailedException,
            RunStoppedException,
            ReplayCancelledException,
            InterruptedException {
      long floor = 0;
      while (floor != Long.MAX_VALUE) {
        WaitingRecords waiting =
            new WaitingRecords(
                request.selection(), entity, partition, request.number(), floor, request.window());
        readQuarantine(partition, record -> waiting.apply(quarantineDecoder.apply(record)));
        counts.before(entity, 0, waiting.refused());
        SortedMap<Long, WaitingRecord> rest = waiting.toTry();
        requireKept(rest);
        while (!rest.isEmpty()) {
          SortedMap<Long, WaitingRecord> batch = first(rest, turns.next());
          transform(batch);
          rest = rest.tailMap(batch.lastKey() + 1);
        }
        floor = waiting.ceiling();
      }
    }

    private static SortedMap<Long, WaitingRecord> first(
        SortedMap<Long, WaitingRecord> rest, int size) {
      SortedMap<Long, WaitingRecord> batch = new TreeMap<>();
      for (Map.Entry<Long, WaitingRecord> entry : rest.entrySet()) {
        if (batch.size() == size) {
          break;
        }
        batch.put(entry.getKey(), entry.getValue());
      }
      return batch;
    }

    private void requireKept(SortedMap<Long, WaitingRecord> waiting) throws StageFailedException {
      if (waiting.isEmpty()) {
        return;
      }
      long kept = topics.begin(topic, partition);
      if (waiting.firstKey() < kept) {
        throw lost(waiting.headMap(kept), "found them from offset " + kept + " only");
      }
      long end = topics.end(topic, partition);
      if (waiting.lastKey() >= end) {
        throw lost(waiting.tailMap(end), "found the topic's end at offset " + end);
      }
    }

    private StageFailedException lost(SortedMap<Long, WaitingRecord> gone, String found) {
      return new StageFailedException(
          topic,
          "Expected the quarantined records of %s-%d from offset %d, %s: gone are %s."
              .formatted(
                  topic, partition, gone.firstKey(), found, Counted.of(gone.size(), "record")),
          "Replay from a later offset (--from-offset), and waive the records that are gone; crm.quarantine.v1 still has them.",
          null,
          gone.size(),
          gone.get(gone.firstKey()).legacyId());
    }

    private void transform(SortedMap<Long, WaitingRecord> batch)
        throws StageFailedException, RunStoppedException {
      ReplayGain gain = new ReplayGain(request.run(), entity, partition, request.number());
      SortedMap<Long, WaitingRecord> unread = new TreeMap<>(batch);
      long[] selected = new long[1];
      boolean[] stopped = new boolean[1];
      outcomes.beginBatch();
      transaction.begin();
      topics.readAt(
          topic,
          partition,
          new TreeMap<>(batch).navigableKeySet(),
          record -> {
            WaitingRecord was = unread.remove(record.offset());
            if (was != null && request.selection().takesTime(record.timestamp())) {
              selected[0]++;
              switch (outcomes.of(entity, record)) {
                case Outcome.Transformed transformed -> release(record, was, transformed, gain);
                case Outcome.Skipped skipped -> stopped[0] = true;
                case Outcome.Quarantined again -> keep(record, was, again, gain);
                default -> {
                  // It stays in quarantine as it is.
                }
              }
            }
          });
      if (stopped[0]) {
        throw new RunStoppedException(request.run().runId());
      }
      if (!unread.isEmpty()) {
        throw lost(unread, "found none there");
      }
      commit(gain);
      counts.add(entity, selected[0], gain.records());
    }

    /** A fix can show what else a record violates: then that is why it is in quarantine. */
    private void keep(
        ConsumerRecord<byte[], byte[]> record,
        WaitingRecord was,
        Outcome.Quarantined again,
        ReplayGain gain) {
      String reason = again.why().reason().name();
      if (was.isFor(reason, again.why().field())) {
        return;
      }
      QuarantinedRecord now =
          QuarantineForm.of(
              record, entity, request.run().runId(), was.legacyId(), was.rows(), again.why());
      now.setReplay(request.number());
      transaction.quarantine(partition, record.key(), now);
      gain.keptFor(reason, record.offset(), record.timestamp(), was);
    }

    private void commit(ReplayGain gain) {
      if (gain.isEmpty()) {
        transaction.abort();
      } else {
        CrashPoint.TRANSFORMER_REPLAY_BATCH_BEFORE_RECEIPT.reach();
        transaction.receipt(gain.receipt(instance, clock.instant()));
        CrashPoint.TRANSFORMER_REPLAY_BATCH_BEFORE_COMMIT.reach();
        transaction.commit();
        CrashPoint.TRANSFORMER_REPLAY_BATCH_AFTER_COMMIT.reach();
      }
    }

    private void release(
        ConsumerRecord<byte[], byte[]> record,
        WaitingRecord was,
        Outcome.Transformed transformed,
        ReplayGain gain) {
      transaction.forwardReleased(
          entity, partition, record.key(), transformed.value(), request.number());
      transaction.release(
          partition,
          record.key(),
          ReleasedRecord.newBuilder()
              .setRunId(request.run().runId())
              .setEntity(entity.symbol())
              .setEntityName(entity.declaredName())
              .setStage(Stage.TRANSFORM)
              .setLegacyId(was.legacyId())
              .setReason(was.reason())
              .setTopic(topic)
              .setPartition(partition)
              .setOffset(record.offset())
              .setReplay(request.number())
              .setSourceRows(was.rows())
              .build());
      gain.released(record.offset(), record.timestamp(), was, ByteDigest.hash(transformed.value()));
      gain.replaced(transformed.replaced());
      gain.close(was.legacyId(), transformed.close());
    }
  }
}
