package dev.godwit.wire;

import java.nio.charset.StandardCharsets;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;

/**
 * The header of a transformed record that left the transformer's quarantine: {@code godwit-replay},
 * with the number of the replay in its run. The loader writes such a record after the commit too.
 * Stateless.
 */
public final class RedrivenHeader {
  private static final String NAME = "godwit-replay";

  private RedrivenHeader() {}

  /**
   * The header.
   *
   * @param replay number of the replay in its run, from 1
   */
  public static Header of(int replay) {
    return new RecordHeader(NAME, String.valueOf(replay).getBytes(StandardCharsets.UTF_8));
  }

  /** Whether a record has it. */
  public static boolean isOn(ConsumerRecord<byte[], byte[]> record) {
    return record.headers().lastHeader(NAME) != null;
  }

  /** Number of the replay; 0 where the record has no such header, or one that is no number. */
  public static int replayOf(ConsumerRecord<byte[], byte[]> record) {
    Header header = record.headers().lastHeader(NAME);
    if (header == null || header.value() == null) {
      return 0;
    }
    String number = new String(header.value(), StandardCharsets.UTF_8);
    return number.matches("\\d{1,9}") ? Integer.parseInt(number) : 0;
  }
}
