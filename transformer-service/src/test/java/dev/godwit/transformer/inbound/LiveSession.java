package dev.godwit.transformer.inbound;

import dev.godwit.common.v1.Route;
import dev.godwit.common.v1.RunKind;
import dev.godwit.event.v1.CutStarted;
import dev.godwit.event.v1.CutWritten;
import dev.godwit.event.v1.Envelope;
import dev.godwit.event.v1.RunStarted;
import dev.godwit.records.Entity;
import dev.godwit.records.Topics;
import dev.godwit.row.v1.LiveEngagement;
import dev.godwit.row.v1.LiveWay;
import dev.godwit.row.v1.QuarantinedRecord;
import dev.godwit.transformer.Records;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;

/** A session that reads live events, and the events that open and cut their windows. */
abstract class LiveSession {
  static final TopicPartition TWO = new TopicPartition(Topics.LIVE, 2);
  static final TopicPartition THREE = new TopicPartition(Topics.LIVE, 3);
  static final TopicPartition SNAPSHOT =
      new TopicPartition(Topics.extracted(Entity.ENGAGEMENTS), 2);
  static final int PARTITIONS = 6;

  final SessionFixture on = new SessionFixture(TWO, THREE, SNAPSHOT);

  final void open(String customer, int run, long offset) {
    start(customer, run);
    on.statuses.apply(cutWritten(customer, run, 0, false, offset));
  }

  final void start(String customer, int run) {
    on.event(started(customer, run));
  }

  static RunStarted started(String customer, int run) {
    return new RunStarted(
        envelope(customer, run),
        RunKind.LIVE,
        customer,
        "legacy",
        "crm",
        "why",
        0L,
        8,
        null,
        List.of());
  }

  static RunStarted rehearsal(String customer, int run) {
    return new RunStarted(
        envelope(customer, run),
        RunKind.REHEARSAL,
        customer,
        "legacy",
        "crm",
        "why",
        0L,
        8,
        null,
        List.of());
  }

  static CutStarted ordered(String customer, int run, int cut) {
    return new CutStarted(envelope(customer, run), Entity.LIVE.symbol(), cut, false, null);
  }

  static CutWritten cutWritten(String customer, int run, int cut, boolean closes, long offset) {
    return new CutWritten(
        envelope(customer, run),
        Entity.LIVE.symbol(),
        cut,
        Collections.nCopies(PARTITIONS, offset),
        closes,
        null);
  }

  static Envelope envelope(String customer, int run) {
    return new Envelope("e", customer, 1L, "c", "c", Instant.EPOCH, "by", run, Route.UNKNOWN, -1L);
  }

  static LiveEngagement.Builder event(String customer, String eventId) {
    return LiveEngagement.newBuilder()
        .setCustomer(customer)
        .setWay(LiveWay.TOPIC)
        .setEventId(eventId)
        .setKind("Opened")
        .setOccurredAt(Records.TIME);
  }

  final QuarantinedRecord quarantined(ProducerRecord<byte[], byte[]> record) {
    return (QuarantinedRecord) decoded(record);
  }

  final Object decoded(ProducerRecord<byte[], byte[]> record) {
    try {
      return on.decoder.decode(record.topic(), record.value());
    } catch (dev.godwit.wire.UnreadableRecordException e) {
      throw new IllegalStateException(e);
    }
  }
}
