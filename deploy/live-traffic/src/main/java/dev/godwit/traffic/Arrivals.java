package dev.godwit.traffic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.godwit.common.v1.Entity;
import dev.godwit.records.Topics;
import dev.godwit.row.v1.Cut;
import dev.godwit.row.v1.LiveEngagement;
import dev.godwit.row.v1.LiveWay;
import dev.godwit.wire.KafkaSettings;
import dev.godwit.wire.UnreadableRecordException;
import dev.godwit.wire.WireDecoder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;

/**
 * What of the traffic stands in the live topic, and between which cuts: read from the topic itself,
 * from the moment at which the traffic began. Each event's agent tells its place in the script, so
 * its fate is known without keeping it. Not thread-safe.
 */
public final class Arrivals implements AutoCloseable {
  private static final JsonMapper JSON = new JsonMapper();
  private static final Duration POLL = Duration.ofMillis(200);
  private static final byte OPENING_BRACE = '{';

  private final String customer;
  private final byte[] keyPrefix;
  private final Script script;
  private final KafkaConsumer<byte[], byte[]> consumer;
  private final WireDecoder decoder;
  private final Counted[] partitions;
  private final BitSet sound = new BitSet();
  private final Map<LiveWay, Long> byWay = new HashMap<>();
  private long strangers;
  private String wrongId;

  Arrivals(String customer, KafkaSettings kafka, Script script) {
    this.customer = customer;
    this.keyPrefix = (customer + "/").getBytes(StandardCharsets.UTF_8);
    this.script = script;
    Map<String, Object> config = kafka.consumer(null);
    this.consumer = new KafkaConsumer<>(config);
    this.decoder = new WireDecoder(kafka.serde());
    List<TopicPartition> all =
        consumer.partitionsFor(Topics.LIVE).stream()
            .map(partition -> new TopicPartition(Topics.LIVE, partition.partition()))
            .toList();
    this.partitions = new Counted[all.size()];
    for (int i = 0; i < partitions.length; i++) {
      partitions[i] = new Counted();
    }
    consumer.assign(all);
    consumer.seekToEnd(all);
    all.forEach(consumer::position);
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

  private static final class Counted {
    String run;
    long received;
    long quarantined;
    final Map<String, AtCut> cuts = new HashMap<>();
  }

  /** Reads on until a condition holds; false where it does not in so long a time. */
  boolean await(Predicate<Arrivals> condition, Duration patience) throws InterruptedException {
    long until = System.nanoTime() + patience.toNanos();
    while (!condition.test(this)) {
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      if (System.nanoTime() - until > 0) {
        return false;
      }
      for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
        take(record);
      }
    }
    return true;
  }

  /**
   * What stood in a run's window at a cut, in all partitions.
   *
   * @throws TrafficException where the cut's markers were not met in so long a time
   */
  public AtCut atCut(String runId, int cut, Duration patience) throws InterruptedException {
    String name = runId + "#" + cut;
    if (!await(seen -> seen.hasCut(name), patience)) {
      throw new TrafficException(
          "Expected the markers of cut %d of run %s in all partitions of the live topic within %s, found them in some at most."
              .formatted(cut, runId, patience));
    }
    AtCut sum = new AtCut(0, 0);
    for (Counted partition : partitions) {
      sum = sum.plus(partition.cuts.get(name));
    }
    return sum;
  }

  /** Events by way, in the window and out of it. */
  public long by(LiveWay way) {
    return byWay.getOrDefault(way, 0L);
  }

  /** Different sound events that were met, in the window or out of it. */
  public BitSet sound() {
    return (BitSet) sound.clone();
  }

  /** Events of the customer that the traffic did not send. */
  public long strangers() {
    return strangers;
  }

  /** An event whose id is not the one that the script gave it; null where all are. */
  public String wrongId() {
    return wrongId;
  }

  private boolean hasCut(String name) {
    for (Counted partition : partitions) {
      if (!partition.cuts.containsKey(name)) {
        return false;
      }
    }
    return true;
  }

  private void take(ConsumerRecord<byte[], byte[]> record) {
    Counted partition = partitions[record.partition()];
    byte[] value = record.value();
    if (value != null && value.length > 0 && value[0] == OPENING_BRACE) {
      json(record, partition);
      return;
    }
    try {
      SpecificRecord read = decoder.decode(record.topic(), value);
      if (read instanceof Cut cut && cut.getEntity() == Entity.LIVE) {
        marker(cut, partition);
      } else if (read instanceof LiveEngagement event && event.getCustomer().equals(customer)) {
        event(event.getWay(), event.getEventId(), event.getAgent(), partition);
      }
    } catch (UnreadableRecordException e) {
      unreadable(record, partition);
    }
  }

  private void json(ConsumerRecord<byte[], byte[]> record, Counted partition) {
    try {
      JsonNode event = JSON.readTree(record.value());
      if (customer.equals(event.path("customer").asText())) {
        event(
            LiveWay.TOPIC,
            event.path("eventId").isTextual() ? event.path("eventId").asText() : null,
            event.path("agent").asText(null),
            partition);
      }
    } catch (IOException e) {
      unreadable(record, partition);
    }
  }

  private void unreadable(ConsumerRecord<byte[], byte[]> record, Counted partition) {
    byte[] key = record.key();
    boolean ours =
        key != null
            && key.length >= keyPrefix.length
            && java.util.Arrays.equals(key, 0, keyPrefix.length, keyPrefix, 0, keyPrefix.length);
    if (ours) {
      byWay.merge(LiveWay.TOPIC, 1L, Long::sum);
      count(partition, false);
    }
  }

  private void event(LiveWay way, String eventId, String agent, Counted partition) {
    byWay.merge(way, 1L, Long::sum);
    long index = PlannedEvent.indexOf(agent);
    if (index < 0) {
      strangers++;
      count(partition, true);
      return;
    }
    PlannedEvent planned = script.event(index);
    if (!java.util.Objects.equals(planned.eventId(), eventId) && wrongId == null) {
      wrongId =
          "event %d by %s: expected %s, found %s".formatted(index, way, planned.eventId(), eventId);
    }
    if (planned.trick().isSound()) {
      sound.set(Math.toIntExact(index));
    }
    count(partition, planned.trick().isSound());
  }

  private static void count(Counted partition, boolean isSound) {
    if (partition.run != null) {
      partition.received++;
      partition.quarantined += isSound ? 0 : 1;
    }
  }

  private void marker(Cut cut, Counted partition) {
    String run = cut.getRunId();
    if (!run.startsWith(customer + "/")) {
      return;
    }
    if (cut.getCut() == 0) {
      partition.run = run;
      partition.received = 0;
      partition.quarantined = 0;
    }
    if (run.equals(partition.run)) {
      partition.cuts.putIfAbsent(
          run + "#" + cut.getCut(), new AtCut(partition.received, partition.quarantined));
      if (cut.getCloses()) {
        partition.run = null;
      }
    }
  }

  @Override
  public void close() {
    consumer.close();
    decoder.close();
  }
}
