package dev.godwit.orchestrator.keeping;

import dev.godwit.api.PersonalDataAnswer.Left;
import dev.godwit.records.Topics;
import dev.godwit.row.v1.LiveEngagement;
import dev.godwit.wire.UnreadableRecordException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Counts the records of a customer by topic. Godwit's records have keys that begin with the
 * customer and a slash; live events of others may have any key, so their customer is read from the
 * value. Not thread-safe.
 */
final class CustomerRecords {
  private final String customer;
  private final byte[] prefix;
  private final Decoder decoder;
  private final Map<String, Left> found = new TreeMap<>();

  /** Reads a record of the topic of live events. */
  @FunctionalInterface
  interface Decoder {
    SpecificRecord decode(ConsumerRecord<byte[], byte[]> record) throws UnreadableRecordException;
  }

  CustomerRecords(String customer, Decoder decoder) {
    this.customer = customer;
    this.prefix = (customer + "/").getBytes(StandardCharsets.UTF_8);
    this.decoder = decoder;
  }

  void see(ConsumerRecord<byte[], byte[]> record) {
    if (hasKey(record) || isLiveEvent(record)) {
      Instant at = Instant.ofEpochMilli(record.timestamp());
      found.merge(record.topic(), new Left(record.topic(), 1, at, at), CustomerRecords::both);
    }
  }

  /** The topics that hold records of the customer. */
  List<Left> left() {
    return List.copyOf(found.values());
  }

  private boolean hasKey(ConsumerRecord<byte[], byte[]> record) {
    byte[] key = record.key();
    return key != null
        && key.length >= prefix.length
        && Arrays.equals(key, 0, prefix.length, prefix, 0, prefix.length);
  }

  private boolean isLiveEvent(ConsumerRecord<byte[], byte[]> record) {
    if (!record.topic().equals(Topics.LIVE) || record.value() == null) {
      return false;
    }
    try {
      return decoder.decode(record) instanceof LiveEngagement event
          && event.getCustomer().equals(customer);
    } catch (UnreadableRecordException e) {
      // Nobody can say whose it is; it goes with the retention of the topic.
      return false;
    }
  }

  private static Left both(Left one, Left other) {
    return new Left(
        one.topic(),
        one.records() + other.records(),
        one.oldest().isBefore(other.oldest()) ? one.oldest() : other.oldest(),
        one.newest().isAfter(other.newest()) ? one.newest() : other.newest());
  }
}
