package dev.godwit.transformer.run;

import dev.godwit.transformer.quarantine.QuarantinedException;
import org.apache.avro.specific.SpecificRecord;

/** Makes records of the new system of an entity's extracted records. Not thread-safe. */
interface EntityTransform {
  /**
   * The value for Kafka of one record.
   *
   * @throws ClassCastException where the record is not one of this entity
   */
  byte[] transform(SpecificRecord record) throws QuarantinedException;
}
