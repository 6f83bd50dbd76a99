package dev.godwit.records;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * How much of a record {@code crm.quarantine.v1} keeps. A quarantined record holds the record's
 * value and more besides, so without a limit the largest record that a topic takes could not be
 * quarantined, and would stop its partition for ever. The rest is at the record's topic, partition
 * and offset. Stateless.
 */
public final class QuarantineLimits {
  /** Most bytes of the value. */
  public static final int VALUE_BYTES = 1024 * 1024;

  /** Most bytes of the key. */
  public static final int KEY_BYTES = 16 * 1024;

  /** Most characters of each text that comes from the record. */
  public static final int TEXT_CHARACTERS = 1_000;

  private QuarantineLimits() {}

  /**
   * The kept part of a value.
   *
   * @param value null for none
   */
  public static ByteBuffer value(byte[] value) {
    return value == null
        ? ByteBuffer.allocate(0)
        : ByteBuffer.wrap(value, 0, Math.min(value.length, VALUE_BYTES)).slice();
  }

  /** The kept part of a key; null for null. */
  public static byte[] key(byte[] key) {
    return key == null || key.length <= KEY_BYTES ? key : Arrays.copyOf(key, KEY_BYTES);
  }

  /** The kept part of a text of the record; null for null. */
  public static String text(String text) {
    return text == null || text.length() <= TEXT_CHARACTERS
        ? text
        : text.substring(0, TEXT_CHARACTERS);
  }

  /**
   * The detail and, where the value is not kept whole, how much of it is.
   *
   * @param detail may be null, for none
   */
  public static String detail(String detail, byte[] value) {
    String kept = detail == null ? "" : text(detail);
    return value == null || value.length <= VALUE_BYTES
        ? kept
        : "%s The first %d of the value's %d bytes are kept here."
            .formatted(kept, VALUE_BYTES, value.length)
            .strip();
  }
}
