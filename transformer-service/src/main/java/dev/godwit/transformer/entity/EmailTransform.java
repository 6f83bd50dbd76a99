package dev.godwit.transformer.entity;

import dev.godwit.pack.TargetPack;
import dev.godwit.records.Entity;
import dev.godwit.row.v1.ExtractedEmail;
import dev.godwit.transformer.normalise.Micros;
import dev.godwit.transformer.quarantine.QuarantinedException;
import dev.godwit.transformer.shape.EntityShaper;
import dev.godwit.transformer.shape.Fields;
import dev.godwit.worker.run.RunSpec;

/** Transforms emails. Their texts are history and stay as they were written. Not thread-safe. */
final class EmailTransform {
  private final EntityShaper shaper;
  private final Object[] values;
  private final int legacyId;
  private final int contactId;
  private final int subject;
  private final int sender;
  private final int campaign;
  private final int messageId;
  private final int sentAt;
  private final boolean usesSentAt;

  EmailTransform(RunSpec run, TargetPack pack) {
    shaper = new EntityShaper(pack, Entity.EMAILS, run.runId(), run.customer());
    Fields fields = shaper.fields();
    values = new Object[fields.size()];
    legacyId = fields.position("legacyId");
    contactId = fields.position("contactId");
    subject = fields.position("subject");
    sender = fields.position("sender");
    campaign = fields.position("campaign");
    messageId = fields.position("messageId");
    sentAt = fields.position("sentAt");
    usesSentAt = fields.uses("sentAt");
  }

  byte[] transform(ExtractedEmail email) throws QuarantinedException {
    values[legacyId] = email.getLegacyId();
    values[contactId] = email.getContactId();
    values[subject] = email.getSubject();
    values[sender] = email.getSender();
    values[campaign] = email.getCampaign();
    values[messageId] = email.getMessageId();
    values[sentAt] = usesSentAt ? Micros.of(email.getSentAt(), "sentAt") : null;
    return shaper.shape(values);
  }
}
