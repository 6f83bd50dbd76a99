package dev.godwit.canonical;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Reads one JSON text with Jackson's streaming parser, strictly as RFC 8259 has it, with exact
 * numbers and within the limits that {@link CanonicalJson} names. Stateless.
 */
final class JsonReader {
  private static final int MAX_DEPTH = 500;
  private static final int MAX_NUMBER_CHARS = 1_000;

  /** Written in full, a number has at most {@link #MAX_NUMBER_CHARS} digits, a point and a sign. */
  private static final int MAX_WRITTEN_NUMBER_CHARS = 2 * MAX_NUMBER_CHARS;

  /** Keeps no names: every customer has names of its own, and a hash of them could be attacked. */
  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(MAX_DEPTH)
                  .maxNumberLength(MAX_WRITTEN_NUMBER_CHARS)
                  .maxStringLength(Integer.MAX_VALUE)
                  .maxNameLength(Integer.MAX_VALUE)
                  .build())
          .build();

  private JsonReader() {}

  static Object read(String json) {
    try (JsonParser parser = FACTORY.createParser(json)) {
      try {
        parser.nextToken();
        Object value = value(parser);
        if (parser.nextToken() != null) {
          throw wrong("the end", parser);
        }
        return value;
      } catch (JacksonException e) {
        // Without its cause, whose message quotes the text.
        throw new InvalidJsonException("JSON", (int) parser.currentLocation().getCharOffset());
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Reading a text in memory", e);
    }
  }

  private static Object value(JsonParser parser) throws IOException {
    return switch (parser.currentToken()) {
      case START_OBJECT -> object(parser);
      case START_ARRAY -> array(parser);
      case VALUE_STRING -> text(parser);
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> number(parser);
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      case VALUE_NULL -> null;
      case null, default -> throw wrong("a value", parser);
    };
  }

  private static SortedMap<String, Object> object(JsonParser parser) throws IOException {
    SortedMap<String, Object> fields = new TreeMap<>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = text(parser);
      parser.nextToken();
      fields.put(name, value(parser));
    }
    return fields;
  }

  private static List<Object> array(JsonParser parser) throws IOException {
    List<Object> items = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      items.add(value(parser));
    }
    return items;
  }

  /** The text or name, which must not have an unpaired surrogate: UTF-8 cannot hold it. */
  private static String text(JsonParser parser) throws IOException {
    String text = parser.getText();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isSurrogate(c)) {
        if (Character.isLowSurrogate(c)
            || i + 1 == text.length()
            || !Character.isLowSurrogate(text.charAt(i + 1))) {
          throw wrong("a text without unpaired surrogates", parser);
        }
        i++;
      }
    }
    return text;
  }

  private static BigDecimal number(JsonParser parser) throws IOException {
    String written = parser.getText();
    if (written.length() > MAX_WRITTEN_NUMBER_CHARS) {
      throw wrong("a shorter number", parser);
    }
    try {
      BigDecimal number = new BigDecimal(written).stripTrailingZeros();
      long wholeDigits = Math.max(1L, (long) number.precision() - number.scale());
      if (wholeDigits + Math.max(0, number.scale()) > MAX_NUMBER_CHARS) {
        throw wrong("a shorter number", parser);
      }
      return number;
    } catch (NumberFormatException | ArithmeticException e) {
      throw wrong("a shorter number", parser);
    }
  }

  private static InvalidJsonException wrong(String expected, JsonParser parser) {
    return new InvalidJsonException(
        expected, (int) Math.max(0, parser.currentTokenLocation().getCharOffset()));
  }
}
