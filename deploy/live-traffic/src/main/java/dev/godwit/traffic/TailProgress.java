package dev.godwit.traffic;

import dev.godwit.records.Topics;
import dev.godwit.row.v1.TailPosition;
import dev.godwit.wire.KafkaSettings;
import java.time.Duration;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * The position of a customer's tail, read from {@code crm.tails.v1}, which is written in one
 * transaction with the events. Not thread-safe.
 */
final class TailProgress extends TopicFollower {
  private final String customer;
  private TailPosition last;

  TailProgress(String customer, KafkaSettings kafka) {
    super(kafka, Topics.TAILS, false);
    this.customer = customer;
  }

  /**
   * Waits until every row up to a key is in the live topic, or will never come.
   *
   * @throws TrafficException where it is not so within the timeout
   */
  void awaitSettled(long key, Duration timeout) throws InterruptedException {
    if (!await(() -> settled() >= key, timeout)) {
      throw new TrafficException(
          "Expected the tail of %s to be settled up to key %d of the source table within %s, but found %s. Look at the extractor's log: the tail may wait for an open transaction of the source database."
              .formatted(customer, key, timeout, last == null ? "no tail" : "it at " + settled()));
    }
  }

  private long settled() {
    return last == null || last.getSettled().isEmpty()
        ? Long.MIN_VALUE
        : Long.parseLong(last.getSettled());
  }

  /** A customer's positions are all in one partition, so the last that comes is the newest. */
  @Override
  void take(ConsumerRecord<byte[], byte[]> record) {
    // A record without a value ends some tail.
    if (record.value() != null
        && decodeOwn(record) instanceof TailPosition position
        && position.getCustomer().equals(customer)) {
      last = position;
    }
  }
}
