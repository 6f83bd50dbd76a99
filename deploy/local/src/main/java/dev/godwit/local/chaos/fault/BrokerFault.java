package dev.godwit.local.chaos.fault;

import dev.godwit.local.stack.Await;
import dev.godwit.local.stack.Part;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListTopicsOptions;
import org.apache.kafka.clients.admin.TopicDescription;

/**
 * Brokers of the cluster are killed, and their disks may be lost; they come back, empty then, while
 * the run goes on, or once it stands still. The case ends when every replica is in sync again, so
 * that the next one begins with a whole cluster.
 */
public final class BrokerFault extends TimedFault {
  private static final Duration LONGEST = Duration.ofSeconds(30);
  private static final Duration SYNC_TIMEOUT = Duration.ofMinutes(2);
  private static final int EVENTS_WITHOUT = 4;

  private final List<Integer> nodes;
  private final boolean loseDisk;
  private Disturbed of;

  /**
   * @param nodes numbers of the brokers that are killed, from 1
   */
  public BrokerFault(List<Integer> nodes, boolean loseDisk, Trigger trigger) {
    super(trigger);
    this.nodes = List.copyOf(nodes);
    this.loseDisk = loseDisk;
  }

  @Override
  void disturb(Disturbed disturbed) {
    of = disturbed;
    disturbed.keepDown(Part.BROKER);
    int before = disturbed.events("*");
    nodes.forEach(disturbed.stack()::killBroker);
    if (loseDisk) {
      nodes.forEach(disturbed.stack()::loseDisk);
    }
    Standstill standstill = new Standstill(disturbed);
    disturbed.await(
        LONGEST,
        () -> standstill.getAsBoolean() || disturbed.events("*") > before + EVENTS_WITHOUT);
  }

  @Override
  void mend(Disturbed disturbed) {
    disturbed.stack().start(EnumSet.of(Part.BROKER), line -> {});
    disturbed.release(Part.BROKER);
  }

  @Override
  void cleanUp() {
    if (of == null) {
      return;
    }
    try (Admin admin =
        Admin.create(of.stack().settings().kafka().admin(SYNC_TIMEOUT, SYNC_TIMEOUT))) {
      if (!Await.until(SYNC_TIMEOUT, Duration.ofMillis(200), () -> isInSync(admin))) {
        throw new IllegalStateException(
            "Expected every replica to be in sync again within %s, but found that some are not."
                .formatted(SYNC_TIMEOUT));
      }
    }
  }

  private static boolean isInSync(Admin admin) {
    try {
      ListTopicsOptions all = new ListTopicsOptions().listInternal(true);
      return admin
          .describeTopics(admin.listTopics(all).names().get())
          .allTopicNames()
          .get()
          .values()
          .stream()
          .map(TopicDescription::partitions)
          .flatMap(List::stream)
          .allMatch(partition -> partition.isr().size() == partition.replicas().size());
    } catch (ExecutionException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  @Override
  public String toString() {
    return "kill -9 of broker %s%s %s"
        .formatted(nodes, loseDisk ? " and loss of its disk" : "", when());
  }
}
