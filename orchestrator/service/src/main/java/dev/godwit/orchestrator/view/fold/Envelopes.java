package dev.godwit.orchestrator.view.fold;

import dev.godwit.event.v1.Envelope;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificRecord;

/** The envelope that every event carries. */
public final class Envelopes {
  private Envelopes() {}

  /**
   * Envelope of an event.
   *
   * @throws IllegalArgumentException where the record is not an event; poison
   */
  public static Envelope of(SpecificRecord event) {
    Schema.Field field = event.getSchema().getField("envelope");
    if (field != null && event.get(field.pos()) instanceof Envelope envelope) {
      return envelope;
    }
    throw new IllegalArgumentException(
        "Expected an event with an envelope, found " + event.getSchema().getFullName() + ".");
  }
}
