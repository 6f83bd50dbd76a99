package dev.godwit.records;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificData;

/**
 * One topic of the catalogue. Immutable and thread-safe.
 *
 * @param name {@code <domain>.<what>.v<major>}
 * @param holds meaning of its records, in words
 * @param key meaning of its key, in words
 * @param partitions at least 1
 * @param retention how long a record is kept; empty for ever
 * @param compacted whether only the last record of a key is kept
 * @param brokerTime whether the time of a record is that of the broker and not of its sender, so
 *     that one clock gives the time of all, and decides how long each is kept
 * @param personal whether its records hold personal data of customers that are deleted once nobody
 *     needs them
 * @param compatibility rule by which the registry accepts new versions of its schemas, such as
 *     {@code FULL_TRANSITIVE}
 * @param namespace Avro namespace of its types
 * @param types simple names of the record types that it carries, at least one
 * @param writers principals that may write it, at least one
 * @param readers principals that may read it, at least one
 */
public record Topic(
    String name,
    String holds,
    String key,
    int partitions,
    Optional<Duration> retention,
    boolean compacted,
    boolean brokerTime,
    boolean personal,
    String compatibility,
    String namespace,
    List<String> types,
    Set<Principal> writers,
    Set<Principal> readers) {

  /** Largest batch of records that a topic takes, in bytes; also where the broker takes less. */
  public static final int MAX_MESSAGE_BYTES = 8 * 1024 * 1024;

  /** A process reads a compacted topic from its first record at start, so it is kept short. */
  private static final Map<String, String> COMPACTION =
      Map.of(
          "segment.bytes", String.valueOf(16 * 1024 * 1024),
          "segment.ms", String.valueOf(Duration.ofMinutes(10).toMillis()),
          "max.compaction.lag.ms", String.valueOf(Duration.ofMinutes(30).toMillis()),
          "min.cleanable.dirty.ratio", "0.1");

  /** So many segments hold a retention, so that it ends late by a fourteenth at most. */
  private static final int SEGMENTS_OF_A_RETENTION = 14;

  private static final Duration LONGEST_SEGMENT = Duration.ofDays(7);

  public Topic {
    types = List.copyOf(types);
    writers = Set.copyOf(writers);
    readers = Set.copyOf(readers);
  }

  /** A topic of another name with the same settings. */
  Topic named(String other) {
    return new Topic(
        other,
        holds,
        key,
        partitions,
        retention,
        compacted,
        brokerTime,
        personal,
        compatibility,
        namespace,
        types,
        writers,
        readers);
  }

  /** Full names of the types that it carries, in the catalogue's order. */
  public List<String> typeNames() {
    return types.stream().map(type -> namespace + "." + type).toList();
  }

  /**
   * Schemas of the types that it carries, as the generated classes hold them.
   *
   * @throws CatalogueException where the catalogue names a type that has no generated class
   */
  public List<Schema> schemas() {
    return typeNames().stream().map(this::schema).toList();
  }

  /** Settings of the topic as the broker wants them. */
  public Map<String, String> brokerSettings() {
    Map<String, String> settings = new TreeMap<>();
    settings.put("cleanup.policy", compacted ? "compact" : "delete");
    settings.put(
        "retention.ms", retention.map(kept -> String.valueOf(kept.toMillis())).orElse("-1"));
    settings.put("retention.bytes", "-1");
    if (brokerTime) {
      settings.put("message.timestamp.type", "LogAppendTime");
      // Others may write: a batch of a few bytes that unpacks to gigabytes must not be kept.
      // Without
      // compression the largest size holds for what is read, and not only for what was sent.
      settings.put("compression.type", "uncompressed");
    }
    settings.put("max.message.bytes", String.valueOf(MAX_MESSAGE_BYTES));
    if (compacted) {
      settings.putAll(COMPACTION);
    } else {
      retention.ifPresent(
          kept -> settings.put("segment.ms", String.valueOf(segment(kept).toMillis())));
    }
    return settings;
  }

  /**
   * The broker deletes whole segments, a segment once its last record is past its retention: the
   * first one is kept longer by the time that the segment takes.
   */
  private static Duration segment(Duration kept) {
    Duration share = kept.dividedBy(SEGMENTS_OF_A_RETENTION);
    return share.compareTo(LONGEST_SEGMENT) < 0 ? share : LONGEST_SEGMENT;
  }

  private Schema schema(String typeName) {
    try {
      return SpecificData.get().getSchema(Class.forName(typeName));
    } catch (ClassNotFoundException e) {
      throw new CatalogueException(
          "Topic "
              + name
              + ": expected a schema for each of its types, but found none for "
              + typeName
              + ". Add src/main/avro/"
              + typeName.replace('.', '/')
              + ".avsc, or take the type out of godwit/topics.yaml.",
          e);
    }
  }
}
