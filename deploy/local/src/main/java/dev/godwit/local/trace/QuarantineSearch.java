package dev.godwit.local.trace;

import dev.godwit.records.Entities;
import dev.godwit.records.Entity;
import dev.godwit.records.QuarantineLimits;
import dev.godwit.records.Topics;
import dev.godwit.row.v1.QuarantinedRecord;
import dev.godwit.row.v1.ReleasedRecord;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Finds quarantined records of a run, and the replays that released them, in {@code
 * crm.quarantine.v1}. A stage quarantines a record in the partition number that it read it from,
 * the extractor in that of the customer. Not thread-safe.
 */
final class QuarantineSearch {
  private final TopicReader topics;
  private final TracedRun run;
  private final List<TopicRange> ranges = new ArrayList<>();

  QuarantineSearch(TopicReader topics, TracedRun run) {
    this.topics = topics;
    this.run = run;
  }

  /**
   * A quarantined record.
   *
   * @param at its time
   * @param partition its partition in {@code crm.quarantine.v1}
   * @param offset its offset there
   * @param record the record
   * @param released the release that answers it; null while it is in quarantine
   * @param releasedAt time of the release; null while it is in quarantine
   */
  record Quarantined(
      Instant at,
      int partition,
      long offset,
      QuarantinedRecord record,
      ReleasedRecord released,
      Instant releasedAt) {}

  private record Place(String stage, String topic, int partition, long offset) {}

  /** The quarantine of a row: by its id, whatever stage holds it. */
  List<Quarantined> ofRow(Entity entity, String id, Collection<Integer> partitions, Instant since) {
    String kept = QuarantineLimits.text(id);
    TreeSet<Integer> all = new TreeSet<>(partitions);
    all.add(ofExtractor());
    return search(
        all, since, one -> Entities.of(one).equals(entity) && one.getLegacyId().equals(kept));
  }

  /** The quarantine of live events, of every id. */
  List<Quarantined> ofLive(Collection<Integer> partitions, Instant since) {
    return search(partitions, since, one -> Entities.of(one).equals(Entity.LIVE));
  }

  private int ofExtractor() {
    byte[] key = (run.customer() + "/").getBytes(StandardCharsets.UTF_8);
    return topics.partitionOf(Topics.QUARANTINE, key);
  }

  private List<Quarantined> search(
      Collection<Integer> partitions, Instant since, Predicate<QuarantinedRecord> wanted) {
    Map<Place, Quarantined> found = new LinkedHashMap<>();
    byte[] prefix = (run.customer() + "/").getBytes(StandardCharsets.UTF_8);
    int there = topics.partitions(Topics.QUARANTINE);
    for (int partition : partitions) {
      if (partition < there) {
        ranges.add(
            topics.read(
                Topics.QUARANTINE,
                partition,
                topics.offsetAt(Topics.QUARANTINE, partition, since.minus(RecordSearch.MARGIN)),
                Long.MAX_VALUE,
                record -> {
                  if (mayBeOf(record.key(), prefix)) {
                    take(record, wanted, found);
                  }
                  return false;
                }));
      }
    }
    return List.copyOf(found.values());
  }

  /** An event that came without a key, or with one of another form, may be the customer's. */
  private static boolean mayBeOf(byte[] key, byte[] prefix) {
    return key == null
        || indexOfSlash(key) < 0
        || (key.length >= prefix.length
            && Arrays.equals(key, 0, prefix.length, prefix, 0, prefix.length));
  }

  private static int indexOfSlash(byte[] key) {
    for (int i = 0; i < key.length; i++) {
      if (key[i] == '/') {
        return i;
      }
    }
    return -1;
  }

  private void take(
      ConsumerRecord<byte[], byte[]> record,
      Predicate<QuarantinedRecord> wanted,
      Map<Place, Quarantined> found) {
    Instant at = Instant.ofEpochMilli(record.timestamp());
    switch (topics.decode(record).orElse(null)) {
      case QuarantinedRecord one when one.getRunId().equals(run.runId()) && wanted.test(one) ->
          found.merge(
              new Place(one.getStage().name(), one.getTopic(), one.getPartition(), one.getOffset()),
              new Quarantined(at, record.partition(), record.offset(), one, null, null),
              (before, now) -> now.record().getReplay() > 0 ? now : before);
      case ReleasedRecord one when one.getRunId().equals(run.runId()) ->
          found.computeIfPresent(
              new Place(one.getStage().name(), one.getTopic(), one.getPartition(), one.getOffset()),
              (place, q) ->
                  new Quarantined(q.at(), q.partition(), q.offset(), q.record(), one, at));
      case null, default -> {
        // Another record, or one that cannot be read.
      }
    }
  }

  /** Records that were read. */
  long read() {
    return ranges.stream().mapToLong(TopicRange::read).sum();
  }

  /** The first range that was ended at the limit. */
  Optional<TopicRange> limited() {
    return ranges.stream().filter(TopicRange::limited).findFirst();
  }
}
