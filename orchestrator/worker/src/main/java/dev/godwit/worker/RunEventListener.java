package dev.godwit.worker;

import org.apache.avro.specific.SpecificRecord;

/**
 * A CDI bean that hears every event from the first one, in order, by one thread. Be quick, and
 * throw nothing: an error is logged and the event counts as heard.
 */
public interface RunEventListener {
  /** An event of {@code migration.events.v1}. */
  void onEvent(SpecificRecord event);
}
