package dev.godwit.transformer.entity;

import dev.godwit.transformer.limit.CloseValue;
import dev.godwit.transformer.merge.RowMerge;
import dev.godwit.transformer.quarantine.QuarantinedException;
import dev.godwit.transformer.quarantine.ReplacedValue;
import dev.godwit.transformer.shape.EntityShaper;
import java.util.List;
import org.apache.avro.generic.IndexedRecord;

/**
 * Transforms the records of an entity that has no meaning of its own, and emails, whose texts are
 * history: values stay as they were written. Not thread-safe.
 */
final class RowTransform implements EntityTransform {
  private final EntityShaper shaper;
  private final Object[] values;
  private RowMerge rows;

  RowTransform(EntityShaper shaper) {
    this.shaper = shaper;
    this.values = new Object[shaper.fields().size()];
  }

  @Override
  public byte[] transform(IndexedRecord record) throws QuarantinedException {
    if (rows == null || !rows.reads(record.getSchema())) {
      rows = RowMerge.of(record.getSchema(), shaper.fields());
    }
    rows.into(record, values);
    return rows.replacements().shaped(shaper, values, null);
  }

  @Override
  public List<ReplacedValue> replaced() {
    return rows == null ? List.of() : rows.replacements().replaced();
  }

  @Override
  public List<CloseValue> close() {
    return shaper.close();
  }
}
