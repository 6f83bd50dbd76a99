package dev.godwit.api;

import java.time.Instant;
import java.util.List;

/**
 * State of the read model itself.
 *
 * @param state READY, CATCHING_UP, WAITING (for the database or Kafka) or REBUILDING
 * @param detail one sentence
 * @param topics how far it has read each topic
 * @param leftOutCount records that it does not show, since they cannot be read or projected
 * @param leftOut the last few of them, newest first
 */
public record ViewAnswer(
    String state, String detail, List<Position> topics, long leftOutCount, List<LeftOut> leftOut) {
  public ViewAnswer {
    topics = List.copyOf(topics);
    leftOut = leftOut == null ? List.of() : List.copyOf(leftOut);
  }

  /** A record that is not shown, and why, without its content. */
  public record LeftOut(String topic, int partition, long offset, Instant at, String why) {}

  /** Next offset to be read of one partition. */
  public record Position(String topic, int partition, long next) {}
}
