package dev.godwit.local.doctor;

import dev.godwit.api.Runbook;
import dev.godwit.local.stack.Part;
import dev.godwit.pack.DatabaseSettings;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * Whether the clocks of broker, databases and services agree with this machine's. The broker's is
 * read from the time stamp that it gives a record of a topic that is made for it and deleted.
 */
final class ClocksCheck implements Check {
  private static final Duration NOTABLE = Duration.ofSeconds(2);
  private static final Duration BAD = Duration.ofSeconds(30);

  @Override
  public String name() {
    return "clocks";
  }

  @Override
  public List<Diagnosis> examine(Installation installation) throws InterruptedException {
    List<Diagnosis> all = new ArrayList<>();
    all.add(broker(installation));
    var packs = installation.packs();
    packs.sources().values().forEach(p -> all.add(database("source " + p.name(), p.database())));
    packs.targets().values().forEach(p -> all.add(database("target " + p.name(), p.database())));
    for (Part part : Part.SERVICES) {
      all.add(service(installation, part));
    }
    return all;
  }

  /** The diagnosis of a difference. */
  Diagnosis diagnose(String subject, Duration ahead) {
    Duration off = ahead.abs();
    String found =
        "Its clock is %d ms %s this machine's."
            .formatted(off.toMillis(), ahead.isNegative() ? "behind" : "ahead of");
    if (off.compareTo(NOTABLE) < 0) {
      return Diagnosis.fine(this, subject, found);
    }
    return Diagnosis.bad(
            this, off.compareTo(BAD) < 0 ? Severity.WARNING : Severity.ERROR, subject, found)
        .because(
            "No count depends on a clock, but lag in seconds, the freeze budget and intervals of cuts do.",
            "Let both machines follow a time server.",
            Runbook.SERVICE_DOWN);
  }

  private Diagnosis broker(Installation installation) throws InterruptedException {
    String topic = "godwit.doctor." + UUID.randomUUID();
    try {
      Admin admin = installation.admin();
      NewTopic made = new NewTopic(topic, Optional.of(1), Optional.<Short>empty());
      made.configs(Map.of("message.timestamp.type", "LogAppendTime", "retention.ms", "60000"));
      admin.createTopics(List.of(made)).all().get();
      try {
        return brokerTime(installation, topic);
      } finally {
        admin.deleteTopics(List.of(topic)).all().get();
      }
    } catch (IOException | ExecutionException | TimeoutException e) {
      return Diagnosis.unchecked(this, "broker", Doctor.reason(e));
    }
  }

  private Diagnosis brokerTime(Installation installation, String topic)
      throws ExecutionException, InterruptedException, TimeoutException {
    Map<String, Object> config = installation.kafka().producer("godwit-doctor");
    config.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, Installation.TIMEOUT.toMillis());
    config.put(ProducerConfig.LINGER_MS_CONFIG, 0);
    try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(config)) {
      producer.partitionsFor(topic);
      Instant before = Instant.now();
      long stamp =
          producer
              .send(new ProducerRecord<>(topic, new byte[0]))
              .get(Installation.TIMEOUT.toSeconds(), TimeUnit.SECONDS)
              .timestamp();
      return diagnose("broker", ahead(before, Instant.ofEpochMilli(stamp), Instant.now()));
    }
  }

  private Diagnosis database(String subject, DatabaseSettings settings) {
    try (Connection connection = settings.open();
        Statement statement = connection.createStatement()) {
      Instant before = Instant.now();
      try (ResultSet found = statement.executeQuery("select current_timestamp")) {
        found.next();
        Instant there = found.getObject(1, OffsetDateTime.class).toInstant();
        return diagnose(subject, ahead(before, there, Instant.now()));
      }
    } catch (SQLException e) {
      return Diagnosis.unchecked(this, subject, Doctor.reason(e));
    }
  }

  private Diagnosis service(Installation installation, Part part) throws InterruptedException {
    try {
      Instant before = Instant.now();
      Instant there = Instant.parse(installation.info(part).path("now").asText());
      return diagnose(part.label(), ahead(before, there, Instant.now()));
    } catch (IOException | DateTimeParseException e) {
      return Diagnosis.unchecked(this, part.label(), Doctor.reason(e));
    }
  }

  /** Zero where the other clock's time lies between the two of this one. */
  static Duration ahead(Instant before, Instant there, Instant after) {
    if (there.isBefore(before)) {
      return Duration.between(before, there);
    }
    return there.isAfter(after) ? Duration.between(after, there) : Duration.ZERO;
  }
}
