package dev.godwit.extractor.outbound;

import dev.godwit.extractor.source.SourceColumn;
import dev.godwit.pgcopy.CopyTuple;
import dev.godwit.worker.merge.Merges;
import java.nio.charset.StandardCharsets;

/** An id as UTF-8: a window into the row where it is text, digits where it is an integer. */
final class IdBytes {
  private byte[] bytes = {};
  private int start;
  private int length;

  /** Reads a column; false where it is NULL. */
  boolean read(CopyTuple row, SourceColumn column) {
    if (row.isNull(column.index())) {
      return false;
    }
    switch (column.form()) {
      case SHORT, INTEGER, LONG -> {
        bytes = Long.toString(row.integer(column.index())).getBytes(StandardCharsets.ISO_8859_1);
        start = 0;
        length = bytes.length;
      }
      case TIMESTAMP -> {
        bytes =
            TimeField.text(row.unixMicros(column.index())).getBytes(StandardCharsets.ISO_8859_1);
        start = 0;
        length = bytes.length;
      }
      case TEXT, DAY, BOOLEAN, BYTES, LIST -> {
        bytes = row.bytes();
        start = row.start(column.index());
        length = row.length(column.index());
      }
    }
    return true;
  }

  /** The id as text. */
  String text() {
    return new String(bytes, start, length, StandardCharsets.UTF_8);
  }

  byte[] survivor(Merges merges) {
    return merges.survivor(bytes, start, length);
  }

  byte[] bytes() {
    return bytes;
  }

  int start() {
    return start;
  }

  int length() {
    return length;
  }
}
