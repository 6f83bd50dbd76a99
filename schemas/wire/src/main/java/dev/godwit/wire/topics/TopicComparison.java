package dev.godwit.wire.topics;

import dev.godwit.records.Topic;
import dev.godwit.records.TopicCatalogue;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.config.ConfigResource;

/**
 * Compares topics with the catalogue: partitions, retention, cleanup, time stamps, sizes. Every
 * service compares at its start, and the doctor whenever it is asked.
 *
 * <p>More than the catalogue asks for is no difference where it does no harm: a longer retention,
 * and larger records. A topic that does not exist is none either: its readers and writers wait for
 * it. Stateless.
 */
public final class TopicComparison {
  /** The name under which a difference is about the number of partitions. */
  public static final String PARTITIONS = "partitions";

  private static final String RETENTION = "retention.ms";
  private static final String MAX_BYTES = "max.message.bytes";
  private static final String FOR_EVER = "-1";

  /** Settings by which records are lost, refused, or dated by a clock that nobody knows. */
  private static final Set<String> REFUSED =
      Set.of(
          PARTITIONS,
          RETENTION,
          "retention.bytes",
          "cleanup.policy",
          "message.timestamp.type",
          MAX_BYTES);

  private TopicComparison() {}

  /**
   * Differences of those topics that exist: the catalogue's, and those of every entity that a pack
   * declares or once declared.
   *
   * @throws ExecutionException where the broker does not answer, or refuses to
   */
  public static List<TopicDifference> of(Admin admin, TopicCatalogue catalogue)
      throws ExecutionException, InterruptedException {
    return ofPresent(admin, catalogue.among(admin.listTopics().names().get()));
  }

  /**
   * Differences of those topics that exist, in their order.
   *
   * @throws ExecutionException where the broker does not answer, or refuses to
   */
  public static List<TopicDifference> of(Admin admin, Collection<Topic> topics)
      throws ExecutionException, InterruptedException {
    Set<String> existing = admin.listTopics().names().get();
    return ofPresent(admin, topics.stream().filter(t -> existing.contains(t.name())).toList());
  }

  private static List<TopicDifference> ofPresent(Admin admin, List<Topic> present)
      throws ExecutionException, InterruptedException {
    Map<String, TopicDescription> described =
        admin.describeTopics(present.stream().map(Topic::name).toList()).allTopicNames().get();
    Map<String, Config> configs = configs(admin, present);
    List<TopicDifference> differences = new ArrayList<>();
    for (Topic topic : present) {
      differences.addAll(
          of(topic, described.get(topic.name()).partitions().size(), configs.get(topic.name())));
    }
    return differences;
  }

  /** Settings of topics that exist, by name. */
  private static Map<String, Config> configs(Admin admin, Collection<Topic> topics)
      throws ExecutionException, InterruptedException {
    List<ConfigResource> resources =
        topics.stream()
            .map(topic -> new ConfigResource(ConfigResource.Type.TOPIC, topic.name()))
            .toList();
    return admin.describeConfigs(resources).all().get().entrySet().stream()
        .collect(Collectors.toMap(entry -> entry.getKey().name(), Map.Entry::getValue));
  }

  /**
   * Differences of one topic.
   *
   * @param partitions number of its partitions at the broker
   * @param config its settings at the broker
   */
  static List<TopicDifference> of(Topic topic, int partitions, Config config) {
    List<TopicDifference> differences = new ArrayList<>();
    if (partitions != topic.partitions()) {
      differences.add(
          difference(topic, PARTITIONS, String.valueOf(topic.partitions()), "" + partitions));
    }
    topic
        .brokerSettings()
        .forEach(
            (setting, expected) -> {
              String found = config.get(setting) == null ? null : config.get(setting).value();
              if (!isEnough(setting, expected, found)) {
                differences.add(difference(topic, setting, expected, found));
              }
            });
    return differences;
  }

  private static TopicDifference difference(
      Topic topic, String setting, String expected, String found) {
    return new TopicDifference(topic.name(), setting, expected, found, REFUSED.contains(setting));
  }

  private static boolean isEnough(String setting, String expected, String found) {
    if (found == null || found.equals(expected)) {
      return found != null;
    }
    return switch (setting) {
      case RETENTION ->
          found.equals(FOR_EVER) || (!expected.equals(FOR_EVER) && isMore(found, expected));
      case MAX_BYTES -> isMore(found, expected);
      default -> false;
    };
  }

  private static boolean isMore(String found, String expected) {
    try {
      return Long.parseLong(found) > Long.parseLong(expected);
    } catch (NumberFormatException e) {
      return false;
    }
  }
}
