package dev.godwit.extractor.webhook;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;

/** Reads providers' JSON. Stateless; what it says of a body never quotes it. */
final class Json {
  static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .build();

  private Json() {}

  static JsonNode object(byte[] body, String what) throws Refusal {
    return require(read(body), JsonNode::isObject, "a JSON object, " + what);
  }

  static JsonNode array(byte[] body, String what) throws Refusal {
    JsonNode array = require(read(body), JsonNode::isArray, "a JSON array, " + what);
    for (JsonNode element : array) {
      require(element, JsonNode::isObject, "every element of the JSON array to be an object");
    }
    return array;
  }

  /** A field as text; null where it is missing, null or no single value. */
  static String text(JsonNode object, String field) {
    JsonNode value = object.path(field);
    return value.isValueNode() && !value.isNull() ? value.asText() : null;
  }

  private static JsonNode read(byte[] body) throws Refusal {
    try {
      return MAPPER.readTree(body);
    } catch (JsonProcessingException e) {
      var where = e.getLocation();
      throw Refusal.unreadable(
          "Expected JSON, found something else at line %d, column %d. Check what the provider is set to send."
              .formatted(
                  where == null ? 1 : where.getLineNr(), where == null ? 1 : where.getColumnNr()));
    } catch (IOException e) {
      throw Refusal.unreadable("Expected JSON in UTF-8, found bytes that are not.");
    }
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
