package dev.godwit.extractor.outbound;

import dev.godwit.extractor.source.CopyTuple;
import dev.godwit.serdes.BodyBuffer;
import dev.godwit.stage.StageFailedException;

/** Writes one field of a record from a row, in Avro's binary form. */
@FunctionalInterface
interface FieldWriter {
  void write(CopyTuple row, BodyBuffer out) throws StageFailedException;
}
