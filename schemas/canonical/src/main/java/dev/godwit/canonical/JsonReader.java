package dev.godwit.canonical;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** Reads one JSON text, strictly as RFC 8259 has it. For one text and one thread. */
final class JsonReader {
  private static final int MAX_DEPTH = 500;
  private static final int MAX_NUMBER_CHARS = 1_000;

  private final String json;
  private int at;
  private int depth;

  JsonReader(String json) {
    this.json = json;
  }

  Object document() {
    Object value = value();
    skipSpace();
    if (at != json.length()) {
      throw wrong("the end");
    }
    return value;
  }

  private Object value() {
    skipSpace();
    return switch (peek()) {
      case '{' -> object();
      case '[' -> array();
      case '"' -> string();
      case 't' -> word("true", Boolean.TRUE);
      case 'f' -> word("false", Boolean.FALSE);
      case 'n' -> word("null", null);
      default -> number();
    };
  }

  private SortedMap<String, Object> object() {
    SortedMap<String, Object> fields = new TreeMap<>();
    enter();
    skipSpace();
    if (peek() == '}') {
      return leave(fields);
    }
    while (true) {
      skipSpace();
      String name = string();
      skipSpace();
      expect(':');
      fields.put(name, value());
      skipSpace();
      if (peek() == '}') {
        return leave(fields);
      }
      expect(',');
    }
  }

  private List<Object> array() {
    List<Object> items = new ArrayList<>();
    enter();
    skipSpace();
    if (peek() == ']') {
      return leave(items);
    }
    while (true) {
      items.add(value());
      skipSpace();
      if (peek() == ']') {
        return leave(items);
      }
      expect(',');
    }
  }

  private void enter() {
    if (++depth > MAX_DEPTH) {
      throw wrong("no more than " + MAX_DEPTH + " levels of nesting");
    }
    at++;
  }

  private <T> T leave(T value) {
    depth--;
    at++;
    return value;
  }

  private String string() {
    expect('"');
    int from = at;
    while (true) {
      char c = peek();
      if (c == '"') {
        return paired(json.substring(from, at++), from);
      }
      if (c == '\\') {
        return escapedString(from);
      }
      if (c < 0x20) {
        throw wrong("an escape in place of a control character");
      }
      at++;
    }
  }

  private String escapedString(int from) {
    StringBuilder text = new StringBuilder(at - from + 32).append(json, from, at);
    while (true) {
      char c = peek();
      at++;
      if (c == '"') {
        return paired(text.toString(), from);
      }
      if (c == '\\') {
        text.append(escape());
      } else if (c < 0x20) {
        at--;
        throw wrong("an escape in place of a control character");
      } else {
        text.append(c);
      }
    }
  }

  private char escape() {
    char c = peek();
    at++;
    return switch (c) {
      case '"', '\\', '/' -> c;
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'u' -> hex();
      default -> {
        at--;
        throw wrong("an escape");
      }
    };
  }

  private char hex() {
    int code = 0;
    for (int i = 0; i < 4; i++) {
      int digit = Character.digit(peek(), 16);
      if (digit < 0 || peek() > 'f') {
        throw wrong("a hexadecimal digit");
      }
      code = code << 4 | digit;
      at++;
    }
    return (char) code;
  }

  private String paired(String text, int from) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isSurrogate(c)) {
        boolean pair =
            Character.isHighSurrogate(c)
                && i + 1 < text.length()
                && Character.isLowSurrogate(text.charAt(i + 1));
        if (!pair) {
          throw new InvalidJsonException("a text without unpaired surrogates", from);
        }
        i++;
      }
    }
    return text;
  }

  private Object word(String word, Object value) {
    if (!json.startsWith(word, at)) {
      throw wrong("a value");
    }
    at += word.length();
    return value;
  }

  private BigDecimal number() {
    int from = at;
    if (peek() == '-') {
      at++;
    }
    if (peek() == '0') {
      at++;
    } else {
      digits("a value");
    }
    if (at < json.length() && json.charAt(at) == '.') {
      at++;
      digits("a digit");
    }
    if (at < json.length() && (json.charAt(at) == 'e' || json.charAt(at) == 'E')) {
      at++;
      if (at < json.length() && (json.charAt(at) == '+' || json.charAt(at) == '-')) {
        at++;
      }
      digits("a digit");
    }
    return bounded(from);
  }

  private BigDecimal bounded(int from) {
    // What is written in full is at most MAX_NUMBER_CHARS digits, a point and a sign.
    if (at - from > 2 * MAX_NUMBER_CHARS) {
      throw new InvalidJsonException("a shorter number", from);
    }
    try {
      BigDecimal number = new BigDecimal(json.substring(from, at)).stripTrailingZeros();
      long wholeDigits = Math.max(1L, (long) number.precision() - number.scale());
      if (wholeDigits + Math.max(0, number.scale()) > MAX_NUMBER_CHARS) {
        throw new InvalidJsonException("a shorter number", from);
      }
      return number;
    } catch (NumberFormatException | ArithmeticException e) {
      throw new InvalidJsonException("a shorter number", from);
    }
  }

  private void digits(String expected) {
    int from = at;
    while (at < json.length() && json.charAt(at) >= '0' && json.charAt(at) <= '9') {
      at++;
    }
    if (at == from) {
      throw wrong(expected);
    }
  }

  private void skipSpace() {
    while (at < json.length()) {
      char c = json.charAt(at);
      if (c != ' ' && c != '\t' && c != '\n' && c != '\r') {
        return;
      }
      at++;
    }
  }

  private void expect(char c) {
    if (peek() != c) {
      throw wrong("'" + c + "'");
    }
    at++;
  }

  private char peek() {
    if (at >= json.length()) {
      throw wrong("more");
    }
    return json.charAt(at);
  }

  private InvalidJsonException wrong(String expected) {
    return new InvalidJsonException(expected, at);
  }
}
