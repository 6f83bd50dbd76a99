package dev.godwit.it;

import dev.godwit.records.Topics;
import dev.godwit.wire.KafkaSettings;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;

/**
 * Opens and clicks of one customer until it is closed: by the topic, some of them twice, out of
 * order, with wrong clocks, by the id of their message or of an unknown one; and by rows that the
 * source's tracking writes. Events that are not acknowledged are sent again, so broker and database
 * may be killed.
 */
final class SimpleTraffic implements AutoCloseable {
  private static final long BETWEEN_EVENTS_NANOS = 2_000_000;
  private static final List<String> CLOCKS =
      List.of("2026-11-22T10:00:00Z", "1970-01-01T00:00:01Z", "2099-12-31T23:59:59Z");

  private final Databases databases;
  private final String customer;
  private final List<List<String>> emails;
  private final Map<String, List<String>> rows = new ConcurrentHashMap<>();
  private final List<String> unknown = Collections.synchronizedList(new ArrayList<>());
  private final List<String> epochs;
  private final KafkaProducer<byte[], byte[]> producer;
  private final Random random = new Random(7);
  private final Thread thread;
  private volatile boolean ending;
  private volatile RuntimeException failure;
  private int next;

  SimpleTraffic(RunningGodwit godwit, Customer customer) {
    this.databases = godwit.databases();
    this.customer = customer.id();
    this.emails =
        databases.sourceRows(
            """
            select e.id::text, e.message_id from email e
            where e.customer_id = ? and btrim(e.message_id) <> '' and not exists (select 1 from email o
              where o.customer_id = e.customer_id and o.message_id = e.message_id and o.id <> e.id)
            order by e.id""",
            customer.id());
    this.epochs =
        CLOCKS.stream()
            .map(
                clock ->
                    databases
                        .sourceRows("select extract(epoch from ?::timestamptz)::text", clock)
                        .getFirst()
                        .getFirst())
            .toList();
    Map<String, String> environment = godwit.stack().settings().serviceEnvironment();
    Map<String, Object> settings =
        new KafkaSettings(environment.get("GODWIT_KAFKA"), environment.get("GODWIT_REGISTRY"))
            .producer("tracking-" + customer.id());
    settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 300_000);
    this.producer = new KafkaProducer<>(settings);
    this.thread = Thread.ofPlatform().name("live-traffic").start(this::send);
  }

  /** Stops the traffic, and waits until every event is acknowledged. */
  @Override
  public void close() {
    if (ending) {
      return;
    }
    ending = true;
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    producer.flush();
    producer.close();
    if (failure != null) {
      throw failure;
    }
  }

  /** Events of emails that the source has, by their id, as the target should hold them. */
  Map<String, List<String>> rowByEvent() {
    return rows;
  }

  /** Id of the email that an event is of; null where the message is unknown. */
  String emailOf(String eventId) {
    List<String> row = rows.get(eventId);
    return row == null ? null : row.get(0);
  }

  /** Ids of the events of unknown messages. */
  List<String> ofUnknownMessages() {
    return List.copyOf(unknown);
  }

  private void send() {
    try {
      List<String> late = new ArrayList<>();
      while (!ending) {
        next++;
        switch (next % 4) {
          case 0 -> write();
          case 1 -> publish("t-" + next, null);
          case 2 -> publish("m-" + next, emails.get(random.nextInt(emails.size())));
          default -> late.add("l-" + next);
        }
        if (next % 10 == 0) {
          publish("u-" + next, List.of("", "nobody-" + next + "@nowhere.example"));
        }
        if (late.size() > 20) {
          for (String id : late.reversed()) {
            publish(id, null);
            publish(id, null);
          }
          late.clear();
        }
        LockSupport.parkNanos(BETWEEN_EVENTS_NANOS);
      }
    } catch (RuntimeException e) {
      failure = e;
    }
  }

  /** By the email's id, or by its message where one is given. */
  private void publish(String eventId, List<String> byMessage) {
    List<String> email =
        byMessage != null
            ? byMessage
            : emails.get(Math.floorMod(eventId.hashCode(), emails.size()));
    int clock = Math.floorMod(eventId.hashCode(), CLOCKS.size());
    String url = "https://live.example/" + customer + "/" + eventId;
    String name =
        byMessage == null
            ? "\"emailId\":\"" + email.get(0) + "\""
            : "\"messageId\":\"" + email.get(1) + "\"";
    if (email.get(0).isEmpty()) {
      unknown.add(eventId);
    } else {
      rows.put(eventId, List.of(email.get(0), "click", url, "it", epochs.get(clock)));
    }
    String json =
        "{\"customer\":\"%s\",\"eventId\":\"%s\",%s,\"kind\":\"click\",\"url\":\"%s\",\"agent\":\"it\",\"occurredAt\":\"%s\"}"
            .formatted(customer, eventId, name, url, CLOCKS.get(clock));
    Future<RecordMetadata> unused =
        producer.send(
            new ProducerRecord<>(
                Topics.LIVE,
                (customer + "/" + eventId).getBytes(StandardCharsets.UTF_8),
                json.getBytes(StandardCharsets.UTF_8)),
            (metadata, error) -> {
              if (error != null) {
                failure = new IllegalStateException("Publishing a live event", error);
              }
            });
  }

  /** Two transactions that commit in the other order than they took their ids. */
  private void write() {
    while (!ending) {
      try (Connection first = databases.openSource();
          Connection second = databases.openSource()) {
        first.setAutoCommit(false);
        second.setAutoCommit(false);
        insert(first);
        insert(second);
        second.commit();
        first.commit();
        return;
      } catch (SQLException e) {
        LockSupport.parkNanos(50 * BETWEEN_EVENTS_NANOS);
      }
    }
  }

  private void insert(Connection connection) throws SQLException {
    List<String> email = emails.get(random.nextInt(emails.size()));
    try (PreparedStatement insert =
        connection.prepareStatement(
            "insert into engagement (customer_id, email_id, kind, agent, occurred_at)"
                + " values (?, ?, 'open', 'tracking', now())")) {
      insert.setString(1, customer);
      insert.setLong(2, Long.parseLong(email.get(0)));
      insert.executeUpdate();
    }
  }
}
