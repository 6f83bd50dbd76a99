package dev.godwit.local.stack;

import dev.godwit.records.Topic;
import dev.godwit.records.TopicCatalogue;
import dev.godwit.wire.KafkaSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;

/** Makes the catalogue's topics where they are missing. */
public final class TopicDeployment {
  private static final Duration TIMEOUT = Duration.ofSeconds(20);
  private static final Duration PROBE_TIMEOUT = Duration.ofSeconds(5);
  private static final Duration JOIN_TIMEOUT = Duration.ofMinutes(1);

  private TopicDeployment() {}

  static boolean isReachable(KafkaSettings kafka) {
    try (Admin admin = Admin.create(kafka.admin(PROBE_TIMEOUT, PROBE_TIMEOUT))) {
      return !admin.describeCluster().nodes().get().isEmpty();
    } catch (ExecutionException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /**
   * Makes the missing topics, each with as many replicas as the broker makes by default; the others
   * stay as they are.
   */
  public static void deploy(KafkaSettings kafka) {
    deploy(kafka, 1);
  }

  /**
   * The same, once so many brokers are there.
   *
   * @param brokers not waited for where no topic is missing
   */
  static void deploy(KafkaSettings kafka, int brokers) {
    Collection<Topic> topics = TopicCatalogue.load().topics();
    try (Admin admin = Admin.create(kafka.admin(TIMEOUT, TIMEOUT))) {
      Set<String> existing = admin.listTopics().names().get();
      List<NewTopic> missing = new ArrayList<>();
      for (Topic topic : topics) {
        if (!existing.contains(topic.name())) {
          missing.add(
              new NewTopic(topic.name(), Optional.of(topic.partitions()), Optional.<Short>empty())
                  .configs(topic.brokerSettings()));
        }
      }
      if (!missing.isEmpty()) {
        awaitBrokers(admin, brokers);
        admin.createTopics(missing).all().get();
      }
    } catch (ExecutionException e) {
      throw new StackException(
          "Making the catalogue's topics at "
              + kafka.bootstrapServers()
              + ": "
              + e.getCause().getMessage(),
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StackException("Interrupted while making topics", e);
    }
  }

  private static void awaitBrokers(Admin admin, int brokers) {
    boolean there =
        Await.until(
            JOIN_TIMEOUT,
            () -> {
              try {
                return admin.describeCluster().nodes().get().size() >= brokers;
              } catch (ExecutionException e) {
                return false;
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new StackException("Interrupted while waiting for the brokers", e);
              }
            });
    if (!there) {
      throw new StackException(
          "Expected %d brokers within %d s, but found fewer. Look into their logs."
              .formatted(brokers, JOIN_TIMEOUT.toSeconds()));
    }
  }
}
