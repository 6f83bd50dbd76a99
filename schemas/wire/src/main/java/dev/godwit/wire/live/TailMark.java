package dev.godwit.wire.live;

import dev.godwit.row.v1.LiveEngagement;
import dev.godwit.row.v1.LiveWay;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.List;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;

/**
 * The mark of a record that the tail of a source's table wrote into the live topic, where any
 * program may write: a header with an HMAC (SHA-256) of the record's key and value, by a secret
 * that only extractor and transformer have. An event that says that it is a row of the source, by
 * its route or by a primary key, is one only with the mark: another could take the place of the
 * row.
 *
 * <p>Several secrets, separated by commas, let one follow another: the first marks, all are
 * recognised. Immutable and thread-safe.
 */
public final class TailMark {
  /** Characters of a secret at least. */
  public static final int SHORTEST = 32;

  private static final String HEADER = "godwit-tail";
  private static final String ALGORITHM = "HmacSHA256";

  private final List<SecretKeySpec> secrets;

  private TailMark(List<SecretKeySpec> secrets) {
    this.secrets = secrets;
  }

  /**
   * A mark by secrets.
   *
   * @throws IllegalArgumentException where there is none, or one is shorter than {@link #SHORTEST};
   *     the message quotes none
   */
  public static TailMark of(String secrets) {
    List<String> all =
        Stream.of(secrets.split(",", -1)).map(String::strip).filter(one -> !one.isEmpty()).toList();
    if (all.isEmpty() || all.stream().anyMatch(one -> one.length() < SHORTEST)) {
      throw new IllegalArgumentException(
          "Expected one secret or more, separated by commas, of at least %d characters each."
              .formatted(SHORTEST));
    }
    return new TailMark(
        all.stream()
            .map(one -> new SecretKeySpec(one.getBytes(StandardCharsets.UTF_8), ALGORITHM))
            .toList());
  }

  /** The header of a record that the tail writes. */
  public Header header(byte[] key, byte[] value) {
    return new RecordHeader(HEADER, mac(secrets.getFirst(), key, value));
  }

  /** Whether an event says that it is a row of the source. A rehearsal's belongs to it alone. */
  static boolean isClaimedBy(LiveEngagement event) {
    return (event.getWay() == LiveWay.TAIL || event.getLegacyId() != null)
        && !RehearsalMark.isOn(event);
  }

  /** Whether the tail wrote a record. */
  public boolean isOn(ConsumerRecord<byte[], byte[]> record) {
    Header header = record.headers().lastHeader(HEADER);
    return header != null
        && header.value() != null
        && record.key() != null
        && record.value() != null
        && secrets.stream()
            .anyMatch(
                secret ->
                    MessageDigest.isEqual(
                        header.value(), mac(secret, record.key(), record.value())));
  }

  /** The key's length comes first, so that no other key and value give the same bytes. */
  private static byte[] mac(SecretKeySpec secret, byte[] key, byte[] value) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(secret);
      mac.update(ByteBuffer.allocate(Integer.BYTES).putInt(key.length).flip());
      mac.update(key);
      return mac.doFinal(value);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Expected every Java to have " + ALGORITHM + ".", e);
    }
  }
}
