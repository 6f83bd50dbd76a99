package dev.godwit.records;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
 * @param compatibility rule by which the registry accepts new versions of its schemas, such as
 *     {@code FULL_TRANSITIVE}
 * @param namespace Avro namespace of its types
 * @param types simple names of the record types that it carries, at least one
 */
public record Topic(
    String name,
    String holds,
    String key,
    int partitions,
    Optional<Duration> retention,
    boolean compacted,
    boolean brokerTime,
    String compatibility,
    String namespace,
    List<String> types) {

  /** Largest batch of records that a topic takes, in bytes; also where the broker takes less. */
  public static final int MAX_MESSAGE_BYTES = 8 * 1024 * 1024;

  /** A process reads a compacted topic from its first record at start, so it is kept short. */
  private static final Map<String, String> COMPACTION =
      Map.of(
          "segment.bytes", String.valueOf(16 * 1024 * 1024),
          "segment.ms", String.valueOf(Duration.ofMinutes(10).toMillis()),
          "max.compaction.lag.ms", String.valueOf(Duration.ofMinutes(30).toMillis()),
          "min.cleanable.dirty.ratio", "0.1");

  public Topic {
    types = List.copyOf(types);
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
        compatibility,
        namespace,
        types);
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
    }
    return settings;
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
