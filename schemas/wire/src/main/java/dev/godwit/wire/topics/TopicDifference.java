package dev.godwit.wire.topics;

import dev.godwit.records.Topics;

/**
 * A property of a topic that is not as the catalogue has it.
 *
 * @param topic name of the topic
 * @param setting name of the topic's setting, or {@link TopicComparison#PARTITIONS}
 * @param expected value in the catalogue
 * @param found value at the broker; null where it has none
 * @param isRefused whether a service must not start with it, since records could be lost, refused
 *     or read in another order
 */
public record TopicDifference(
    String topic, String setting, String expected, String found, boolean isRefused) {

  /** Expected and found, in one sentence. */
  public String text() {
    return "Expected %s=%s for the topic %s, found %s.".formatted(setting, expected, topic, found);
  }

  /** Whether a command can correct it; the number of partitions cannot be corrected. */
  public boolean isCorrectable() {
    return !setting.equals(TopicComparison.PARTITIONS);
  }

  /**
   * The command that corrects it, or the steps where none can.
   *
   * @param bootstrapServers host:port of the broker
   */
  public String correction(String bootstrapServers) {
    if (isCorrectable()) {
      return "kafka-configs --bootstrap-server %s --alter --entity-type topics --entity-name %s --add-config %s=%s"
          .formatted(bootstrapServers, topic, setting, expected);
    }
    return Topics.declared(topic).isPresent()
        ? "Stop all services, and delete the topic once no run needs it; the next plan of a run makes it anew with %s partitions."
            .formatted(expected)
        : "Stop all services, make the topic anew with %s partitions, then rebuild or replay what it held."
            .formatted(expected);
  }
}
