package dev.godwit.orchestrator.view.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;

/** JSON of the documents in the database, with ISO-8601 times. Thread-safe. */
public final class Documents {
  private static final ObjectMapper MAPPER =
      new ObjectMapper()
          .registerModule(new JavaTimeModule())
          .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

  private Documents() {}

  /** As JSON. */
  public static String write(Object document) {
    try {
      return MAPPER.writeValueAsString(document);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A document of the read model cannot be written.", e);
    }
  }

  /**
   * From JSON.
   *
   * @throws OtherVersionException where it is not of this version; rebuilding the read model mends
   *     that
   */
  public static <T> T read(String json, Class<T> type) {
    try {
      return MAPPER.readValue(json, type);
    } catch (JsonProcessingException e) {
      throw new OtherVersionException(type, e);
    }
  }

  /** A document is of another version; retriable once the read model was rebuilt. */
  public static final class OtherVersionException extends IllegalStateException {
    private static final long serialVersionUID = 1L;

    OtherVersionException(Class<?> type, Throwable cause) {
      super(
          "Expected a %s of this version in the read model, found other JSON. Rebuild it with godwit view rebuild."
              .formatted(type.getSimpleName()),
          cause);
    }
  }
}
