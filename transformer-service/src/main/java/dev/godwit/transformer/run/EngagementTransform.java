package dev.godwit.transformer.run;

import dev.godwit.common.v1.Entity;
import dev.godwit.pack.TargetPack;
import dev.godwit.row.v1.ExtractedEngagement;
import dev.godwit.transformer.quarantine.QuarantinedException;
import dev.godwit.transformer.shape.EntityShaper;
import dev.godwit.worker.RunSpec;
import org.apache.avro.specific.SpecificRecord;

/** Opens and clicks of the snapshot: links and agents go on as they were written. */
final class EngagementTransform implements EntityTransform {
  private final EntityShaper shaper;
  private final EngagementValues values;

  EngagementTransform(RunSpec run, TargetPack pack) {
    shaper = new EntityShaper(pack, Entity.ENGAGEMENTS, run.runId(), run.customer());
    values = new EngagementValues(shaper.fields());
  }

  @Override
  public byte[] transform(SpecificRecord record) throws QuarantinedException {
    ExtractedEngagement engagement = (ExtractedEngagement) record;
    String eventId = EventIdentity.present(engagement.getEventId());
    values.ids(
        engagement.getLegacyId(), eventId, engagement.getEmailId(), engagement.getContactId());
    Object[] all =
        values.rest(
            engagement.getKind(),
            engagement.getUrl(),
            engagement.getAgent(),
            engagement.getOccurredAt());
    return shaper.shape(all, eventId);
  }
}
