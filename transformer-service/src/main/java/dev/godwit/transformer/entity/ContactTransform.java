package dev.godwit.transformer.entity;

import dev.godwit.pack.TargetPack;
import dev.godwit.records.Entity;
import dev.godwit.transformer.limit.CloseValue;
import dev.godwit.transformer.merge.ConsentReading;
import dev.godwit.transformer.merge.ContactMerge;
import dev.godwit.transformer.quarantine.QuarantinedException;
import dev.godwit.transformer.quarantine.ReplacedValue;
import dev.godwit.transformer.shape.EntityShaper;
import dev.godwit.transformer.shape.Vocabularies;
import dev.godwit.worker.run.RunSpec;
import java.util.List;
import org.apache.avro.generic.IndexedRecord;

/** Transforms contacts: merges the members of a record, then shapes them. Not thread-safe. */
final class ContactTransform implements EntityTransform {
  private final EntityShaper shaper;
  private final ContactMerge merge;
  private final Object[] values;

  ContactTransform(RunSpec run, TargetPack pack) {
    shaper = new EntityShaper(pack, Entity.CONTACTS, run);
    merge =
        new ContactMerge(
            shaper.fields(),
            new ConsentReading(Vocabularies.of(pack, Entity.CONTACTS, "consent")),
            pack.contactRules());
    values = new Object[shaper.fields().size()];
  }

  @Override
  public byte[] transform(IndexedRecord contact) throws QuarantinedException {
    merge.into(contact, values);
    return merge.replacements().shaped(shaper, values, null);
  }

  @Override
  public List<ReplacedValue> replaced() {
    return merge.replacements() == null ? List.of() : merge.replacements().replaced();
  }

  @Override
  public List<CloseValue> close() {
    return shaper.close();
  }
}
