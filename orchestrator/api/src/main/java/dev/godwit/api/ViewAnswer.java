package dev.godwit.api;

import java.time.Instant;
import java.util.List;

/**
 * State of the read model itself.
 *
 * @param state READY, CATCHING_UP, WAITING (for the database or Kafka) or REBUILDING
 * @param detail one sentence
 * @param topics position in each partition
 * @param leftOutCount records that it skipped, since they cannot be read or projected
 * @param leftOut the last few of them, newest first
 */
public record ViewAnswer(
    String state, String detail, List<Position> topics, long leftOutCount, List<LeftOut> leftOut) {
  public ViewAnswer {
    topics = List.copyOf(topics);
    leftOut = leftOut == null ? List.of() : List.copyOf(leftOut);
  }

  /** A skipped record and the reason, without its content. */
  public record LeftOut(String topic, int partition, long offset, Instant at, String why) {}

  /** Next offset to be read of one partition. */
  public record Position(String topic, int partition, long next) {}
}
