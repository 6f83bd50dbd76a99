package dev.godwit.worker.decision;

import dev.godwit.records.Topics;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;

/** Reads commands at given offsets: near ones in one go, far ones by seeking. Not thread-safe. */
final class PositionedCommands {
  private static final TopicPartition COMMANDS = new TopicPartition(Topics.COMMANDS, 0);
  private static final Duration POLL = Duration.ofMillis(500);
  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  /** A fetch brings about so many commands anyway. */
  private static final long NEAR = 500;

  private final Consumer<byte[], byte[]> consumer;
  private final DecisionDecoder decoder;

  PositionedCommands(Consumer<byte[], byte[]> consumer, DecisionDecoder decoder) {
    this.consumer = consumer;
    this.decoder = decoder;
  }

  RunDecisions read(String customer, List<Long> positions) throws WrongDecisionException {
    consumer.assign(List.of(COMMANDS));
    TreeSet<Long> open = new TreeSet<>(positions);
    expectKept(open.first());
    expectWritten(open.last());
    Map<Long, StoredDecision> found = new HashMap<>();
    consumer.seek(COMMANDS, open.first());
    long progress = System.nanoTime();
    while (!open.isEmpty()) {
      seekWhereFar(open.first());
      for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
        if (open.remove(record.offset())) {
          found.put(record.offset(), decoder.decode(customer, record));
          progress = System.nanoTime();
        }
      }
      if (!open.isEmpty() && consumer.position(COMMANDS) > open.first()) {
        throw new WrongDecisionException(open.first(), "no record");
      }
      if (System.nanoTime() - progress > TIMEOUT.toNanos()) {
        throw new TimeoutException(
            "Kafka did not send the command at offset %d of %s.".formatted(open.first(), COMMANDS));
      }
    }
    return new RunDecisions(positions.stream().map(found::get).toList());
  }

  /** A client whose position is before the first record would fail without saying why. */
  private void expectKept(long first) throws WrongDecisionException {
    long begin = consumer.beginningOffsets(List.of(COMMANDS)).get(COMMANDS);
    if (first < begin) {
      throw new WrongDecisionException(
          first, "that the records before offset %d were deleted".formatted(begin));
    }
  }

  /** A position behind the last record would be waited for. */
  private void expectWritten(long last) throws WrongDecisionException {
    long end = consumer.endOffsets(List.of(COMMANDS)).get(COMMANDS);
    if (last >= end) {
      throw new WrongDecisionException(last, "that the topic ends before offset %d".formatted(end));
    }
  }

  private void seekWhereFar(long next) {
    if (next - consumer.position(COMMANDS) > NEAR) {
      consumer.seek(COMMANDS, next);
    }
  }
}
