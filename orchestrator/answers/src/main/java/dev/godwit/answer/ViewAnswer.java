package dev.godwit.answer;

import java.util.List;

/**
 * State of the read model itself.
 *
 * @param state READY, CATCHING_UP, WAITING (for the database or Kafka) or REBUILDING
 * @param detail one sentence
 * @param topics how far it has read each topic
 */
public record ViewAnswer(String state, String detail, List<Position> topics) {
  public ViewAnswer {
    topics = List.copyOf(topics);
  }

  /** Next offset to be read of one partition. */
  public record Position(String topic, int partition, long next) {}
}
