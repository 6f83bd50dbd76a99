package dev.godwit.transformer.shape;

import dev.godwit.canonical.CanonicalJson;
import dev.godwit.pack.TargetColumn;
import dev.godwit.records.QuarantineReason;
import dev.godwit.transformer.limit.CloseLimit;
import dev.godwit.transformer.normalise.TextForm;
import dev.godwit.transformer.quarantine.QuarantinedException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Writes a list of texts as a cell of an array column: the JSON array of its items. Immutable. */
final class ArrayText {
  private static final int UUID_CHARACTERS = 36;

  private final TargetColumn column;
  private final String label;

  /** Limit of an item; null where none is noted. */
  private final CloseLimit close;

  /**
   * @param column a column of an array
   * @param label {@code table.column}, for errors
   * @param notes whether items that come close to a limit are noted
   */
  ArrayText(TargetColumn column, String label, boolean notes) {
    this.column = column;
    this.label = label;
    this.close = notes ? limit(column, label) : null;
  }

  private static CloseLimit limit(TargetColumn column, String label) {
    return switch (column.type()) {
      case TEXT_ARRAY, VARCHAR_ARRAY ->
          column.maxLength() == null ? null : CloseLimit.ofLength(label, column.maxLength());
      case INTEGER_ARRAY -> CloseLimit.ofRange(label, Integer.MIN_VALUE, Integer.MAX_VALUE);
      case LONG_ARRAY -> CloseLimit.ofRange(label, Long.MIN_VALUE, Long.MAX_VALUE);
      default -> null;
    };
  }

  /**
   * Writes the items.
   *
   * @throws QuarantinedException where the column cannot hold one of them
   */
  void write(List<String> items, Shaping row) throws QuarantinedException {
    List<Object> values = new ArrayList<>(items.size());
    for (String item : items) {
      values.add(value(item, row));
    }
    CellForm.writeText(CanonicalJson.write(values), row.out);
  }

  /**
   * Writes an array that the pack gives as JSON.
   *
   * @throws IllegalArgumentException where it is no array of texts or numbers
   * @throws QuarantinedException where the column cannot hold one of the items
   */
  void writeJson(String json, Shaping row) throws QuarantinedException {
    if (!(CanonicalJson.read(json) instanceof List<?> items)) {
      throw new IllegalArgumentException("Expected a JSON array, but found another text.");
    }
    List<String> texts = new ArrayList<>(items.size());
    for (Object item : items) {
      switch (item) {
        case String text -> texts.add(text);
        case BigDecimal number -> texts.add(number.toPlainString());
        case null, default ->
            throw new IllegalArgumentException(
                "Expected texts or numbers in the JSON array, but found something else.");
      }
    }
    write(texts, row);
  }

  private Object value(String item, Shaping row) throws QuarantinedException {
    try {
      return switch (column.type()) {
        case TEXT_ARRAY, VARCHAR_ARRAY -> {
          TypedText.checkText(item, column.maxLength(), label);
          if (close != null) {
            close.note(item, row.close);
          }
          yield item;
        }
        case INTEGER_ARRAY -> number(Integer.parseInt(TextForm.strip(item)), row);
        case LONG_ARRAY -> number(Long.parseLong(TextForm.strip(item)), row);
        case UUID_ARRAY -> uuid(TextForm.strip(item));
        default ->
            throw new IllegalStateException("Expected an array, but found " + column.type() + ".");
      };
    } catch (IllegalArgumentException e) {
      throw new QuarantinedException(
          QuarantineReason.WRONG_TYPE,
          label,
          "Expected items that are values of the array's type, but found a text that is none.");
    }
  }

  private BigDecimal number(long value, Shaping row) {
    if (close != null) {
      close.note(value, row.close);
    }
    return BigDecimal.valueOf(value);
  }

  private static String uuid(String text) {
    if (text.length() != UUID_CHARACTERS) {
      throw new IllegalArgumentException("not 36 characters");
    }
    return UUID.fromString(text).toString();
  }
}
