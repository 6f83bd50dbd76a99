package dev.godwit.orchestrator.view.projection;

import org.apache.avro.specific.SpecificRecord;

/**
 * Writes the records of one topic into tables. Called on the projector's thread, in a transaction.
 * <i>Contract:</i> nothing but the database is touched; what is kept in memory is forgotten on
 * {@link #forget()}.
 */
interface Projection {
  /** Topic it reads. */
  String topic();

  /**
   * Projects a record. Records of types that it does not know are left aside.
   *
   * @param value the record
   * @param partition its partition
   * @param offset its offset
   */
  void apply(SpecificRecord value, int partition, long offset);

  /** The last transaction did not happen, or the tables were emptied. */
  default void forget() {}
}
