package dev.godwit.local.trace;

import dev.godwit.extractor.outbound.IdentityRecords;
import dev.godwit.records.Entity;
import dev.godwit.records.Topics;
import dev.godwit.row.v1.Identity;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Finds the merge group that a row became part of in a run, in the range of {@code
 * crm.identities.v1} that the run's plan names. The topic is compacted: a later run that merges the
 * row again replaces the record. Not thread-safe.
 */
final class MergeLookup {
  private final TopicReader topics;
  private final TracedRun run;

  MergeLookup(TopicReader topics, TracedRun run) {
    this.topics = topics;
    this.run = run;
  }

  /** The place of an identity and its value. */
  record Merge(FoundRecord place, Identity identity) {}

  /** The merge of a row; empty where it stands for itself. */
  Optional<Merge> of(Entity entity, String id) {
    byte[] key = IdentityRecords.key(run.customer(), entity, id);
    int partition = topics.partitionOf(Topics.IDENTITIES, key);
    Merge[] found = new Merge[1];
    run.identities(partition)
        .ifPresent(
            range ->
                topics.readWhole(
                    Topics.IDENTITIES,
                    partition,
                    range[0],
                    range[1],
                    record -> {
                      if (Arrays.equals(record.key(), key)) {
                        found[0] = merge(record).orElse(found[0]);
                      }
                      return false;
                    }));
    return Optional.ofNullable(found[0]);
  }

  private Optional<Merge> merge(ConsumerRecord<byte[], byte[]> record) {
    return topics
        .decode(record)
        .filter(Identity.class::isInstance)
        .map(Identity.class::cast)
        .filter(identity -> identity.getRunId().equals(run.runId()))
        .map(
            identity ->
                new Merge(
                    new FoundRecord(
                        record.topic(),
                        record.partition(),
                        record.offset(),
                        Instant.ofEpochMilli(record.timestamp()),
                        identity),
                    identity));
  }
}
