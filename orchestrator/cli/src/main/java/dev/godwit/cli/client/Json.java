package dev.godwit.cli.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;

/** JSON of answers: ISO-8601 times; fields of a newer orchestrator are ignored. */
public final class Json {
  private Json() {}

  /** A new mapper; thread-safe once in use. */
  public static ObjectMapper mapper() {
    return new ObjectMapper()
        .registerModule(new JavaTimeModule())
        .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
        .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);
  }

  /** A value as JSON on one line. */
  public static String line(Object value) {
    return write(mapper().writer(), value);
  }

  /** A value as JSON for people, on several lines. */
  public static String pretty(Object value) {
    return write(mapper().writerWithDefaultPrettyPrinter(), value);
  }

  private static String write(ObjectWriter writer, Object value) {
    try {
      return writer.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(
          "Expected a value that can be written as JSON, found " + value.getClass() + ".", e);
    }
  }
}
