package dev.godwit.wire.topics;

import dev.godwit.records.Counted;
import dev.godwit.records.Topic;
import dev.godwit.records.TopicCatalogue;
import dev.godwit.wire.KafkaSettings;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.errors.AuthorizationException;

/**
 * Refuses the start of a service where a topic could lose, refuse or reorder records: {@link
 * TopicComparison}. Where the broker cannot be reached, the service starts and waits for it as
 * always; the topics are compared once it answers, and the process ends if it must not go on.
 */
public final class TopicsAtStart {
  private static final System.Logger LOG = System.getLogger(TopicsAtStart.class.getName());
  private static final Duration TIMEOUT = Duration.ofSeconds(5);
  private static final long PAUSE_NANOS = Duration.ofSeconds(1).toNanos();

  /** Configuration error, as in {@code sysexits.h}: starting it again does not help. */
  private static final int EXIT_STATUS = 78;

  private TopicsAtStart() {}

  /** A topic that no service may use as it is. */
  public static final class TopicRefusedException extends IllegalStateException {
    private static final long serialVersionUID = 1L;

    TopicRefusedException(String message) {
      super(message);
    }
  }

  /** Asks a broker for differences of topics. */
  private interface Comparison {
    List<TopicDifference> with(Admin admin) throws ExecutionException, InterruptedException;
  }

  /**
   * Compares all topics of the catalogue, and all that are there of entities that packs declare.
   *
   * @throws TopicRefusedException with every difference and the commands that correct them
   */
  public static void check(KafkaSettings kafka, TopicCatalogue catalogue) {
    check(kafka, admin -> TopicComparison.of(admin, catalogue));
  }

  /**
   * Compares some topics.
   *
   * @throws TopicRefusedException with every difference and the commands that correct them
   */
  public static void check(KafkaSettings kafka, Collection<Topic> topics) {
    check(kafka, admin -> TopicComparison.of(admin, topics));
  }

  private static void check(KafkaSettings kafka, Comparison comparison) {
    if (!isChecked(kafka, comparison)) {
      Thread.ofPlatform()
          .daemon()
          .name("godwit-topics-check")
          .start(() -> checkOnceReachable(kafka, comparison));
    }
  }

  private static void checkOnceReachable(KafkaSettings kafka, Comparison comparison) {
    try {
      while (!isChecked(kafka, comparison)) {
        LockSupport.parkNanos(PAUSE_NANOS);
      }
    } catch (TopicRefusedException e) {
      LOG.log(Level.ERROR, e.getMessage());
      Runtime.getRuntime().halt(EXIT_STATUS);
    }
  }

  /** False where the broker does not answer. */
  private static boolean isChecked(KafkaSettings kafka, Comparison comparison) {
    try (Admin admin = Admin.create(kafka.admin(TIMEOUT, TIMEOUT))) {
      List<TopicDifference> differences = comparison.with(admin);
      differences.stream()
          .filter(difference -> !difference.isRefused())
          .forEach(difference -> LOG.log(Level.WARNING, difference.text()));
      refuse(differences, kafka.bootstrapServers());
      return true;
    } catch (ExecutionException e) {
      if (e.getCause() instanceof AuthorizationException) {
        LOG.log(
            Level.WARNING,
            "The topics are not compared with the catalogue, since this service may not describe"
                + " them: {0}. Run godwit doctor, or allow DescribeConfigs.",
            e.getCause().getMessage());
        return true;
      }
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return true;
    }
  }

  static void refuse(List<TopicDifference> differences, String bootstrapServers) {
    List<TopicDifference> refused =
        differences.stream().filter(TopicDifference::isRefused).toList();
    if (!refused.isEmpty()) {
      throw new TopicRefusedException(
          "Expected the topics to have the catalogue's settings, found %s by which records can be lost, refused or reordered. Correct them all with \"godwit doctor --correct-topics\", or one by one:%n%s"
              .formatted(
                  Counted.of(refused.size(), "difference"),
                  refused.stream()
                      .map(one -> one.text() + " " + one.correction(bootstrapServers))
                      .collect(Collectors.joining(System.lineSeparator()))));
    }
  }
}
