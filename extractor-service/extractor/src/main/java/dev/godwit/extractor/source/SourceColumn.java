package dev.godwit.extractor.source;

import java.nio.charset.StandardCharsets;

/**
 * A column that a chunk selects.
 *
 * @param index position in the selected row, from 0
 * @param form how its bytes are to be read
 * @param split separator at which text is cut into a list; null where the pack has none
 */
public record SourceColumn(int index, ColumnForm form, String split) {

  /** The separator's bytes; null where there is none. */
  public byte[] separator() {
    if (form == ColumnForm.LIST) {
      return new byte[] {ColumnForm.LIST_SEPARATOR};
    }
    return split == null ? null : split.getBytes(StandardCharsets.UTF_8);
  }
}
