package dev.godwit.transformer.entity;

import dev.godwit.transformer.quarantine.QuarantinedException;
import org.apache.avro.generic.IndexedRecord;

/** Transforms the records of one entity of one run. Not thread-safe. */
interface EntityTransform {
  /**
   * The value for Kafka, still without the wire format's first bytes.
   *
   * @throws QuarantinedException where the target cannot take the record
   */
  byte[] transform(IndexedRecord record) throws QuarantinedException;
}
