package dev.godwit.trace;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

/**
 * Where a record that was consumed stands.
 *
 * @param topic its topic
 * @param partition its partition; -1 where it is not known
 * @param offset its offset
 * @param group the consumer's group
 * @param headers its headers, or those of the record that it follows from; not null
 */
public record Consumed(
    String topic, int partition, long offset, String group, Iterable<Header> headers) {

  private static final int UNKNOWN = -1;

  /** A record that was kept elsewhere since, so that its place is not known. */
  public static Consumed stored(String topic, Iterable<Header> headers) {
    return new Consumed(topic, UNKNOWN, UNKNOWN, "", headers);
  }

  /** True where partition, offset and group are known. */
  boolean hasPlace() {
    return partition != UNKNOWN;
  }

  /** Place and headers of a consumer's record. */
  public static Consumed of(ConsumerRecord<?, ?> record, String group) {
    return new Consumed(
        record.topic(), record.partition(), record.offset(), group, record.headers());
  }
}
