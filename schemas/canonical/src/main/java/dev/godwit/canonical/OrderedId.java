package dev.godwit.canonical;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/**
 * Ids with the order of those of the source: UUID version 8 (RFC 9562), whose 122 free bits are,
 * the most significant ones first:
 *
 * <table>
 *   <caption>Bits</caption>
 *   <tr><th>id in the source</th><th>bits</th></tr>
 *   <tr><td>whole number of at most 18 digits</td><td>40 of customer and entity, 00, 62 of the
 *       number, 18 more of customer and entity</td></tr>
 *   <tr><td>any other text</td><td>40 of customer and entity, 10, the first 16 of its UTF-8, 64 of the
 *       hash of customer, entity and text</td></tr>
 * </table>
 *
 * <p>The id follows from nothing but customer, entity and the id in the source. That of an open
 * does not begin with its email: a tracker may write the row first and its email later, and the row
 * would then have two ids.
 *
 * <p>Bits of customer and entity are the first of the SHA-1 of namespace, customer and entity. So
 * two numbers of one customer and entity never have one id. Of 5,000 customers two share their 40
 * bits with a probability of 10^-5, and of ten million texts that begin alike two share their hash
 * with one of 3 * 10^-6; the target's primary key then refuses the second row, which is
 * quarantined. For one thread.
 */
final class OrderedId extends DerivedId {
  private static final int CUSTOMER_BITS = 40;
  private static final int MORE_BITS = 18;
  private static final int LOW_BITS = 62;
  private static final int HIGH_BITS = 18;
  private static final long NUMBER = 0;
  private static final long TEXT = 2;

  /** Digits of the greatest number that can be parsed without overflow. */
  private static final int MOST_DIGITS = 18;

  private final MessageDigest sha1 = sha1();
  private final byte[] prefix;
  private final long customer;
  private final long more;

  OrderedId(String customer, String entity) {
    prefix = prefix(customer, entity);
    ByteBuffer hash = ByteBuffer.wrap(sha1.digest(prefix));
    this.customer = hash.getLong() >>> (Long.SIZE - CUSTOMER_BITS);
    this.more = hash.getLong() >>> (Long.SIZE - MORE_BITS);
  }

  @Override
  public byte[] bytes(String legacyId) {
    long number = number(legacyId);
    return number >= 0
        ? uuid(
            NUMBER,
            number >>> (LOW_BITS - HIGH_BITS),
            ((number << MORE_BITS) & lowest(LOW_BITS)) | more)
        : text(legacyId);
  }

  private byte[] text(String legacyId) {
    byte[] utf8 = legacyId.getBytes(StandardCharsets.UTF_8);
    sha1.update(prefix);
    long hash = ByteBuffer.wrap(sha1.digest(utf8)).getLong();
    long first = (at(utf8, 0) << Byte.SIZE) | at(utf8, 1);
    return uuid(TEXT, (first << 2) | (hash >>> LOW_BITS), hash & lowest(LOW_BITS));
  }

  private static long at(byte[] bytes, int index) {
    return index < bytes.length ? bytes[index] & 0xFF : 0;
  }

  /**
   * The bytes of a UUID.
   *
   * @param kind two bits
   * @param high the next 18 bits
   * @param low the last 62 bits
   */
  private byte[] uuid(long kind, long high, long low) {
    long free = (customer << 20) | (kind << 18) | high;
    return ByteBuffer.allocate(UUID_BYTES)
        .putLong(((free >>> 12) << 16) | (8L << 12) | (free & lowest(12)))
        .putLong((1L << 63) | low)
        .array();
  }

  /** A whole number as a database writes it; -1 for any other text. */
  private static long number(String text) {
    int length = text.length();
    if (length == 0 || length > MOST_DIGITS || (length > 1 && text.charAt(0) == '0')) {
      return -1;
    }
    long number = 0;
    for (int i = 0; i < length; i++) {
      int digit = text.charAt(i) - '0';
      if (digit < 0 || digit > 9) {
        return -1;
      }
      number = number * 10 + digit;
    }
    return number;
  }

  private static long lowest(int bits) {
    return (1L << bits) - 1;
  }
}
