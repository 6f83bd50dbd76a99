package dev.godwit.local.doctor;

import dev.godwit.api.Runbook;
import dev.godwit.records.Topic;
import dev.godwit.records.TopicCatalogue;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.TopicPartitionInfo;
import org.apache.kafka.common.config.ConfigResource;

/** Whether every topic of the catalogue exists with the catalogue's partitions and settings. */
final class TopicsCheck implements Check {
  private static final String CORRECT = "godwit doctor --correct-topics";

  @Override
  public String name() {
    return "topics";
  }

  @Override
  public List<Diagnosis> examine(Installation installation) throws Exception {
    Admin admin = installation.admin();
    Collection<Topic> topics = TopicCatalogue.load().topics();
    Set<String> existing = admin.listTopics().names().get();
    List<Diagnosis> all = new ArrayList<>();
    List<Topic> present = topics.stream().filter(t -> existing.contains(t.name())).toList();
    topics.stream()
        .filter(topic -> !existing.contains(topic.name()))
        .map(this::missing)
        .forEach(all::add);
    Map<String, TopicDescription> described =
        admin.describeTopics(present.stream().map(Topic::name).toList()).allTopicNames().get();
    Map<String, Config> configs = configs(admin, present);
    for (Topic topic : present) {
      compare(topic, described.get(topic.name()), configs.get(topic.name()), all);
    }
    if (all.isEmpty()) {
      all.add(
          Diagnosis.fine(
              this, "catalogue", topics.size() + " topics have the catalogue's settings."));
    }
    return all;
  }

  /** Settings of the catalogue that a topic does not have, by name. */
  static Map<String, String> differing(Topic topic, Config found) {
    Map<String, String> differing = new TreeMap<>(topic.brokerSettings());
    differing
        .entrySet()
        .removeIf(wanted -> wanted.getValue().equals(value(found, wanted.getKey())));
    return differing;
  }

  static Map<String, Config> configs(Admin admin, Collection<Topic> topics)
      throws ExecutionException, InterruptedException {
    List<ConfigResource> resources =
        topics.stream()
            .map(topic -> new ConfigResource(ConfigResource.Type.TOPIC, topic.name()))
            .toList();
    return admin.describeConfigs(resources).all().get().entrySet().stream()
        .collect(Collectors.toMap(entry -> entry.getKey().name(), Map.Entry::getValue));
  }

  private Diagnosis missing(Topic topic) {
    return Diagnosis.bad(this, Severity.ERROR, topic.name(), "The topic does not exist.")
        .because("Services that read or write it wait for it.", CORRECT, Runbook.TOPIC_SETTINGS);
  }

  private void compare(
      Topic topic, TopicDescription described, Config config, List<Diagnosis> all) {
    int partitions = described.partitions().size();
    if (partitions != topic.partitions()) {
      all.add(
          Diagnosis.bad(
                  this,
                  Severity.ERROR,
                  topic.name(),
                  "Expected %d partitions, found %d.".formatted(topic.partitions(), partitions))
              .because(
                  "A stage writes a record to the partition number that it read it from; topics of other numbers break cuts and order.",
                  "Stop all services, make the topic anew with %d partitions, then rebuild or replay what it held."
                      .formatted(topic.partitions()),
                  Runbook.TOPIC_SETTINGS));
    }
    List<Integer> leaderless =
        described.partitions().stream()
            .filter(info -> info.leader() == null || info.leader().isEmpty())
            .map(TopicPartitionInfo::partition)
            .toList();
    if (!leaderless.isEmpty()) {
      all.add(
          Diagnosis.bad(
                  this,
                  Severity.ERROR,
                  topic.name(),
                  "Partitions %s have no leader.".formatted(leaderless))
              .because(
                  "Nothing can be read from them or written to them.",
                  "Start the broker that held them: godwit up --only broker",
                  Runbook.BROKER_OR_REGISTRY_DOWN));
    }
    differing(topic, config)
        .forEach(
            (setting, wanted) ->
                all.add(
                    Diagnosis.bad(
                            this,
                            Severity.ERROR,
                            topic.name(),
                            "Expected %s=%s, found %s."
                                .formatted(setting, wanted, value(config, setting)))
                        .because(
                            "A run can lose records, or be refused, by a topic with other settings.",
                            CORRECT,
                            Runbook.TOPIC_SETTINGS)));
  }

  private static String value(Config config, String setting) {
    return config.get(setting) == null ? null : config.get(setting).value();
  }
}
