package dev.godwit.extractor.engagement;

import dev.godwit.common.v1.Entity;
import dev.godwit.common.v1.Stage;
import dev.godwit.records.QuarantineLimits;
import dev.godwit.row.v1.LiveEngagement;
import dev.godwit.row.v1.QuarantinedRecord;
import dev.godwit.wire.live.LiveEvents;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Records of live events that the old system cannot hold, within {@link QuarantineLimits}.
 * Stateless.
 */
public final class LiveQuarantine {
  private LiveQuarantine() {}

  /**
   * Why an event cannot be given at all; null where it can. It needs an event id, since nothing
   * else would recognise it, and the name of an email.
   */
  public static SourceWrite unfit(LiveEngagement event) {
    if (event.getEventId() == null) {
      return SourceWrite.refused(
          "REQUIRED_MISSING",
          "eventId",
          "Expected an eventId that the event can be recognised by, found none.");
    }
    if (event.getEmailId() == null && event.getMessageId() == null) {
      return SourceWrite.refused(
          "REQUIRED_MISSING", "emailId", "Expected an emailId or a messageId, found neither.");
    }
    return null;
  }

  /** True where the old system wrote the event itself: it came from its table, or names its key. */
  public static boolean isOwn(LiveEngagement event) {
    return event.getWay() == dev.godwit.row.v1.LiveWay.TAIL
        || (event.getEventId() == null && event.getLegacyId() != null);
  }

  /** A record for an event. */
  public static QuarantinedRecord of(
      String runId, ConsumerRecord<byte[], byte[]> record, LiveEngagement event, SourceWrite why) {
    String identity = LiveEvents.identity(event);
    return make(runId, record, identity == null ? "" : identity, why);
  }

  /** A record for what could not be read. */
  public static QuarantinedRecord unreadable(
      String runId, ConsumerRecord<byte[], byte[]> record, String detail) {
    return make(runId, record, "", SourceWrite.refused("UNREADABLE", null, detail));
  }

  private static QuarantinedRecord make(
      String runId, ConsumerRecord<byte[], byte[]> record, String id, SourceWrite why) {
    return QuarantinedRecord.newBuilder()
        .setRunId(runId)
        .setEntity(Entity.LIVE)
        .setStage(Stage.EXTRACT)
        .setLegacyId(QuarantineLimits.text(id))
        .setReason(why.reason())
        .setField(why.field())
        .setDetail(QuarantineLimits.detail(why.detail(), record.value()))
        .setTopic(record.topic())
        .setPartition(record.partition())
        .setOffset(record.offset())
        .setValue(QuarantineLimits.value(record.value()))
        .build();
  }
}
