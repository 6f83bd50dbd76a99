package dev.godwit.local.doctor;

import dev.godwit.api.Runbook;
import dev.godwit.records.Topic;
import dev.godwit.records.TopicCatalogue;
import dev.godwit.wire.topics.TopicComparison;
import dev.godwit.wire.topics.TopicDifference;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.TopicPartitionInfo;

/**
 * Whether every topic of the catalogue exists with the catalogue's partitions and settings, and
 * whether those of declared entities that exist have them too.
 */
final class TopicsCheck implements Check {
  private static final String CORRECT = "godwit doctor --correct-topics";

  @Override
  public String name() {
    return "topics";
  }

  @Override
  public List<Diagnosis> examine(Installation installation) throws Exception {
    Admin admin = installation.admin();
    TopicCatalogue catalogue = TopicCatalogue.load();
    Set<String> existing = admin.listTopics().names().get();
    List<Diagnosis> all = new ArrayList<>();
    catalogue.topics().stream()
        .filter(topic -> !existing.contains(topic.name()))
        .map(this::missing)
        .forEach(all::add);
    TopicComparison.of(admin, catalogue).stream().map(this::different).forEach(all::add);
    List<String> present = catalogue.among(existing).stream().map(Topic::name).toList();
    admin
        .describeTopics(present)
        .allTopicNames()
        .get()
        .values()
        .forEach(described -> leaderless(described, all));
    if (all.isEmpty()) {
      all.add(
          Diagnosis.fine(
              this, "catalogue", present.size() + " topics have the catalogue's settings."));
    }
    return all;
  }

  private Diagnosis missing(Topic topic) {
    return Diagnosis.bad(this, Severity.ERROR, topic.name(), "The topic does not exist.")
        .because("Services that read or write it wait for it.", CORRECT, Runbook.TOPIC_SETTINGS);
  }

  private Diagnosis different(TopicDifference difference) {
    Diagnosis.Builder found =
        Diagnosis.bad(
            this,
            difference.isRefused() ? Severity.ERROR : Severity.WARNING,
            difference.topic(),
            "Expected %s=%s, found %s."
                .formatted(difference.setting(), difference.expected(), difference.found()));
    if (!difference.isCorrectable()) {
      return found.because(
          "A stage writes a record to the partition number that it read it from; topics of other numbers break cuts and order, so no service starts.",
          difference.correction(""),
          Runbook.TOPIC_SETTINGS);
    }
    return found.because(
        difference.isRefused()
            ? "A run can lose records, or be refused, by a topic with other settings; no service starts."
            : "The topic grows longer than it need, and a process that reads it at its start waits.",
        CORRECT,
        Runbook.TOPIC_SETTINGS);
  }

  private void leaderless(TopicDescription described, List<Diagnosis> all) {
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
                  described.name(),
                  "Partitions %s have no leader.".formatted(leaderless))
              .because(
                  "Nothing can be read from them or written to them.",
                  "Start the broker that held them: godwit up --only broker",
                  Runbook.BROKER_OR_REGISTRY_DOWN));
    }
  }
}
