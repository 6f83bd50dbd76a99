package dev.godwit.records;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.avro.Schema;

/**
 * Every topic that Godwit uses, as {@code godwit/topics.yaml} lists them. Immutable and
 * thread-safe.
 */
public final class TopicCatalogue {
  private static final String RESOURCE = "/godwit/topics.yaml";

  private final int dataPartitions;
  private final Map<String, Topic> topics;

  TopicCatalogue(int dataPartitions, Map<String, Topic> topics) {
    this.dataPartitions = dataPartitions;
    this.topics = new LinkedHashMap<>(topics);
  }

  /**
   * The catalogue that this build carries.
   *
   * @throws CatalogueException where it cannot be read; the message names the topic and setting
   */
  public static TopicCatalogue load() {
    try (InputStream yaml = TopicCatalogue.class.getResourceAsStream(RESOURCE)) {
      if (yaml == null) {
        throw new CatalogueException(
            "Expected "
                + RESOURCE
                + " on the class path, but found none. Rebuild schemas/records.");
      }
      return CatalogueReader.read(yaml);
    } catch (IOException e) {
      throw new UncheckedIOException("Reading " + RESOURCE, e);
    }
  }

  /** All topics in the catalogue's order. */
  public Collection<Topic> topics() {
    return Collections.unmodifiableCollection(topics.values());
  }

  /**
   * The topic of that name.
   *
   * @throws CatalogueException where the catalogue has none
   */
  public Topic topic(String name) {
    Topic topic = topics.get(name);
    if (topic == null) {
      throw new CatalogueException(
          "Expected one of " + topics.keySet() + ", but found the topic name " + name + ".");
    }
    return topic;
  }

  /**
   * The two topics of an entity that a pack declares: of its extracted and of its transformed
   * records. They have the settings of those of emails.
   */
  public List<Topic> ofDeclared(Entity entity) {
    return List.of(
        topic(Topics.extracted(Entity.EMAILS)).named(Topics.extracted(entity)),
        topic(Topics.transformed(Entity.EMAILS)).named(Topics.transformed(entity)));
  }

  /**
   * Those topics that are Godwit's: the catalogue's in its order, then those of entities that packs
   * declare, by name.
   *
   * @param names names of topics, such as those that exist
   */
  public List<Topic> among(Set<String> names) {
    List<Topic> among = new ArrayList<>();
    topics.values().stream().filter(topic -> names.contains(topic.name())).forEach(among::add);
    for (String name : new TreeSet<>(names)) {
      Topics.declared(name).stream()
          .flatMap(entity -> ofDeclared(entity).stream())
          .filter(topic -> topic.name().equals(name))
          .forEach(among::add);
    }
    return among;
  }

  /** SHA-256 in hexadecimal over the content of a registry: subjects, schemas, compatibility. */
  public String fingerprint() {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (Topic topic : topics.values()) {
        for (Schema schema : topic.schemas()) {
          String registered =
              String.join("\n", topic.name(), topic.compatibility(), schema.toString(), "");
          digest.update(registered.getBytes(StandardCharsets.UTF_8));
        }
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every JDK has SHA-256", e);
    }
  }

  /** Number of partitions that all data topics share. */
  public int dataPartitions() {
    return dataPartitions;
  }
}
