package dev.godwit.local.trace;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Finds one record of a run by its first bytes, in ranges that get wider until it is found. Not
 * thread-safe.
 */
final class RecordSearch {
  /** Clocks of a service and of the broker hardly differ by more. */
  static final Duration MARGIN = Duration.ofSeconds(5);

  private final TopicReader topics;
  private final String topic;
  private final RecordBegin begin;
  private final List<TopicRange> ranges = new ArrayList<>();
  private FoundRecord found;

  RecordSearch(TopicReader topics, String topic, RecordBegin begin) {
    this.topics = topics;
    this.topic = topic;
    this.begin = begin;
  }

  /** Looks between two times; does nothing where the record is found already. */
  RecordSearch between(int partition, Instant from, Instant to) {
    if (found == null && !from.isAfter(to)) {
      offsets(
          partition,
          topics.offsetAt(topic, partition, from.minus(MARGIN)),
          topics.offsetAt(topic, partition, to.plus(MARGIN)));
    }
    return this;
  }

  /** Looks from a time on; does nothing where the record is found already. */
  RecordSearch since(int partition, Instant from, Optional<Long> end) {
    if (found == null) {
      offsets(
          partition,
          topics.offsetAt(topic, partition, from.minus(MARGIN)),
          end.orElse(Long.MAX_VALUE));
    }
    return this;
  }

  private void offsets(int partition, long from, long to) {
    ranges.add(
        topics.read(
            topic,
            partition,
            from,
            to,
            record -> {
              if (begin.matches(record.value())) {
                found =
                    new FoundRecord(
                        topic,
                        partition,
                        record.offset(),
                        Instant.ofEpochMilli(record.timestamp()),
                        topics.row(record).orElse(null));
              }
              return found != null;
            }));
  }

  /** The record; empty where no range that was read holds it. */
  Optional<FoundRecord> found() {
    return Optional.ofNullable(found);
  }

  /** Records that were read. */
  long read() {
    return ranges.stream().mapToLong(TopicRange::read).sum();
  }

  /** The first range of which a part could not be read; empty where all were read. */
  Optional<TopicRange> gap() {
    return ranges.stream().filter(range -> range.gap().isPresent()).findFirst();
  }

  /** The step of a record that was not found. */
  TraceStep missing(String name) {
    TraceStep.Outcome outcome =
        gap()
            .map(range -> range.isExpired() ? TraceStep.Outcome.GONE : TraceStep.Outcome.LIMIT)
            .orElse(TraceStep.Outcome.NONE);
    String sentence =
        gap().flatMap(TopicRange::gap).orElse("It is not among the run's records there.");
    return TraceStep.of(name, outcome, "%s: %s".formatted(topic, sentence))
        .with("recordsRead", read());
  }
}
