package dev.godwit.transformer.shape;

import dev.godwit.row.v1.TableRow;
import dev.godwit.wire.BodyBuffer;
import org.apache.avro.Schema;

/**
 * Avro's form of a cell: the branch of the union, then the value. The branches are looked up in the
 * schema of {@link TableRow}, so they follow it. Stateless.
 */
final class CellForm {
  private static final Schema UNION =
      TableRow.getClassSchema().getField("cells").schema().getElementType();
  private static final int NULL = UNION.getIndexNamed("null");
  private static final int BOOLEAN = UNION.getIndexNamed("boolean");
  private static final int LONG = UNION.getIndexNamed("long");
  private static final int DOUBLE = UNION.getIndexNamed("double");
  private static final int STRING = UNION.getIndexNamed("string");
  private static final int BYTES = UNION.getIndexNamed("bytes");

  private CellForm() {}

  static void writeNull(BodyBuffer out) {
    out.writeLong(NULL);
  }

  static void writeBoolean(boolean value, BodyBuffer out) {
    out.writeLong(BOOLEAN);
    out.writeBoolean(value);
  }

  static void writeLong(long value, BodyBuffer out) {
    out.writeLong(LONG);
    out.writeLong(value);
  }

  static void writeDouble(double value, BodyBuffer out) {
    out.writeLong(DOUBLE);
    out.writeDouble(value);
  }

  static void writeText(String value, BodyBuffer out) {
    out.writeLong(STRING);
    out.writeString(value);
  }

  static void writeBytes(byte[] value, BodyBuffer out) {
    out.writeLong(BYTES);
    out.writeBytes(value, 0, value.length);
  }
}
