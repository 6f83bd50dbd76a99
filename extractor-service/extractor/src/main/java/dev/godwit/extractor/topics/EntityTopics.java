package dev.godwit.extractor.topics;

import dev.godwit.pack.SourcePack;
import dev.godwit.records.Entity;
import dev.godwit.records.Topic;
import dev.godwit.records.TopicCatalogue;
import dev.godwit.records.Topics;
import dev.godwit.wire.KafkaSettings;
import dev.godwit.wire.topics.TopicComparison;
import dev.godwit.wire.topics.TopicDifference;
import dev.godwit.worker.failure.StageFailedException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jboss.logging.Logger;

/**
 * The topics of the entities that packs declare. They are made when a run that moves the entity is
 * planned, before an event names the entity, so that every service finds them. Thread-safe.
 */
@ApplicationScoped
public class EntityTopics {
  private static final Logger LOG = Logger.getLogger(EntityTopics.class);
  private static final Duration TIMEOUT = Duration.ofSeconds(20);
  private static final int PAUSE_MS = 50;

  private final KafkaSettings kafka;
  private final Duration timeout;
  private final TopicCatalogue catalogue = TopicCatalogue.load();
  private final Set<Entity> there = ConcurrentHashMap.newKeySet();

  @Inject
  EntityTopics(KafkaSettings kafka) {
    this(kafka, TIMEOUT);
  }

  /**
   * @param timeout how long the broker may take for one request
   */
  EntityTopics(KafkaSettings kafka, Duration timeout) {
    this.kafka = kafka;
    this.timeout = timeout;
  }

  /**
   * Makes those topics of a pack's entities that are missing.
   *
   * @throws StageFailedException where the broker refuses to make them, or one is there by which
   *     records can be lost, refused or reordered; fatal
   * @throws KafkaException where the broker does not answer; retriable
   */
  public void require(SourcePack pack) throws StageFailedException, InterruptedException {
    Set<Entity> missing = new HashSet<>(pack.entities().keySet());
    missing.removeIf(entity -> !entity.isDeclared() || there.contains(entity));
    if (missing.isEmpty()) {
      return;
    }
    List<Topic> topics = new ArrayList<>();
    missing.forEach(entity -> topics.addAll(catalogue.ofDeclared(entity)));
    try (Admin admin = Admin.create(settings())) {
      for (Topic topic : topics) {
        make(admin, topic);
      }
      for (Topic topic : topics) {
        requirePartitions(topic, described(admin, topic).partitions().size());
      }
      requireSettings(differences(admin, topics), kafka.bootstrapServers());
    }
    there.addAll(missing);
  }

  private static void make(Admin admin, Topic topic)
      throws StageFailedException, InterruptedException {
    NewTopic made =
        new NewTopic(topic.name(), Optional.of(topic.partitions()), Optional.<Short>empty())
            .configs(topic.brokerSettings());
    try {
      admin.createTopics(List.of(made)).all().get();
    } catch (ExecutionException e) {
      if (!(e.getCause() instanceof TopicExistsException)) {
        throw refused("make", topic, e);
      }
    }
  }

  /**
   * The failure that an answer of the broker means.
   *
   * @throws KafkaException where it may answer otherwise later
   */
  static StageFailedException refused(String act, Topic topic, ExecutionException e) {
    if (e.getCause() instanceof RetriableException later) {
      throw later;
    }
    return new StageFailedException(
        Topics.declared(topic.name()).map(Entity::name).orElse(topic.name()),
        "Expected the broker to %s the topic %s, found: %s"
            .formatted(act, topic.name(), e.getCause().getMessage()),
        "Make it with %d partitions and the settings %s, and let the extractor describe it; then resume."
            .formatted(topic.partitions(), text(topic)),
        e.getCause());
  }

  /** A broker that did not make the topic itself knows it a moment later. */
  private TopicDescription described(Admin admin, Topic topic)
      throws StageFailedException, InterruptedException {
    long end = System.nanoTime() + timeout.toNanos();
    while (true) {
      try {
        return admin.describeTopics(List.of(topic.name())).allTopicNames().get().get(topic.name());
      } catch (ExecutionException e) {
        boolean isNew = e.getCause() instanceof UnknownTopicOrPartitionException;
        if (!isNew || System.nanoTime() > end) {
          throw refused("describe", topic, e);
        }
        TimeUnit.MILLISECONDS.sleep(PAUSE_MS);
      }
    }
  }

  private static void requirePartitions(Topic topic, int found) throws StageFailedException {
    if (found != topic.partitions()) {
      throw new StageFailedException(
          Topics.declared(topic.name()).map(Entity::name).orElse(topic.name()),
          "Expected the topic %s to have %d partitions, as all data topics have, found %d."
              .formatted(topic.name(), topic.partitions(), found),
          "Delete it, if no run needs it, and resume: it is made anew.");
    }
  }

  /** A service that may describe no settings goes on without them, as at its start. */
  private static List<TopicDifference> differences(Admin admin, List<Topic> topics)
      throws StageFailedException, InterruptedException {
    try {
      return TopicComparison.of(admin, topics);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof AuthorizationException) {
        LOG.warnf(
            "The settings of %s are not compared with the catalogue, since this service may not describe them: %s. Run godwit doctor, or allow DescribeConfigs.",
            topics.stream().map(Topic::name).toList(), e.getCause().getMessage());
        return List.of();
      }
      throw refused("describe", topics.getFirst(), e);
    }
  }

  /**
   * Refuses topics by which records can be lost or refused.
   *
   * @throws StageFailedException with every difference, and the commands that correct them
   */
  static void requireSettings(List<TopicDifference> differences, String bootstrapServers)
      throws StageFailedException {
    List<TopicDifference> refused =
        differences.stream().filter(TopicDifference::isRefused).toList();
    if (!refused.isEmpty()) {
      String topic = refused.getFirst().topic();
      throw new StageFailedException(
          Topics.declared(topic).map(Entity::name).orElse(topic),
          refused.stream().map(TopicDifference::text).collect(Collectors.joining(" ")),
          "Correct them all with \"godwit doctor --correct-topics\", or one by one, then resume: "
              + refused.stream()
                  .map(one -> one.correction(bootstrapServers))
                  .collect(Collectors.joining("; ")));
    }
  }

  private static String text(Topic topic) {
    return topic.brokerSettings().entrySet().stream()
        .map(setting -> setting.getKey() + "=" + setting.getValue())
        .collect(Collectors.joining(","));
  }

  private Map<String, Object> settings() {
    return kafka.admin(timeout, timeout);
  }
}
