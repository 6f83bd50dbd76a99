package dev.godwit.extractor.rehearsal;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Map;

/** Writes synthetic events as a foreign program writes its own to the live topic. Stateless. */
final class SyntheticJson {
  static final String URL = "https://example.com/godwit-rehearsal";
  static final String AGENT = "godwit rehearsal";

  private static final JsonFactory JSON = new JsonFactory();

  private SyntheticJson() {}

  /**
   * The value of a record.
   *
   * @param run number of the rehearsal run, the mark of the event
   * @param reference the fields that name the email; in their order
   * @param click true for a click, false for an open
   */
  static byte[] event(
      String customer,
      int run,
      String eventId,
      Map<String, String> reference,
      boolean click,
      Instant at) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonGenerator json = JSON.createGenerator(bytes)) {
      json.writeStartObject();
      json.writeStringField("customer", customer);
      json.writeStringField("eventId", eventId);
      for (Map.Entry<String, String> field : reference.entrySet()) {
        json.writeStringField(field.getKey(), field.getValue());
      }
      json.writeStringField("kind", click ? "click" : "open");
      if (click) {
        json.writeStringField("url", URL);
      }
      json.writeStringField("agent", AGENT);
      json.writeStringField("occurredAt", at.toString());
      json.writeNumberField("rehearsal", run);
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }
}
