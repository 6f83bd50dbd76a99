package dev.godwit.extractor.source;

import dev.godwit.pgcopy.CopyTuple;
import java.nio.charset.StandardCharsets;

/**
 * A column that a chunk selects.
 *
 * @param index position in the selected row, from 0
 * @param form form of its bytes
 * @param split separator of list elements in a text; null where the pack has none
 */
public record SourceColumn(int index, ColumnForm form, String split) {

  /** The column as text where it is text or an integer; null for NULL. */
  public String text(CopyTuple row) {
    return switch (form) {
      case SHORT, INTEGER, LONG -> row.isNull(index) ? null : Long.toString(row.integer(index));
      case TEXT, TIMESTAMP, DAY, BOOLEAN, BYTES, LIST -> row.text(index);
    };
  }

  /** The separator's bytes; null where there is none. */
  public byte[] separator() {
    if (form == ColumnForm.LIST) {
      return new byte[] {ColumnForm.LIST_SEPARATOR};
    }
    return split == null ? null : split.getBytes(StandardCharsets.UTF_8);
  }
}
