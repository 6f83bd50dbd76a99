package dev.godwit.worker.run;

import org.apache.avro.specific.SpecificRecord;

/**
 * A CDI bean that receives every event from the first one, in order, on one thread. It must be
 * quick, and throw nothing: {@link RunRegistry} logs an error and continues with the next event.
 */
public interface RunEventListener {
  /** An event of {@code migration.events.v1}; {@link RunRegistry#status} includes it already. */
  void onEvent(SpecificRecord event);
}
