package dev.godwit.loader;

import dev.godwit.loader.targetdb.TargetDatabase;
import dev.godwit.wire.KafkaSettings;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.RangeAssignor;
import org.apache.kafka.clients.producer.ProducerConfig;

/** Settings of a worker thread's Kafka clients. Stateless. */
final class LoadClients {
  /** Begins the name of each database's group, with the database's key behind it. */
  private static final String GROUP = "godwit-loader-";

  private static final int MAX_POLL_INTERVAL_MS = 600_000;
  private static final int HEARTBEATS_IN_A_SESSION = 5;

  private LoadClients() {}

  /** The group that reads for a database. */
  static String group(TargetDatabase database) {
    return GROUP + database.key();
  }

  /** Fetches large answers, within what the heap holds. */
  static Map<String, Object> consumer(
      KafkaSettings kafka, TargetDatabase database, String instance, LoaderSettings settings) {
    Map<String, Object> config = kafka.consumer(group(database));
    config.put(ConsumerConfig.CLIENT_ID_CONFIG, instance + "-load");
    config.put(
        ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG,
        List.of(RangeAssignor.class.getName()));
    config.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, settings.batchRecords());
    config.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, settings.fetchBytes());
    config.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, settings.fetchBytes() / 4);
    config.put(ConsumerConfig.FETCH_MIN_BYTES_CONFIG, settings.fetchMinBytes());
    config.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, (int) settings.fetchWait().toMillis());
    config.put(ConsumerConfig.MAX_POLL_INTERVAL_MS_CONFIG, MAX_POLL_INTERVAL_MS);
    int session = (int) settings.sessionTimeout().toMillis();
    config.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, session);
    config.put(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, session / HEARTBEATS_IN_A_SESSION);
    return config;
  }

  /** Keeps the order and never drops a record: while the broker is away, loading waits. */
  static Map<String, Object> producer(KafkaSettings kafka, String instance) {
    Map<String, Object> config = kafka.producer(instance + "-outbox");
    config.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, Integer.MAX_VALUE);
    config.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, Long.MAX_VALUE);
    config.put(ProducerConfig.LINGER_MS_CONFIG, 0);
    return config;
  }
}
