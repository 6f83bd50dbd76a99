package dev.godwit.transformer.run;

import dev.godwit.common.v1.Entity;
import dev.godwit.pack.TargetPack;
import dev.godwit.row.v1.ExtractedEngagement;
import dev.godwit.stage.RunSpec;
import dev.godwit.transformer.normalise.Micros;
import dev.godwit.transformer.quarantine.QuarantinedException;
import dev.godwit.transformer.shape.EntityShaper;
import dev.godwit.transformer.shape.Fields;
import org.apache.avro.specific.SpecificRecord;

/** Opens and clicks: links and agents go on as they were written. */
final class EngagementTransform implements EntityTransform {
  private final EntityShaper shaper;
  private final Object[] values;
  private final int legacyId;
  private final int emailId;
  private final int contactId;
  private final int kind;
  private final int url;
  private final int agent;
  private final int occurredAt;
  private final boolean usesOccurredAt;

  EngagementTransform(RunSpec run, TargetPack pack) {
    shaper = new EntityShaper(pack, Entity.ENGAGEMENTS, run.runId(), run.customer());
    Fields fields = shaper.fields();
    values = new Object[fields.size()];
    legacyId = fields.position("legacyId");
    emailId = fields.position("emailId");
    contactId = fields.position("contactId");
    kind = fields.position("kind");
    url = fields.position("url");
    agent = fields.position("agent");
    occurredAt = fields.position("occurredAt");
    usesOccurredAt = fields.uses("occurredAt");
  }

  @Override
  public byte[] transform(SpecificRecord record, byte[] prefix) throws QuarantinedException {
    ExtractedEngagement engagement = (ExtractedEngagement) record;
    values[legacyId] = engagement.getLegacyId();
    values[emailId] = engagement.getEmailId();
    values[contactId] = engagement.getContactId();
    values[kind] = engagement.getKind();
    values[url] = engagement.getUrl();
    values[agent] = engagement.getAgent();
    values[occurredAt] =
        usesOccurredAt ? Micros.of(engagement.getOccurredAt(), "occurredAt") : null;
    return shaper.shape(prefix, values);
  }
}
