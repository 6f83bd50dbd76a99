package dev.godwit.wire;

import dev.godwit.row.v1.TableRow;
import dev.godwit.row.v1.TransformedRecord;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;
import org.apache.avro.specific.SpecificRecord;
import org.apache.avro.util.Utf8;

/**
 * Reads the records of a transformed topic. A {@link TransformedRecord} that has the schema of this
 * build is read by code for that schema alone; its text cells are {@link Utf8}, as they stand in
 * the value, and not decoded. Any other record is read by {@link WireDecoder}.
 *
 * <p>The binary form is that of the Avro specification, "Binary encoding". Not thread-safe.
 */
public final class TransformedRecords {
  private static final String FORM =
      SchemaNormalization.toParsingForm(TransformedRecord.getClassSchema());

  private final WireDecoder decoder;
  private Schema lastWriter;
  private boolean isOwn;
  private byte[] value;
  private int at;

  /** The run of the record before, which the next one has as a rule. */
  private byte[] lastRun = {};

  private String lastRunId = "";

  /**
   * Reads by a decoder for the records that have another schema.
   *
   * @param decoder closed by the caller
   */
  public TransformedRecords(WireDecoder decoder) {
    this.decoder = decoder;
  }

  /**
   * As {@link WireDecoder#decode}.
   *
   * @param bytes may be null, which is unreadable
   * @throws UnreadableRecordException poison
   */
  @SuppressWarnings("ReferenceEquality") // The decoder gives the same schema for the same id.
  public SpecificRecord decode(String topic, byte[] bytes) throws UnreadableRecordException {
    Schema writer = decoder.writer(topic, bytes);
    if (writer != lastWriter) {
      lastWriter = writer;
      isOwn = SchemaNormalization.toParsingForm(writer).equals(FORM);
    }
    if (!isOwn) {
      return decoder.decode(topic, bytes);
    }
    value = bytes;
    at = WireEncoder.PREFIX_BYTES;
    try {
      TransformedRecord record = new TransformedRecord(runId(), text(), rows());
      if (at != value.length) {
        throw new UnreadableRecordException(
            "Expected %s to end with the value, found bytes after it."
                .formatted(writer.getFullName()));
      }
      return record;
    } catch (IndexOutOfBoundsException | IllegalArgumentException e) {
      throw new UnreadableRecordException(
          "Expected the Avro form of %s, found bytes that are not (%s)."
              .formatted(writer.getFullName(), e.getClass().getSimpleName()),
          e);
    } finally {
      value = null;
    }
  }

  private String runId() {
    int length = length();
    if (!Arrays.equals(lastRun, 0, lastRun.length, value, at, Math.addExact(at, length))) {
      lastRun = slice(at, length);
      lastRunId = new Utf8(lastRun).toString();
    }
    at += length;
    return lastRunId;
  }

  private String text() {
    int length = length();
    String text = new String(value, at, length, StandardCharsets.UTF_8);
    at += length;
    return text;
  }

  private List<TableRow> rows() {
    int count = items();
    List<TableRow> rows = new ArrayList<>(count);
    while (count > 0) {
      for (int i = 0; i < count; i++) {
        rows.add(new TableRow(integer(), cells()));
      }
      count = items();
    }
    return rows;
  }

  private List<Object> cells() {
    int count = items();
    List<Object> cells = new ArrayList<>(count);
    while (count > 0) {
      for (int i = 0; i < count; i++) {
        cells.add(cell());
      }
      count = items();
    }
    return cells;
  }

  /** A value behind its place in the union, null first. */
  private Object cell() {
    int branch = integer();
    return switch (branch) {
      case 0 -> null;
      case 1 -> bool();
      case 2 -> number();
      case 3 -> floating();
      case 4 -> utf8();
      case 5 -> bytes();
      default -> throw new IllegalArgumentException("branch " + branch);
    };
  }

  private Boolean bool() {
    return value[at++] == 1;
  }

  private Double floating() {
    double number =
        Double.longBitsToDouble(
            ByteBuffer.wrap(value, at, Double.BYTES).order(ByteOrder.LITTLE_ENDIAN).getLong());
    at += Double.BYTES;
    return number;
  }

  private Utf8 utf8() {
    int length = length();
    Utf8 text = new Utf8(slice(at, length));
    at += length;
    return text;
  }

  private ByteBuffer bytes() {
    int length = length();
    ByteBuffer bytes = ByteBuffer.wrap(value, at, length).slice();
    at += length;
    return bytes;
  }

  private byte[] slice(int from, int length) {
    return Arrays.copyOfRange(value, from, from + length);
  }

  /** Number of items of the next block of a list; an item has at least one byte. */
  private int items() {
    long count = number();
    if (count < 0) {
      count = -count;
      long unused = number(); // Bytes of the block.
    }
    return atMostRest(count);
  }

  private int length() {
    return atMostRest(number());
  }

  private int atMostRest(long number) {
    if (number < 0 || number > value.length - at) {
      throw new IllegalArgumentException("length " + number);
    }
    return (int) number;
  }

  private int integer() {
    int bits = 0;
    for (int shift = 0; shift < Integer.SIZE; shift += 7) {
      byte next = value[at++];
      bits |= (next & 0x7f) << shift;
      if (next >= 0) {
        return (bits >>> 1) ^ -(bits & 1);
      }
    }
    throw new IllegalArgumentException("number too long");
  }

  /** A whole number: seven bits a byte, the lowest first, in zigzag order. */
  private long number() {
    long bits = 0;
    for (int shift = 0; shift < Long.SIZE; shift += 7) {
      byte next = value[at++];
      bits |= (next & 0x7fL) << shift;
      if (next >= 0) {
        return (bits >>> 1) ^ -(bits & 1);
      }
    }
    throw new IllegalArgumentException("number too long");
  }
}
