package dev.godwit.local.stack;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

/**
 * The answer of a service to a readiness probe, in the form of the MicroProfile Health
 * specification 4.0 ("Wire format"). Thread-safe.
 */
final class ReadinessAnswer {
  private static final ObjectMapper JSON = new ObjectMapper();

  private ReadinessAnswer() {}

  /**
   * The checks that are down, a line each, with their data below.
   *
   * @param body what the service answered; may be no JSON
   * @return empty where no check is down, or where the answer is of another form
   */
  static String failures(String body) {
    StringBuilder lines = new StringBuilder();
    try {
      for (JsonNode check : JSON.readTree(body).path("checks")) {
        if (!"UP".equals(check.path("status").asText())) {
          append(lines, "  ", check.path("name").asText() + " is down");
          check
              .path("data")
              .properties()
              .forEach(
                  item -> append(lines, "    ", item.getKey() + ": " + item.getValue().asText()));
        }
      }
    } catch (JsonProcessingException e) {
      return "";
    }
    return lines.toString().stripTrailing();
  }

  private static void append(StringBuilder lines, String indent, String text) {
    lines.append(indent).append(text.replace("\n", "\n" + indent + "  ")).append('\n');
  }
}
