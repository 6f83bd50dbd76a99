package dev.godwit.canonical;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;

/**
 * One text for all JSON texts of equal value, so that JSON that was written can be compared with
 * the JSON that a database returns after it stored it in its own way.
 *
 * <ul>
 *   <li>No white space; object keys sorted by UTF-16 code units; of equal keys the last one wins
 *       (as in PostgreSQL's {@code jsonb}).
 *   <li>Numbers as plain decimals without trailing zeros: {@code 1.50} and {@code 15e-1} are {@code
 *       1.5}; there is no negative zero. A number that needs more than 1,000 characters so is
 *       refused.
 *   <li>Strings verbatim, with {@code \"}, {@code \\}, {@code \b \f \n \r \t}, and other control
 *       characters below U+0020 as {@code \}{@code u00xx}. Unpaired surrogates are refused: UTF-8
 *       cannot hold them.
 *   <li>Nesting deeper than 500 levels is refused.
 * </ul>
 *
 * <p>Stateless, thread-safe.
 */
public final class CanonicalJson {
  private CanonicalJson() {}

  /**
   * Canonical text of a JSON text.
   *
   * @param json not null
   * @throws InvalidJsonException when it is not JSON as RFC 8259 has it, or beyond the limits above
   */
  public static String of(String json) {
    return write(read(json));
  }

  /**
   * Value of a JSON text: null, {@link Boolean}, {@link BigDecimal}, {@link String}, {@code
   * List<Object>} or {@code SortedMap<String, Object>}; lists and maps can be changed.
   *
   * @throws InvalidJsonException as in {@link #of}
   */
  public static Object read(String json) {
    return JsonReader.read(json);
  }

  /** Canonical text of a value as {@link #read} gives it; maps are expected to be sorted. */
  public static String write(Object value) {
    StringBuilder out = new StringBuilder();
    write(value, out);
    return out.toString();
  }

  private static void write(Object value, StringBuilder out) {
    switch (value) {
      case null -> out.append("null");
      case Boolean bool -> out.append(bool);
      case BigDecimal number -> out.append(number.stripTrailingZeros().toPlainString());
      case String text -> writeString(text, out);
      case List<?> items -> {
        out.append('[');
        String separator = "";
        for (Object item : items) {
          out.append(separator);
          write(item, out);
          separator = ",";
        }
        out.append(']');
      }
      case Map<?, ?> fields -> {
        out.append('{');
        String separator = "";
        for (Map.Entry<?, ?> field : fields.entrySet()) {
          out.append(separator);
          writeString((String) field.getKey(), out);
          out.append(':');
          write(field.getValue(), out);
          separator = ",";
        }
        out.append('}');
      }
      default ->
          throw new IllegalArgumentException(
              "Expected a JSON value, but found " + value.getClass().getName() + ".");
    }
  }

  private static void writeString(String text, StringBuilder out) {
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"' -> out.append("\\\"");
        case '\\' -> out.append("\\\\");
        case '\b' -> out.append("\\b");
        case '\f' -> out.append("\\f");
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        case '\t' -> out.append("\\t");
        default -> {
          if (c < 0x20) {
            out.append("\\u00").append(Character.forDigit(c >> 4, 16));
            out.append(Character.forDigit(c & 15, 16));
          } else {
            out.append(c);
          }
        }
      }
    }
    out.append('"');
  }
}
