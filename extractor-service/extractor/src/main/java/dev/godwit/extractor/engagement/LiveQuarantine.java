package dev.godwit.extractor.engagement;

import dev.godwit.common.v1.Stage;
import dev.godwit.records.Entity;
import dev.godwit.records.QuarantineLimits;
import dev.godwit.records.QuarantineReason;
import dev.godwit.row.v1.LiveEngagement;
import dev.godwit.row.v1.LiveWay;
import dev.godwit.row.v1.QuarantinedRecord;
import dev.godwit.wire.live.LiveEvents;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Makes quarantined records of live events that the source cannot hold, within {@link
 * QuarantineLimits}. Stateless.
 */
public final class LiveQuarantine {
  private LiveQuarantine() {}

  /**
   * Why an event cannot be written to any source; null where it can. It needs an event id, by which
   * repeats are recognised, and an email id or message id.
   */
  public static SourceWrite unfit(LiveEngagement event) {
    if (event.getEventId() == null) {
      return SourceWrite.refused(
          QuarantineReason.REQUIRED_MISSING,
          "eventId",
          "Expected an eventId by which the event can be recognised, found none.");
    }
    if (event.getEmailId() == null && event.getMessageId() == null) {
      return SourceWrite.refused(
          QuarantineReason.REQUIRED_MISSING,
          "emailId",
          "Expected an emailId or a messageId, found neither.");
    }
    return null;
  }

  /**
   * True where the source wrote the event itself: it came by the tail, or has only the source's
   * key.
   */
  public static boolean isOwn(LiveEngagement event) {
    return event.getWay() == LiveWay.TAIL
        || (event.getEventId() == null && event.getLegacyId() != null);
  }

  /** The record for an event. */
  public static QuarantinedRecord of(
      String runId, ConsumerRecord<byte[], byte[]> record, LiveEngagement event, SourceWrite why) {
    String identity = LiveEvents.identity(event);
    return make(runId, record, identity == null ? "" : identity, why);
  }

  /** The record for a value that cannot be read. */
  public static QuarantinedRecord unreadable(
      String runId, ConsumerRecord<byte[], byte[]> record, String detail) {
    return make(runId, record, "", SourceWrite.refused(QuarantineReason.UNREADABLE, null, detail));
  }

  private static QuarantinedRecord make(
      String runId, ConsumerRecord<byte[], byte[]> record, String id, SourceWrite why) {
    return QuarantinedRecord.newBuilder()
        .setRunId(runId)
        .setEntity(Entity.LIVE.symbol())
        .setEntityName(Entity.LIVE.declaredName())
        .setStage(Stage.EXTRACT)
        .setLegacyId(QuarantineLimits.text(id))
        .setReason(why.reason().name())
        .setField(why.field())
        .setDetail(QuarantineLimits.detail(why.detail(), record.value()))
        .setTopic(record.topic())
        .setPartition(record.partition())
        .setOffset(record.offset())
        .setValue(QuarantineLimits.value(record.value()))
        .build();
  }
}
