package dev.godwit.orchestrator.keeping;

import dev.godwit.api.PersonalDataAnswer;
import dev.godwit.api.PersonalDataAnswer.Left;
import dev.godwit.api.PersonalDataAnswer.Need;
import dev.godwit.orchestrator.OrchestratorSettings;
import dev.godwit.orchestrator.keeping.KeepRule.Boundary;
import dev.godwit.orchestrator.view.fold.MigrationDocument;
import dev.godwit.wire.KafkaSettings;
import dev.godwit.wire.live.LiveEvents;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/**
 * Reads every record of the topics with personal data, and counts those of a customer: the proof of
 * what is left. Thread-safe; every failure is a {@link KafkaException}, retriable.
 */
@ApplicationScoped
public class PersonalDataReader {
  private static final Duration POLL = Duration.ofMillis(500);
  private static final Duration WITHOUT_RECORDS = Duration.ofSeconds(20);

  private final OrchestratorSettings settings;
  private final Keeper keeper;

  /** One at a time: each reads all that the topics hold. */
  private final ReentrantLock reading = new ReentrantLock();

  PersonalDataReader(OrchestratorSettings settings, Keeper keeper) {
    this.settings = settings;
    this.keeper = keeper;
  }

  /**
   * The records that are left of a customer.
   *
   * @return empty where there is no migration of it
   */
  public Optional<PersonalDataAnswer> left(String customer) {
    Optional<MigrationDocument> migration =
        QuarkusTransaction.requiringNew().call(() -> Keeper.document(customer));
    return migration.map(
        m -> {
          Boundary boundary = keeper.boundary();
          List<Need> needs =
              boundary.needs().stream()
                  .map(need -> new Need(need.customer(), need.from(), need.why()))
                  .toList();
          return new PersonalDataAnswer(
              customer, m.forgottenAt, boundary.before(), count(customer), needs);
        });
  }

  private List<Left> count(String customer) {
    if (!reading.tryLock()) {
      throw new KafkaException(
          "Expected no other count of personal data under way, found one. Ask again when it has ended.");
    }
    try {
      return read(customer);
    } finally {
      reading.unlock();
    }
  }

  private List<Left> read(String customer) {
    KafkaSettings kafka = settings.clients();
    Map<String, Object> config = kafka.consumer(null);
    config.put(ConsumerConfig.CLIENT_ID_CONFIG, "godwit-personal-data");
    config.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    try (PersonalTopics topics = new PersonalTopics(kafka);
        LiveEvents events = new LiveEvents(kafka.serde());
        Consumer<byte[], byte[]> consumer = new KafkaConsumer<>(config)) {
      Set<TopicPartition> partitions = topics.partitions();
      Map<TopicPartition, Long> ends = topics.ends(partitions);
      CustomerRecords found = new CustomerRecords(customer, events::decode);
      consumer.assign(partitions);
      topics.begins(partitions).forEach(consumer::seek);
      Instant giveUp = Instant.now().plus(WITHOUT_RECORDS);
      while (ends.entrySet().stream().anyMatch(end -> isBehind(consumer, end))) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
          found.see(record);
          giveUp = Instant.now().plus(WITHOUT_RECORDS);
        }
        if (Instant.now().isAfter(giveUp)) {
          throw new KafkaException(
              "The broker gave no record of the topics with personal data for %d s."
                  .formatted(WITHOUT_RECORDS.toSeconds()));
        }
      }
      return found.left();
    }
  }

  private static boolean isBehind(
      Consumer<byte[], byte[]> consumer, Map.Entry<TopicPartition, Long> end) {
    return consumer.position(end.getKey()) < end.getValue();
  }
}
