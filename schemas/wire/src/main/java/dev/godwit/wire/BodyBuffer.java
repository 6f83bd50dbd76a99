package dev.godwit.wire;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.util.Utf8;

/**
 * Avro's binary encoding into one growing array, which serves record after record. Not thread-safe.
 */
public final class BodyBuffer extends BinaryEncoder {
  /** Branches of an optional field, as {@link BodyWriter} verifies them. */
  static final int ABSENT = 0;

  static final int PRESENT = 1;

  private static final int MAX_VARINT = 10;

  private byte[] bytes = new byte[1024];
  private int length;

  /** Empties the buffer. */
  public void reset() {
    length = 0;
  }

  /** Empties the buffer and leaves room for what {@link WireEncoder#complete} writes. */
  public void beginValue() {
    length = WireEncoder.PREFIX_BYTES;
  }

  /** Says that an optional field has no value. */
  public void writeAbsent() {
    writeLong(ABSENT);
  }

  /** Says that an optional field has the value that is written next. */
  public void writePresent() {
    writeLong(PRESENT);
  }

  /**
   * Takes back what was written last.
   *
   * @param length bytes that stay, at most {@link #length()}
   */
  public void truncate(int length) {
    if (length < 0 || length > this.length) {
      throw new IllegalArgumentException(
          "Expected 0 to " + this.length + " bytes to stay, found " + length + ".");
    }
    this.length = length;
  }

  /** Bytes written since the last reset. */
  public int length() {
    return length;
  }

  /** The array that is written to; valid up to {@link #length()} and until the next write. */
  public byte[] array() {
    return bytes;
  }

  /** A copy of the bytes written. */
  public byte[] copy() {
    return Arrays.copyOf(bytes, length);
  }

  private void room(int more) {
    if (bytes.length - length < more) {
      bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + more));
    }
  }

  @Override
  public void writeBoolean(boolean value) {
    room(1);
    bytes[length++] = (byte) (value ? 1 : 0);
  }

  @Override
  public void writeInt(int value) {
    writeLong(value);
  }

  @Override
  public void writeLong(long value) {
    room(MAX_VARINT);
    long zigzag = (value << 1) ^ (value >> 63);
    while ((zigzag & ~0x7FL) != 0) {
      bytes[length++] = (byte) (zigzag | 0x80);
      zigzag >>>= 7;
    }
    bytes[length++] = (byte) zigzag;
  }

  @Override
  public void writeFloat(float value) {
    int bits = Float.floatToRawIntBits(value);
    room(Float.BYTES);
    for (int shift = 0; shift < Float.SIZE; shift += Byte.SIZE) {
      bytes[length++] = (byte) (bits >>> shift);
    }
  }

  @Override
  public void writeDouble(double value) {
    long bits = Double.doubleToRawLongBits(value);
    room(Double.BYTES);
    for (int shift = 0; shift < Double.SIZE; shift += Byte.SIZE) {
      bytes[length++] = (byte) (bits >>> shift);
    }
  }

  @Override
  public void writeFixed(byte[] source, int start, int count) {
    room(count);
    System.arraycopy(source, start, bytes, length, count);
    length += count;
  }

  @Override
  public void writeString(String value) {
    byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
    writeLong(utf8.length);
    writeFixed(utf8, 0, utf8.length);
  }

  @Override
  public void writeString(Utf8 value) {
    writeLong(value.getByteLength());
    writeFixed(value.getBytes(), 0, value.getByteLength());
  }

  @Override
  public void writeBytes(byte[] source, int start, int count) {
    writeLong(count);
    writeFixed(source, start, count);
  }

  @Override
  public void writeBytes(ByteBuffer value) {
    int count = value.remaining();
    writeLong(count);
    room(count);
    value.duplicate().get(bytes, length, count);
    length += count;
  }

  @Override
  protected void writeZero() {
    room(1);
    bytes[length++] = 0;
  }

  @Override
  public void writeIndex(int unionIndex) {
    writeLong(unionIndex);
  }

  @Override
  public int bytesBuffered() {
    return 0;
  }

  @Override
  public void flush() {
    // Bytes are in the array as soon as they are written.
  }
}
