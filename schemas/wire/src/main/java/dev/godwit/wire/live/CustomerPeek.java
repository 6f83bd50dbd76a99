package dev.godwit.wire.live;

import dev.godwit.row.v1.LiveEngagement;
import dev.godwit.row.v1.LiveWay;
import dev.godwit.wire.WireEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Reads the customer of an event that this build wrote from the first bytes of its value, since it
 * is the record's first field. Most events are in a run's window, and need not be decoded to see
 * that. Not thread-safe.
 */
public final class CustomerPeek {
  private static final int MOST_BYTES = 4096;

  private final byte[] prefix;

  /**
   * For a topic of live events.
   *
   * @param encoder used here only
   */
  public CustomerPeek(WireEncoder encoder, String topic) {
    if (LiveEngagement.getClassSchema().getField("customer").pos() != 0) {
      throw new IllegalStateException(
          "Expected customer to be the first field of LiveEngagement; read the whole value instead.");
    }
    LiveEngagement sample = new LiveEngagement();
    sample.setCustomer("");
    sample.setWay(LiveWay.TOPIC);
    this.prefix = Arrays.copyOf(encoder.encode(topic, sample), WireEncoder.PREFIX_BYTES);
  }

  /** The customer; null where the value has another form. */
  public String of(ConsumerRecord<byte[], byte[]> record) {
    byte[] value = record.value();
    if (value == null
        || value.length <= prefix.length
        || !Arrays.equals(value, 0, prefix.length, prefix, 0, prefix.length)) {
      return null;
    }
    int at = prefix.length;
    int number = 0;
    int shift = 0;
    while (at < value.length && shift < Integer.SIZE - 4) {
      number |= (value[at] & 0x7f) << shift;
      shift += 7;
      if (value[at++] >= 0) {
        int length = number >>> 1;
        return (number & 1) == 0 && length <= Math.min(MOST_BYTES, value.length - at)
            ? new String(value, at, length, StandardCharsets.UTF_8)
            : null;
      }
    }
    return null;
  }
}
