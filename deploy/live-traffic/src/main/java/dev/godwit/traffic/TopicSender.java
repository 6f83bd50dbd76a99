package dev.godwit.traffic;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.godwit.records.Topics;
import dev.godwit.row.v1.LiveEngagement;
import dev.godwit.row.v1.LiveWay;
import dev.godwit.wire.KafkaSettings;
import dev.godwit.wire.WireEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;

/**
 * Publishes to the live topic, out of order, half in Avro and half in JSON, until each record is
 * acknowledged. {@link #run} is called by one thread.
 */
final class TopicSender implements LiveTraffic.Sender {
  private static final JsonMapper JSON = new JsonMapper();
  private static final int STEPS = 60;
  private static final long POLL_NANOS = 1_000_000;

  private final String customer;
  private final Schedule schedule;
  private final Tally tally;
  private final Random order;
  private final KafkaProducer<byte[], byte[]> producer;
  private final WireEncoder encoder;
  private final ConcurrentLinkedQueue<Schedule.Transmission> retries =
      new ConcurrentLinkedQueue<>();
  private final AtomicLong unanswered = new AtomicLong();

  TopicSender(String customer, long seed, KafkaSettings kafka, Schedule schedule, Tally tally) {
    this.customer = customer;
    this.schedule = schedule;
    this.tally = tally;
    this.order = new Random(seed);
    this.producer = new KafkaProducer<>(kafka.producer("live-traffic"));
    this.encoder = new WireEncoder(kafka.serde());
  }

  @Override
  public void run() {
    while (!schedule.isStopped()) {
      List<Schedule.Transmission> transmissions =
          new ArrayList<>(schedule.next(schedule.batch(STEPS)));
      Collections.shuffle(transmissions, order);
      transmissions.forEach(this::publish);
      publishRetries();
    }
    while (unanswered.get() > 0 || !retries.isEmpty()) {
      producer.flush();
      publishRetries();
      LockSupport.parkNanos(POLL_NANOS);
    }
  }

  private void publishRetries() {
    for (Schedule.Transmission transmission = retries.poll();
        transmission != null;
        transmission = retries.poll()) {
      publish(transmission);
    }
  }

  private void publish(Schedule.Transmission transmission) {
    unanswered.incrementAndGet();
    PlannedEvent event = transmission.event();
    byte[] key = (customer + "/" + event.messageId()).getBytes(StandardCharsets.UTF_8);
    try {
      Future<RecordMetadata> unused =
          producer.send(
              new ProducerRecord<>(Topics.LIVE, key, value(event)),
              (metadata, error) -> answered(transmission, error));
    } catch (KafkaException e) {
      answered(transmission, e);
    }
  }

  private void answered(Schedule.Transmission transmission, Exception error) {
    if (error == null) {
      tally.acknowledged(transmission, Route.TOPIC);
    } else {
      tally.retried();
      retries.add(transmission);
    }
    unanswered.decrementAndGet();
  }

  private byte[] value(PlannedEvent event) {
    if (event.anomaly() == Anomaly.UNREADABLE) {
      return ("{\"customer\":\"" + customer + "\",\"eventId\":").getBytes(StandardCharsets.UTF_8);
    }
    return event.index() % 2 == 0 ? avro(event) : json(event);
  }

  private byte[] avro(PlannedEvent event) {
    return encoder.encode(
        Topics.LIVE,
        LiveEngagement.newBuilder()
            .setCustomer(customer)
            .setWay(LiveWay.TOPIC)
            .setEventId(event.eventId())
            .setEmailId(event.byMessage() ? null : event.emailId().toString())
            .setMessageId(event.messageId())
            .setKind(event.kind())
            .setUrl(event.url())
            .setAgent(event.agent())
            .setOccurredAt(event.occurredAt())
            .build());
  }

  private byte[] json(PlannedEvent event) {
    ObjectNode object = JSON.createObjectNode().put("customer", customer);
    object.put("eventId", event.eventId());
    if (!event.byMessage()) {
      object.put("emailId", event.emailId());
    }
    object.put("messageId", event.messageId()).put("kind", event.kind()).put("url", event.url());
    object.put("agent", event.agent()).put("occurredAt", event.occurredAt().toString());
    try {
      return JSON.writeValueAsBytes(object);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("An event cannot be written as JSON.", e);
    }
  }

  @Override
  public void close() {
    producer.close();
    encoder.close();
  }
}
