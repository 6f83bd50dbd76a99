package dev.godwit.webhooks.providers;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.godwit.webhooks.request.Refusal;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** Reads providers' JSON. Stateless; its messages never quote a body. */
public final class Json {
  /**
   * Names and values of one body, or of one element of a list: as a tree it is many times larger.
   */
  private static final long MOST_TOKENS = 20_000;

  /** Reads one complete JSON value with exact numbers, within limits. */
  public static final ObjectMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(50)
                          .maxNameLength(1_000)
                          .maxNumberLength(1_000)
                          .maxTokenCount(MOST_TOKENS)
                          .build())
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .build();

  /** For bodies that are not verified yet: field names of such a body are not interned. */
  private static final JsonFactory UNVERIFIED =
      JsonFactory.builder().disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES).build();

  private Json() {}

  static JsonNode object(byte[] body, String what) throws Refusal {
    return require(read(body), JsonNode::isObject, "a JSON object, " + what);
  }

  /**
   * The scalar values of a JSON object that have the given names, as texts. Skips all other values
   * without allocating, so its memory does not grow with the number of a body's parts.
   */
  static Map<String, String> texts(byte[] body, Set<String> names, String what) throws Refusal {
    return texts(body, null, names, what);
  }

  /** As {@link #texts}, of the object that is the value of a field; none where it is not one. */
  static Map<String, String> textsOf(byte[] body, String field, Set<String> names, String what)
      throws Refusal {
    return texts(body, field, names, what);
  }

  private static Map<String, String> texts(
      byte[] body, String field, Set<String> names, String what) throws Refusal {
    Map<String, String> texts = new HashMap<>();
    try (JsonParser parser = UNVERIFIED.createParser(body)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw Refusal.unreadable(
            "Expected a JSON object, %s, found something else. Check what the provider is set to send."
                .formatted(what));
      }
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String name = parser.currentName();
        parser.nextToken();
        if (field == null) {
          take(parser, name, names, texts);
        } else if (name.equals(field) && parser.currentToken() == JsonToken.START_OBJECT) {
          while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String inner = parser.currentName();
            parser.nextToken();
            take(parser, inner, names, texts);
          }
        } else {
          parser.skipChildren();
        }
      }
      if (parser.nextToken() != null) {
        throw Refusal.unreadable("Expected one JSON object, found something after its end.");
      }
      return texts;
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  private static void take(
      JsonParser parser, String name, Set<String> names, Map<String, String> texts)
      throws IOException {
    JsonToken token = parser.currentToken();
    if (names.contains(name) && token.isScalarValue() && token != JsonToken.VALUE_NULL) {
      texts.put(name, parser.getText());
    } else {
      parser.skipChildren();
    }
  }

  /**
   * Reads the objects of a JSON array one after another; holds one of them at a time.
   *
   * @param reader receives each object
   * @param unreadable receives the bytes of each element that is no readable object: it costs the
   *     others nothing
   * @throws Refusal where the body is no array, or has elements and none that begins as an object
   */
  static void each(byte[] body, String what, Consumer<JsonNode> reader, Consumer<byte[]> unreadable)
      throws Refusal {
    JsonElements elements = new JsonElements(body);
    if (!elements.begin()) {
      throw Refusal.unreadable(
          "Expected a JSON array, %s, found something else. Check what the provider is set to send."
              .formatted(what));
    }
    boolean objects = true;
    byte[] element;
    for (int i = 0; (element = elements.next()) != null; i++) {
      boolean begins = element.length > 0 && element[0] == '{';
      objects = begins || (objects && i > 0);
      JsonNode object = objectOrNull(element);
      if (object == null) {
        unreadable.accept(element);
      } else {
        reader.accept(object);
      }
    }
    if (!objects) {
      throw Refusal.unreadable(
          "Expected the elements of the JSON array to be objects, found something else. Check what the provider is set to send.");
    }
  }

  private static JsonNode objectOrNull(byte[] element) {
    try {
      JsonNode read = MAPPER.readTree(element);
      return read != null && read.isObject() ? read : null;
    } catch (IOException e) {
      return null;
    }
  }

  /** A field as text; null where it is missing, null or no single value. */
  static String text(JsonNode object, String field) {
    JsonNode value = object.path(field);
    return value.isValueNode() && !value.isNull() ? value.asText() : null;
  }

  private static JsonNode read(byte[] body) throws Refusal {
    try {
      return MAPPER.readTree(body);
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  private static Refusal unreadable(IOException e) {
    if (e instanceof JsonProcessingException json) {
      JsonLocation where = json.getLocation();
      return Refusal.unreadable(
          "Expected JSON, found something else at line %d, column %d. Check what the provider is set to send."
              .formatted(
                  where == null ? 1 : where.getLineNr(), where == null ? 1 : where.getColumnNr()));
    }
    return Refusal.unreadable("Expected JSON in UTF-8, found bytes that are not.");
  }

  private static JsonNode require(
      JsonNode node, java.util.function.Predicate<JsonNode> test, String expected) throws Refusal {
    if (!test.test(node)) {
      throw Refusal.unreadable(
          "Expected %s, found %s. Check what the provider is set to send."
              .formatted(expected, node.isMissingNode() ? "nothing" : node.getNodeType()));
    }
    return node;
  }
}
