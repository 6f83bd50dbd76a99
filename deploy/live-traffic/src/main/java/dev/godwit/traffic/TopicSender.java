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
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;

/** Publishes to the live topic, out of order, half in Avro and half in JSON. */
final class TopicSender implements Sender {
  private static final JsonMapper JSON = new JsonMapper();
  private static final int STEPS = 60;
  private static final long PATIENCE_NANOS = 1_000_000;

  private final String customer;
  private final Course course;
  private final Tally tally;
  private final Random order;
  private final KafkaProducer<byte[], byte[]> producer;
  private final WireEncoder encoder;
  private final ConcurrentLinkedQueue<Course.Sending> again = new ConcurrentLinkedQueue<>();
  private final AtomicLong underWay = new AtomicLong();

  TopicSender(String customer, long seed, KafkaSettings kafka, Course course, Tally tally) {
    this.customer = customer;
    this.course = course;
    this.tally = tally;
    this.order = new Random(seed);
    this.producer = new KafkaProducer<>(kafka.producer("live-traffic"));
    this.encoder = new WireEncoder(kafka.serde());
  }

  @Override
  public void run() {
    while (!course.isStopped()) {
      List<Course.Sending> sendings = new ArrayList<>(course.next(course.batch(STEPS)));
      Collections.shuffle(sendings, order);
      sendings.forEach(this::publish);
      publishAgain();
    }
    while (underWay.get() > 0 || !again.isEmpty()) {
      producer.flush();
      publishAgain();
      LockSupport.parkNanos(PATIENCE_NANOS);
    }
  }

  private void publishAgain() {
    for (Course.Sending sending = again.poll(); sending != null; sending = again.poll()) {
      publish(sending);
    }
  }

  private void publish(Course.Sending sending) {
    underWay.incrementAndGet();
    PlannedEvent event = sending.event();
    byte[] key = (customer + "/" + event.messageId()).getBytes(StandardCharsets.UTF_8);
    try {
      producer.send(
          new ProducerRecord<>(Topics.LIVE, key, value(event)),
          (metadata, error) -> answered(sending, error));
    } catch (KafkaException e) {
      answered(sending, e);
    }
  }

  private void answered(Course.Sending sending, Exception error) {
    if (error == null) {
      tally.acknowledged(sending.event(), Way.TOPIC, sending.telling());
    } else {
      tally.triedAgain();
      again.add(sending);
    }
    underWay.decrementAndGet();
  }

  private byte[] value(PlannedEvent event) {
    if (event.trick() == Trick.UNREADABLE) {
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
