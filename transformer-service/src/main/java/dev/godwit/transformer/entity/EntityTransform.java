package dev.godwit.transformer.entity;

import dev.godwit.transformer.limit.CloseValue;
import dev.godwit.transformer.quarantine.QuarantinedException;
import dev.godwit.transformer.quarantine.ReplacedValue;
import java.util.List;
import org.apache.avro.generic.IndexedRecord;

/** Transforms the records of one entity of one run. Not thread-safe. */
interface EntityTransform {
  /**
   * The value for Kafka, still without the wire format's first bytes.
   *
   * @throws QuarantinedException where the target cannot take the record
   */
  byte[] transform(IndexedRecord record) throws QuarantinedException;

  /** Values of the last record that were replaced; valid until the next one. */
  List<ReplacedValue> replaced();

  /** Values of the last record that come close to a limit of the target. */
  List<CloseValue> close();
}
