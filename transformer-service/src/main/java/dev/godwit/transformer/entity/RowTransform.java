package dev.godwit.transformer.entity;

import dev.godwit.transformer.quarantine.QuarantinedException;
import dev.godwit.transformer.quarantine.ReplacedValue;
import dev.godwit.transformer.shape.EntityShaper;
import dev.godwit.transformer.shape.RowReader;
import java.util.List;
import org.apache.avro.generic.IndexedRecord;

/**
 * Transforms the rows of an entity that does not merge and has no meaning of its own, and emails,
 * whose texts are history: values stay as they were written. Not thread-safe.
 */
final class RowTransform implements EntityTransform {
  private final EntityShaper shaper;
  private final Object[] values;
  private RowReader reader;

  RowTransform(EntityShaper shaper) {
    this.shaper = shaper;
    this.values = new Object[shaper.fields().size()];
  }

  @Override
  public byte[] transform(IndexedRecord row) throws QuarantinedException {
    if (reader == null || !reader.reads(row.getSchema())) {
      reader = RowReader.of(row.getSchema(), shaper.fields());
    }
    reader.replacements().begin();
    reader.into(row, values);
    return reader.replacements().shaped(shaper, values, null);
  }

  @Override
  public List<ReplacedValue> replaced() {
    return reader == null ? List.of() : reader.replacements().replaced();
  }
}
