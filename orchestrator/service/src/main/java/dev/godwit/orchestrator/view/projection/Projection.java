package dev.godwit.orchestrator.view.projection;

import java.util.List;
import org.apache.avro.specific.SpecificRecord;

/**
 * Writes the records of one topic into tables. Called on the projector's thread, in a transaction.
 * <i>Contract:</i> it changes nothing but the database; {@link #forget()} clears its memory.
 */
interface Projection {
  /** Topic it reads. */
  String topic();

  /**
   * Begins a batch: what many records need is read at once.
   *
   * @param values the records of this topic, in their order
   */
  default void begin(List<SpecificRecord> values) {}

  /** Ends a batch: what was changed by many records is written once. */
  default void end() {}

  /**
   * Projects a record; ignores records of types that it does not know.
   *
   * @param value the record
   * @param partition its partition
   * @param offset its offset
   */
  void apply(SpecificRecord value, int partition, long offset);

  /** The last transaction was rolled back, or the tables were emptied. */
  default void forget() {}
}
