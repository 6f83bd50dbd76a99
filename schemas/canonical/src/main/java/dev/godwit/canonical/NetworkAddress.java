package dev.godwit.canonical;

import java.util.Arrays;
import java.util.regex.Pattern;

/**
 * An address of PostgreSQL's {@code inet} or {@code cidr}: 4 or 16 bytes and the length of the
 * network's part. Its text is PostgreSQL's own (source: {@code network_out} and {@code
 * inet_net_ntop.c} of PostgreSQL), so that both have one spelling. Immutable; asks no name server.
 */
public final class NetworkAddress {
  private static final int FOUR = 4;
  private static final int SIX = 16;
  private static final int GROUPS = 8;
  private static final Pattern OCTET = Pattern.compile("0|[1-9][0-9]{0,2}");
  private static final Pattern GROUP = Pattern.compile("[0-9a-fA-F]{1,4}");

  private final byte[] address;
  private final int bits;
  private final boolean network;

  private NetworkAddress(byte[] address, int bits, boolean network) {
    this.address = address;
    this.bits = bits;
    this.network = network;
  }

  /**
   * An address of its parts.
   *
   * @param address 4 or 16 bytes; copied
   * @param bits length of the network's part
   * @param network true for {@code cidr}
   * @throws IllegalArgumentException where the parts are none of an address
   */
  public static NetworkAddress of(byte[] address, int bits, boolean network) {
    boolean sized = address.length == FOUR || address.length == SIX;
    if (!sized || bits < 0 || bits > Byte.SIZE * address.length) {
      throw refused();
    }
    return new NetworkAddress(address.clone(), bits, network);
  }

  /**
   * Reads an address: four decimal numbers, or the hexadecimal groups of IPv6, and the bits of the
   * network behind a slash, all bits where there is none.
   *
   * @param network true for {@code cidr}, of which the bits beyond the network's are 0
   * @throws IllegalArgumentException where the text is none; its message does not quote it
   */
  public static NetworkAddress parse(String text, boolean network) {
    int slash = text.indexOf('/');
    String written = slash < 0 ? text : text.substring(0, slash);
    byte[] address = written.indexOf(':') < 0 ? four(written) : six(written);
    int most = Byte.SIZE * address.length;
    int bits = slash < 0 ? most : number(text.substring(slash + 1));
    if (bits > most) {
      throw refused();
    }
    for (int bit = bits; network && bit < most; bit++) {
      if ((address[bit / Byte.SIZE] & (0x80 >> bit % Byte.SIZE)) != 0) {
        throw new IllegalArgumentException(
            "Expected a network whose bits beyond its length are 0, but found others.");
      }
    }
    return new NetworkAddress(address, bits, network);
  }

  private static IllegalArgumentException refused() {
    return new IllegalArgumentException(
        "Expected an address of IPv4 or IPv6, with or without the bits of its network, but found"
            + " another text.");
  }

  private static int number(String text) {
    if (!OCTET.matcher(text).matches()) {
      throw refused();
    }
    return Integer.parseInt(text);
  }

  private static byte[] four(String text) {
    String[] octets = text.split("\\.", -1);
    if (octets.length != FOUR) {
      throw refused();
    }
    byte[] address = new byte[FOUR];
    for (int i = 0; i < FOUR; i++) {
      int octet = number(octets[i]);
      if (octet > 255) {
        throw refused();
      }
      address[i] = (byte) octet;
    }
    return address;
  }

  private static byte[] six(String text) {
    int gap = text.indexOf("::");
    if (gap < 0) {
      byte[] all = groups(text);
      if (all.length != SIX) {
        throw refused();
      }
      return all;
    }
    byte[] head = groups(text.substring(0, gap));
    byte[] tail = groups(text.substring(gap + 2));
    if (head.length + tail.length >= SIX) {
      throw refused();
    }
    byte[] all = Arrays.copyOf(head, SIX);
    System.arraycopy(tail, 0, all, SIX - tail.length, tail.length);
    return all;
  }

  /** Groups between colons; the last may be the four numbers of an IPv4 address. */
  private static byte[] groups(String text) {
    if (text.isEmpty()) {
      return new byte[0];
    }
    String[] groups = text.split(":", -1);
    byte[] bytes = new byte[SIX];
    int size = 0;
    for (int i = 0; i < groups.length; i++) {
      boolean last = i == groups.length - 1 && groups[i].indexOf('.') >= 0;
      int next = size + (last ? FOUR : 2);
      if (next > SIX) {
        throw refused();
      }
      if (last) {
        System.arraycopy(four(groups[i]), 0, bytes, size, FOUR);
      } else {
        if (!GROUP.matcher(groups[i]).matches()) {
          throw refused();
        }
        int group = Integer.parseInt(groups[i], 16);
        bytes[size] = (byte) (group >> Byte.SIZE);
        bytes[size + 1] = (byte) group;
      }
      size = next;
    }
    return Arrays.copyOf(bytes, size);
  }

  /** Its 4 or 16 bytes; a copy. */
  public byte[] address() {
    return address.clone();
  }

  /** Length of the network's part in bits. */
  public int bits() {
    return bits;
  }

  /** The text as PostgreSQL writes it. */
  public String text() {
    StringBuilder text = new StringBuilder(48);
    if (address.length == FOUR) {
      octets(0, text);
    } else {
      groups(text);
    }
    if (network || bits < Byte.SIZE * address.length) {
      text.append('/').append(bits);
    }
    return text.toString();
  }

  private void octets(int from, StringBuilder text) {
    for (int i = from; i < from + FOUR; i++) {
      text.append(i == from ? "" : ".").append(address[i] & 0xff);
    }
  }

  private void groups(StringBuilder text) {
    int start = -1;
    int length = 1;
    for (int i = 0; i < GROUPS; i++) {
      int zeros = 0;
      while (i + zeros < GROUPS && group(i + zeros) == 0) {
        zeros++;
      }
      if (zeros > length) {
        start = i;
        length = zeros;
      }
    }
    boolean mapped = start == 0 && (length == 6 || (length == 5 && group(5) == 0xffff));
    for (int i = 0; i < GROUPS; i++) {
      if (start >= 0 && i >= start && i < start + length) {
        text.append(i == start ? ":" : "");
        continue;
      }
      text.append(i == 0 ? "" : ":");
      if (mapped && i == 6) {
        octets(2 * i, text);
        return;
      }
      text.append(Integer.toHexString(group(i)));
    }
    if (start >= 0 && start + length == GROUPS) {
      text.append(':');
    }
  }

  private int group(int i) {
    return ((address[2 * i] & 0xff) << Byte.SIZE) | (address[2 * i + 1] & 0xff);
  }
}
