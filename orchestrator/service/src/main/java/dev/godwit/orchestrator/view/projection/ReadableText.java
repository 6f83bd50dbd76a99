package dev.godwit.orchestrator.view.projection;

import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificRecord;

/**
 * Replaces control characters in the text of a record before any of it is kept: PostgreSQL refuses
 * NUL in text and in JSON, and others move the cursor of a terminal that prints the report. Each
 * has a visible sign of its own, so that different texts stay different. Line feeds and tabs stay.
 */
public final class ReadableText {
  private static final char PICTURES = '\u2400';
  private static final char DELETE = '\u007f';
  private static final char PICTURE_OF_DELETE = '\u2421';
  private static final char REPLACEMENT = '\ufffd';

  private ReadableText() {}

  /**
   * In every text of a record, however deep.
   *
   * @param record the record; changed
   * @return the same
   */
  public static SpecificRecord of(SpecificRecord record) {
    for (Schema.Field field : record.getSchema().getFields()) {
      Object before = record.get(field.pos());
      Object after = value(before);
      if (after != before) {
        record.put(field.pos(), after);
      }
    }
    return record;
  }

  /** The same text where it has no control character. */
  static String of(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (isControl(text.charAt(i))) {
        return replaced(text);
      }
    }
    return text;
  }

  private static Object value(Object value) {
    return switch (value) {
      case String text -> of(text);
      case SpecificRecord record -> of(record);
      case List<?> list when list.stream().anyMatch(one -> value(one) != one) ->
          list.stream().map(ReadableText::value).toList();
      case Map<?, ?> map -> {
        Map<Object, Object> readable = new java.util.HashMap<>();
        map.forEach((k, v) -> readable.put(value(k), value(v)));
        yield readable;
      }
      case null, default -> value;
    };
  }

  private static String replaced(String text) {
    StringBuilder readable = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      readable.append(isControl(c) ? picture(c) : c);
    }
    return readable.toString();
  }

  private static boolean isControl(char c) {
    return Character.isISOControl(c) && c != '\n' && c != '\t';
  }

  private static char picture(char c) {
    if (c < ' ') {
      return (char) (PICTURES + c);
    }
    return c == DELETE ? PICTURE_OF_DELETE : REPLACEMENT;
  }
}
