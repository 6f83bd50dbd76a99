package dev.godwit.extractor.outbound;

import dev.godwit.pgcopy.CopyTuple;
import dev.godwit.wire.BodyBuffer;
import dev.godwit.worker.StageFailedException;

/** Writes one field of a record from a row, in Avro's binary form. */
@FunctionalInterface
interface FieldWriter {
  void write(CopyTuple row, BodyBuffer out) throws StageFailedException;
}
