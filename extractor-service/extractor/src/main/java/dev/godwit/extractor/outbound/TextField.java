package dev.godwit.extractor.outbound;

import dev.godwit.extractor.source.SourceColumn;
import dev.godwit.pgcopy.CopyTuple;
import dev.godwit.wire.BodyBuffer;
import java.nio.charset.StandardCharsets;

/** Text, or an integer as decimal text. Stateless. */
final class TextField {
  private TextField() {}

  /** Writes a column that is not NULL. */
  static void write(CopyTuple row, SourceColumn column, BodyBuffer out) {
    switch (column.form()) {
      case SHORT, INTEGER, LONG -> writeInteger(row.integer(column.index()), out);
      case TIMESTAMP -> out.writeString(TimeField.text(row.unixMicros(column.index())));
      case TEXT, DAY, BOOLEAN, BYTES, LIST ->
          out.writeBytes(row.bytes(), row.start(column.index()), row.length(column.index()));
    }
  }

  private static void writeInteger(long value, BodyBuffer out) {
    byte[] digits = Long.toString(value).getBytes(StandardCharsets.ISO_8859_1);
    out.writeBytes(digits, 0, digits.length);
  }
}
