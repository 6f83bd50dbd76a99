package dev.godwit.traffic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.godwit.records.Entities;
import dev.godwit.records.Entity;
import dev.godwit.records.Topics;
import dev.godwit.row.v1.Cut;
import dev.godwit.row.v1.LiveEngagement;
import dev.godwit.row.v1.LiveWay;
import dev.godwit.wire.KafkaSettings;
import dev.godwit.wire.UnreadableRecordException;
import dev.godwit.wire.live.RehearsalMark;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Counts the events of the traffic in the live topic, and those between two cuts, from the moment
 * at which the traffic began. An event's agent names its index in the script, which gives its
 * expected fate without keeping the event. Events that a rehearsal sent are none of the traffic.
 * Not thread-safe.
 */
public final class Arrivals extends TopicFollower {
  private static final JsonMapper JSON = new JsonMapper();
  private static final byte OPENING_BRACE = '{';

  private final String customer;
  private final byte[] keyPrefix;
  private final Script script;
  private final SampleRows sample;
  private final Counted[] counted;
  private long ofTopicRoute;
  private String wrongId;

  Arrivals(String customer, KafkaSettings kafka, Script script, SampleRows sample) {
    super(kafka, Topics.LIVE, true);
    this.customer = customer;
    this.keyPrefix = (customer + "/").getBytes(StandardCharsets.UTF_8);
    this.script = script;
    this.sample = sample;
    this.counted = new Counted[partitions()];
    Arrays.setAll(counted, i -> new Counted());
  }

  /**
   * Events in the window up to a cut.
   *
   * @param received all of the customer
   * @param quarantined those that must be quarantined
   */
  public record AtCut(long received, long quarantined) {
    AtCut plus(AtCut other) {
      return new AtCut(received + other.received, quarantined + other.quarantined);
    }
  }

  /** The counts of one partition; of a run only while its window is open. */
  private static final class Counted {
    String run;
    AtCut sinceOpeningCut;
    final Map<String, AtCut> cuts = new HashMap<>();

    void add(boolean isSound) {
      if (run != null) {
        sinceOpeningCut = sinceOpeningCut.plus(new AtCut(1, isSound ? 0 : 1));
      }
    }
  }

  /**
   * The events of a run's window up to a cut, in all partitions.
   *
   * @throws TrafficException where a partition lacks the cut's marker after the timeout
   */
  public AtCut atCut(String runId, int cut, Duration timeout) throws InterruptedException {
    String name = runId + "#" + cut;
    if (!await(() -> Arrays.stream(counted).allMatch(p -> p.cuts.containsKey(name)), timeout)) {
      throw new TrafficException(
          "Expected the markers of cut %d of run %s in all partitions of the live topic within %s, but found them in some at most. Look at the extractor's log."
              .formatted(cut, runId, timeout));
    }
    return Arrays.stream(counted).map(p -> p.cuts.get(name)).reduce(AtCut::plus).orElseThrow();
  }

  /** Events that were sent to the topic itself, in the window and out of it. */
  public long ofTopicRoute() {
    return ofTopicRoute;
  }

  /** An event whose id is not the one that the script gave it; null where all are. */
  public String wrongId() {
    return wrongId;
  }

  @Override
  void take(ConsumerRecord<byte[], byte[]> record) {
    Counted partition = counted[record.partition()];
    byte[] value = record.value();
    try {
      if (value != null && value.length > 0 && value[0] == OPENING_BRACE) {
        json(value, partition);
        return;
      }
      SpecificRecord read = decode(record);
      if (read instanceof Cut cut && Entities.of(cut).equals(Entity.LIVE)) {
        marker(cut, partition);
      } else if (read instanceof LiveEngagement event
          && event.getCustomer().equals(customer)
          && !RehearsalMark.isOn(event)
          && !isOfSample(event, partition)) {
        event(event.getWay(), event.getEventId(), event.getAgent(), partition);
      }
    } catch (UnreadableRecordException | IOException e) {
      unreadable(record.key(), partition);
    }
  }

  private void json(byte[] value, Counted partition) throws IOException {
    JsonNode event = JSON.readTree(value);
    if (customer.equals(event.path("customer").asText()) && !event.has("rehearsal")) {
      event(
          LiveWay.TOPIC,
          event.path("eventId").isTextual() ? event.path("eventId").asText() : null,
          event.path("agent").asText(null),
          partition);
    }
  }

  private void unreadable(byte[] key, Counted partition) {
    if (key != null
        && key.length >= keyPrefix.length
        && Arrays.equals(key, 0, keyPrefix.length, keyPrefix, 0, keyPrefix.length)) {
      ofTopicRoute++;
      partition.add(false);
    }
  }

  /** The tail sends rows of the sample again where it begins at the first row. */
  private boolean isOfSample(LiveEngagement event, Counted partition) {
    if (event.getWay() != LiveWay.TAIL || !sample.isBroken(event.getLegacyId())) {
      return false;
    }
    partition.add(false);
    return true;
  }

  private void event(LiveWay route, String eventId, String agent, Counted partition) {
    ofTopicRoute += route == LiveWay.TOPIC ? 1 : 0;
    long index = PlannedEvent.indexOf(agent);
    if (index < 0) {
      partition.add(true); // Not of this traffic.
      return;
    }
    PlannedEvent planned = script.event(index);
    if (!Objects.equals(planned.eventId(), eventId) && wrongId == null) {
      wrongId =
          "event %d by %s: expected %s, found %s"
              .formatted(index, route, planned.eventId(), eventId);
    }
    partition.add(planned.anomaly().isSound());
  }

  private void marker(Cut cut, Counted partition) {
    String run = cut.getRunId();
    if (!run.startsWith(customer + "/")) {
      return;
    }
    if (cut.getCut() == 0) {
      partition.run = run;
      partition.sinceOpeningCut = new AtCut(0, 0);
    }
    if (run.equals(partition.run)) {
      partition.cuts.putIfAbsent(run + "#" + cut.getCut(), partition.sinceOpeningCut);
      if (cut.getCloses()) {
        partition.run = null;
      }
    }
  }
}
