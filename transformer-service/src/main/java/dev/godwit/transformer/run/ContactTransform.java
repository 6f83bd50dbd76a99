package dev.godwit.transformer.run;

import dev.godwit.common.v1.Entity;
import dev.godwit.pack.TargetPack;
import dev.godwit.row.v1.ExtractedContact;
import dev.godwit.transformer.merge.ConsentReading;
import dev.godwit.transformer.merge.ContactMerge;
import dev.godwit.transformer.quarantine.QuarantinedException;
import dev.godwit.transformer.shape.EntityShaper;
import dev.godwit.transformer.shape.Vocabularies;
import dev.godwit.worker.RunSpec;
import org.apache.avro.specific.SpecificRecord;

/** Contacts: members merged, then shaped. */
final class ContactTransform implements EntityTransform {
  private final EntityShaper shaper;
  private final ContactMerge merge;
  private final Object[] values;

  ContactTransform(RunSpec run, TargetPack pack) {
    shaper = new EntityShaper(pack, Entity.CONTACTS, run.runId(), run.customer());
    merge =
        new ContactMerge(
            shaper.fields(), new ConsentReading(Vocabularies.of(pack, Entity.CONTACTS, "consent")));
    values = new Object[shaper.fields().size()];
  }

  @Override
  public byte[] transform(SpecificRecord record) throws QuarantinedException {
    merge.into((ExtractedContact) record, values);
    return shaper.shape(values);
  }
}
