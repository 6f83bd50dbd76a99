package dev.godwit.extractor.topics;

import dev.godwit.pack.SourcePack;
import dev.godwit.records.Entity;
import dev.godwit.records.Topic;
import dev.godwit.records.TopicCatalogue;
import dev.godwit.records.Topics;
import dev.godwit.wire.KafkaSettings;
import dev.godwit.worker.failure.StageFailedException;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.TopicExistsException;

/**
 * The topics of the entities that packs declare. They are made when a run that moves the entity is
 * planned, before an event names the entity, so that every service finds them. Thread-safe.
 */
@ApplicationScoped
public class EntityTopics {
  private static final int TIMEOUT_MS = 20_000;

  private final KafkaSettings kafka;
  private final TopicCatalogue catalogue = TopicCatalogue.load();
  private final Set<Entity> there = ConcurrentHashMap.newKeySet();

  EntityTopics(KafkaSettings kafka) {
    this.kafka = kafka;
  }

  /**
   * Makes those topics of a pack's entities that are missing.
   *
   * @throws StageFailedException where this service may not make them, or one is there with another
   *     number of partitions
   * @throws ExecutionException where the broker does not answer; retriable
   */
  public void require(SourcePack pack)
      throws StageFailedException, ExecutionException, InterruptedException {
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
      Map<String, TopicDescription> found =
          admin.describeTopics(topics.stream().map(Topic::name).toList()).allTopicNames().get();
      for (Topic topic : topics) {
        requirePartitions(topic, found.get(topic.name()).partitions().size());
      }
    }
    there.addAll(missing);
  }

  private static void make(Admin admin, Topic topic)
      throws StageFailedException, ExecutionException, InterruptedException {
    NewTopic made =
        new NewTopic(topic.name(), Optional.of(topic.partitions()), Optional.<Short>empty())
            .configs(topic.brokerSettings());
    try {
      admin.createTopics(List.of(made)).all().get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof AuthorizationException) {
        throw new StageFailedException(
            Topics.declared(topic.name()).map(Entity::name).orElse(topic.name()),
            "Expected to be allowed to make the topic %s, found: %s"
                .formatted(topic.name(), e.getCause().getMessage()),
            "Make it with %d partitions and the settings %s; then resume."
                .formatted(topic.partitions(), text(topic)));
      }
      if (!(e.getCause() instanceof TopicExistsException)) {
        throw e;
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

  private static String text(Topic topic) {
    return topic.brokerSettings().entrySet().stream()
        .map(setting -> setting.getKey() + "=" + setting.getValue())
        .collect(Collectors.joining(","));
  }

  private Map<String, Object> settings() {
    return Map.of(
        AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, kafka.bootstrapServers(),
        AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, TIMEOUT_MS,
        AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, TIMEOUT_MS);
  }
}
