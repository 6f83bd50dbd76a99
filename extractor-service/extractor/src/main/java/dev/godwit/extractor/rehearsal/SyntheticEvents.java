package dev.godwit.extractor.rehearsal;

import dev.godwit.common.v1.RouteCount;
import dev.godwit.extractor.outbound.ExtractedSink;
import dev.godwit.records.Topics;
import dev.godwit.row.v1.LiveEngagement;
import dev.godwit.row.v1.LiveRehearsal;
import dev.godwit.row.v1.ProviderRehearsal;
import dev.godwit.row.v1.RehearsedMessage;
import dev.godwit.row.v1.SyntheticEvent;
import dev.godwit.wire.live.RehearsalMark;
import dev.godwit.worker.run.RunSpec;
import dev.godwit.worker.task.TaskTransaction;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.RecordMetadata;

/**
 * Sends the synthetic live events of one rehearsal in one transaction: through the live topic as a
 * foreign program writes to it, and in the form of the tail. The request to the webhooks process
 * goes with them. Their ids follow from run, route and number, so that a repeated task sends the
 * same events. Used once, by one thread.
 */
final class SyntheticEvents {
  static final String TOPIC = "topic";
  static final String TAIL = "tail";

  private final String customer;
  private final int run;
  private final Instant at;
  private final boolean withWebhooks;
  private final TaskTransaction transaction;
  private final List<SyntheticEvent> sent = new ArrayList<>();
  private int byTopic;

  /**
   * @param at time of the events
   * @param withWebhooks whether the webhooks process is asked to send events too
   */
  SyntheticEvents(
      String customer, int run, Instant at, boolean withWebhooks, TaskTransaction transaction) {
    this.customer = customer;
    this.run = run;
    this.at = at.truncatedTo(ChronoUnit.MICROS);
    this.withWebhooks = withWebhooks;
    this.transaction = transaction;
  }

  /** Sends all events of a sample that has an email; gives their number by route. */
  List<RouteCount> send(LiveSample sample) {
    topicEvent(Map.of("emailId", sample.emailIds().getFirst()));
    for (RehearsedMessage message : sample.messages().stream().limit(LiveSamples.EVENTS).toList()) {
      Map<String, String> reference = new LinkedHashMap<>();
      reference.put("messageId", message.getMessageId());
      if (message.getRecipient() != null) {
        reference.put("recipient", message.getRecipient());
      }
      topicEvent(reference);
    }
    List<RouteCount> routes = new ArrayList<>();
    routes.add(new RouteCount(TOPIC, (long) byTopic));
    if (sample.tailRows() != null) {
      routes.add(new RouteCount(TAIL, tailEvents(sample.tailRows())));
    }
    announce(
        new LiveRehearsal(customer, run, at, sent, withWebhooks ? sample.messages() : List.of()));
    if (!withWebhooks) {
      announce(new ProviderRehearsal(customer, run, List.of(), List.of()));
    }
    return routes;
  }

  /** Without a webhooks process its answer, which is that no provider is set up, is given here. */
  private void announce(SpecificRecord record) {
    Future<RecordMetadata> unused =
        transaction.send(
            Topics.LIVE_REHEARSALS,
            null,
            RunSpec.idOf(customer, run).getBytes(StandardCharsets.UTF_8),
            record);
  }

  private void topicEvent(Map<String, String> reference) {
    String id = RehearsalMark.eventId(customer, run, TOPIC, byTopic);
    boolean click = byTopic % 2 == 1;
    byte[] key =
        (customer + "/" + reference.values().iterator().next()).getBytes(StandardCharsets.UTF_8);
    Future<RecordMetadata> unused =
        transaction.sendBytes(
            Topics.LIVE, null, key, SyntheticJson.event(customer, run, id, reference, click, at));
    sent.add(new SyntheticEvent(TOPIC, id));
    byTopic++;
  }

  /** Sends the first rows that differ in their identity; gives their number. */
  private long tailEvents(List<LiveEngagement> rows) {
    Map<String, LiveEngagement> distinct = new LinkedHashMap<>();
    rows.forEach(row -> distinct.putIfAbsent(identity(row), row));
    distinct.entrySet().stream().limit(LiveSamples.EVENTS).forEach(this::tailEvent);
    return Math.min(LiveSamples.EVENTS, distinct.size());
  }

  private void tailEvent(Map.Entry<String, LiveEngagement> row) {
    row.getValue().setRehearsal(run);
    Future<RecordMetadata> unused =
        transaction.send(Topics.LIVE, null, ExtractedSink.key(customer), row.getValue());
    sent.add(new SyntheticEvent(TAIL, row.getKey()));
  }

  /** As every reader of the topic identifies the event: a blank event id is none. */
  private static String identity(LiveEngagement row) {
    return row.getEventId() == null || row.getEventId().isBlank()
        ? row.getLegacyId()
        : row.getEventId();
  }
}
