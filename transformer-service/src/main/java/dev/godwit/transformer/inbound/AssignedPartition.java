package dev.godwit.transformer.inbound;

import dev.godwit.canonical.ByteDigest;
import dev.godwit.common.v1.RunKind;
import dev.godwit.records.Entity;
import dev.godwit.transformer.outbound.PartitionTally;
import dev.godwit.transformer.outbound.RunOfRecord;
import dev.godwit.worker.run.RunSpec;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/** A partition that this process reads, from its last committed offset on. Not thread-safe. */
final class AssignedPartition {
  final TopicPartition partition;
  final Entity entity;
  final PartitionTally tally;

  /** Offset after the last record processed in the open transaction; -1 for none. */
  long next = -1;

  /** Offset committed last; -1 where there is none. */
  long committed;

  /** Record that the partition waits at; null where it does not wait. */
  Outcome.Held held;

  /** Reason of the wait that was logged last; null where it did not wait since. */
  String lastWait;

  AssignedPartition(TopicPartition partition, Entity entity, OffsetAndMetadata committed) {
    this.partition = partition;
    this.entity = entity;
    this.committed = committed == null ? -1 : committed.offset();
    this.tally =
        new PartitionTally(
            entity, partition.partition(), committed == null ? null : committed.metadata());
  }

  /** Counts a record that was transformed. */
  void book(
      RunOfRecord run, ConsumerRecord<byte[], byte[]> record, Outcome.Transformed transformed) {
    if (isBooked(transformed.run())) {
      tally.transformed(
          run,
          record.offset(),
          record.timestamp(),
          transformed.rows(),
          hash(record.value()),
          hash(transformed.value()));
      tally.replaced(run.runId(), transformed.replaced());
      tally.close(run.runId(), transformed.id(), transformed.close());
      bookMachine(run, transformed.machine());
    }
  }

  /** Counts a record that was quarantined, and whose run is known. */
  void book(
      RunOfRecord run, ConsumerRecord<byte[], byte[]> record, Outcome.Quarantined quarantined) {
    if (isBooked(quarantined.run())) {
      tally.quarantined(
          run,
          record.offset(),
          record.timestamp(),
          quarantined.rows(),
          hash(record.value()),
          quarantined.why().reason());
      bookMachine(run, quarantined.machine());
    }
  }

  private void bookMachine(RunOfRecord run, boolean machine) {
    if (machine) {
      tally.machine(run.runId());
    }
  }

  /** The synthetic live events of a rehearsal are in no receipt, and so in no ledger and no lag. */
  private boolean isBooked(RunSpec run) {
    return !entity.equals(Entity.LIVE) || run.kind() == RunKind.LIVE;
  }

  private static long hash(byte[] value) {
    return value == null ? ByteDigest.hash(new byte[0]) : ByteDigest.hash(value);
  }
}
