package dev.godwit.pgcopy;

import dev.godwit.canonical.NetworkAddress;
import java.util.Arrays;

/**
 * PostgreSQL's binary {@code inet} and {@code cidr}: family, bits of the network, 1 for {@code
 * cidr}, number of bytes, then the address; 8 bits each (source: {@code network_send} in
 * PostgreSQL's network.c). Stateless.
 */
final class BinaryNetwork {
  private static final int HEADER_BYTES = 4;
  private static final int FAMILY_4 = 2;
  private static final int FAMILY_6 = 3;
  private static final int BYTES_4 = 4;

  private BinaryNetwork() {}

  /**
   * The text as PostgreSQL writes it.
   *
   * @throws CopyFormatException if the bytes are not one address
   */
  static String text(byte[] bytes, int start, int length) {
    if (length < HEADER_BYTES || bytes[start + 3] != length - HEADER_BYTES) {
      throw refused(length);
    }
    int from = start + HEADER_BYTES;
    try {
      return NetworkAddress.of(
              Arrays.copyOfRange(bytes, from, start + length),
              bytes[start + 1] & 0xff,
              bytes[start + 2] != 0)
          .text();
    } catch (IllegalArgumentException e) {
      throw refused(length);
    }
  }

  private static CopyFormatException refused(int length) {
    return new CopyFormatException(
        "Expected the bytes of an inet or cidr, found %d bytes of something else."
            .formatted(length));
  }

  /**
   * Writes length and value.
   *
   * @param network true for {@code cidr}
   * @throws IllegalArgumentException where the text is no address
   */
  static void write(String text, boolean network, CopyBuffer out) {
    NetworkAddress parsed = NetworkAddress.parse(text, network);
    byte[] address = parsed.address();
    out.putInt(HEADER_BYTES + address.length);
    out.putByte(address.length == BYTES_4 ? FAMILY_4 : FAMILY_6);
    out.putByte(parsed.bits());
    out.putByte(network ? 1 : 0);
    out.putByte(address.length);
    out.putBytes(address, 0, address.length);
  }
}
