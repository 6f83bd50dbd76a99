package dev.godwit.transformer.run;

import dev.godwit.common.v1.Entity;
import dev.godwit.pack.TargetPack;
import dev.godwit.row.v1.LiveEngagement;
import dev.godwit.transformer.quarantine.QuarantinedException;
import dev.godwit.transformer.shape.EntityShaper;
import dev.godwit.worker.RunSpec;
import org.apache.avro.specific.SpecificRecord;

/**
 * Live opens and clicks: the same rows as those of the snapshot. The event's time is a value like
 * any other and decides nothing. Where only the provider's message id names the email, the loader
 * finds it.
 */
final class LiveTransform implements EntityTransform {
  private final EntityShaper shaper;
  private final EngagementValues values;
  private final EventIdentity identity;

  LiveTransform(RunSpec run, TargetPack pack) {
    shaper = new EntityShaper(pack, Entity.ENGAGEMENTS, run.runId(), run.customer());
    values = new EngagementValues(shaper.fields());
    identity = new EventIdentity(pack);
  }

  @Override
  public byte[] transform(SpecificRecord record) throws QuarantinedException {
    LiveEngagement event = (LiveEngagement) record;
    String recognisedBy = identity.of(event);
    values.ids(event.getLegacyId(), event.getEventId(), event.getEmailId(), event.getContactId());
    Object[] all =
        values.rest(event.getKind(), event.getUrl(), event.getAgent(), event.getOccurredAt());
    String messageId = event.getEmailId() == null ? event.getMessageId() : null;
    return shaper.shapeLive(all, event.getEventId(), recognisedBy, messageId);
  }
}
