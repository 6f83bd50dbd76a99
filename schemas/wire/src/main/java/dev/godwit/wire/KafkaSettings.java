package dev.godwit.wire;

import dev.godwit.wire.security.TransportSecurity;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Addresses of broker and registry, and the client settings that all programs of Godwit share.
 * Immutable; the maps are new and changeable at each call. Keys and values of the clients are
 * bytes.
 *
 * @param bootstrapServers host:port of the broker
 * @param registryUrl base address of the registry, below which the APIs are
 * @param serdeClient client that speaks to the registry: {@code apicurio}, {@code confluent} or the
 *     path of a properties file of the same keys
 * @param security how the clients prove who they are, and whom they trust
 */
public record KafkaSettings(
    String bootstrapServers, String registryUrl, String serdeClient, TransportSecurity security) {
  /** Broker of the embedded stack. */
  public static final String DEFAULT_KAFKA = "127.0.0.1:19092";

  /** Registry of the embedded stack. */
  public static final String DEFAULT_REGISTRY = "http://127.0.0.1:18081";

  /**
   * Largest record that is written, in bytes of key and value before compression: the broker's
   * largest batch (8 MiB) less the frame of a batch that cannot be compressed. The settings of the
   * broker and of its topics must allow it.
   */
  public static final int MAX_RECORD_BYTES = 8 * 1024 * 1024 - 16 * 1024;

  /**
   * Largest key and value of one record together, in bytes before compression: {@link
   * #MAX_RECORD_BYTES} less more than the frame of a batch. A larger record is quarantined by the
   * stage that makes it, since sending it would fail the transaction now and at every attempt.
   */
  public static final int MAX_KEY_AND_VALUE_BYTES = MAX_RECORD_BYTES - 1024;

  private static final int STRETCH_WAIT_MILLIS = 20;

  /**
   * A transaction that begins right behind another is refused until the broker has written the
   * markers of that one, a matter of milliseconds; the usual wait before the next try is 100. It
   * grows with every try, as where the broker is away.
   */
  private static final int TRANSACTION_BACKOFF_MILLIS = 5;

  /** An address with a user or password in it, which messages and logs would print. */
  private static final Pattern WITH_USER = Pattern.compile("(?i)[a-z]+://[^/?#]*@.*");

  public KafkaSettings {
    if (WITH_USER.matcher(registryUrl).matches()) {
      throw new IllegalArgumentException(
          "Expected an address without user and password in GODWIT_REGISTRY, found them. Use GODWIT_REGISTRY_USER and GODWIT_REGISTRY_PASSWORD.");
    }
    registryUrl = registryUrl.replaceAll("/+$", "");
    serdeClient =
        serdeClient == null || serdeClient.isBlank()
            ? SerdeClient.defaultClient()
            : serdeClient.strip();
  }

  /** Settings with the registry client that the build chose, without security. */
  public KafkaSettings(String bootstrapServers, String registryUrl) {
    this(bootstrapServers, registryUrl, null, TransportSecurity.NONE);
  }

  /**
   * Settings of programs that have no configuration but the environment: {@code GODWIT_KAFKA},
   * {@code GODWIT_REGISTRY} and {@code GODWIT_SERDE}. A variable that is not set means the embedded
   * stack, or the registry client that the build chose. {@link TransportSecurity#of} reads those of
   * the security.
   *
   * @throws IllegalArgumentException with the setting that is wrong or missing; fatal
   */
  public static KafkaSettings of(Map<String, String> environment) {
    return new KafkaSettings(
        environment.getOrDefault("GODWIT_KAFKA", DEFAULT_KAFKA),
        environment.getOrDefault("GODWIT_REGISTRY", DEFAULT_REGISTRY),
        environment.get("GODWIT_SERDE"),
        TransportSecurity.of(environment));
  }

  /** The same at another broker. */
  public KafkaSettings at(String otherServers) {
    return new KafkaSettings(otherServers, registryUrl, serdeClient, security);
  }

  /** Settings of every client: the address of the broker, and the security. */
  private Map<String, Object> client() {
    Map<String, Object> config = new HashMap<>(security.kafka().properties());
    config.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
    return config;
  }

  /**
   * A client for the broker's administration.
   *
   * @param request time for one request, in whole milliseconds
   * @param call time for one call with its retries, in whole milliseconds
   */
  public Map<String, Object> admin(Duration request, Duration call) {
    Map<String, Object> config = client();
    config.put(CommonClientConfigs.REQUEST_TIMEOUT_MS_CONFIG, (int) request.toMillis());
    config.put(CommonClientConfigs.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) call.toMillis());
    return config;
  }

  /** An idempotent producer outside transactions. */
  public Map<String, Object> producer(String clientId) {
    Map<String, Object> config = client();
    config.put(ProducerConfig.CLIENT_ID_CONFIG, clientId);
    config.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
    config.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
    config.put(ProducerConfig.ACKS_CONFIG, "all");
    config.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    config.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
    config.put(ProducerConfig.LINGER_MS_CONFIG, 5);
    config.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, MAX_RECORD_BYTES);
    return config;
  }

  /**
   * A transactional producer. The id must be unique among running processes and the same after a
   * restart, so that a killed process's open transaction is ended at once by its successor.
   */
  public Map<String, Object> transactionalProducer(String transactionalId) {
    Map<String, Object> config = producer(transactionalId);
    config.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, transactionalId);
    config.put(ProducerConfig.LINGER_MS_CONFIG, 20);
    config.put(ProducerConfig.BATCH_SIZE_CONFIG, 256 * 1024);
    config.put(ProducerConfig.BUFFER_MEMORY_CONFIG, 32L * 1024 * 1024);
    config.put(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, 60_000);
    config.put(ProducerConfig.RETRY_BACKOFF_MS_CONFIG, TRANSACTION_BACKOFF_MILLIS);
    return config;
  }

  /**
   * A read-committed consumer that commits nothing by itself, and whose position only its program
   * decides: by a seek, or a committed offset. Without a position, or where the records there are
   * deleted, the client fails and skips nothing.
   */
  public Map<String, Object> consumer(String group) {
    Map<String, Object> config = client();
    config.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
    config.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
    config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
    if (group != null) {
      config.put(ConsumerConfig.GROUP_ID_CONFIG, group);
    }
    return config;
  }

  /**
   * The same without a group, for stretches that stand there already, read one after another. A
   * fetch that the broker holds back at the end of one stretch, for news that are not wanted, holds
   * back the first fetch of the next; so the broker does not wait long.
   */
  public Map<String, Object> stretchConsumer() {
    Map<String, Object> config = consumer(null);
    config.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, STRETCH_WAIT_MILLIS);
    return config;
  }

  /**
   * Settings of the configured registry client, for {@link WireEncoder} and {@link WireDecoder}.
   */
  public Map<String, Object> serde() {
    return SerdeClient.settings(registryUrl, serdeClient, security.registry());
  }
}
