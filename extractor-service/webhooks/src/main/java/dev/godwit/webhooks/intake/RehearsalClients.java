package dev.godwit.webhooks.intake;

import dev.godwit.webhooks.outbound.LiveTopic;
import dev.godwit.webhooks.providers.MailProvider;
import dev.godwit.webhooks.providers.ProviderSettings;
import dev.godwit.webhooks.rehearsal.RehearsalIntake;
import dev.godwit.wire.KafkaSettings;
import dev.godwit.wire.UnreadableRecordException;
import dev.godwit.wire.WireDecoder;
import dev.godwit.wire.WireEncoder;
import java.util.List;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;

/**
 * Makes the intake of rehearsals with clients of its own, small ones: rehearsals are seldom, and
 * requests of providers need the memory. Connects in the background. Stateless.
 */
final class RehearsalClients {
  private static final int REQUEST_BYTES = 1 << 20;
  private static final long ANSWER_BYTES = 1L << 20;
  private static final int SESSION_TIMEOUT_MS = 10_000;
  private static final int HEARTBEAT_MS = 2_000;
  private static final int MAX_BLOCK_MS = 3_000;
  private static final int REQUEST_TIMEOUT_MS = 5_000;
  private static final int DELIVERY_TIMEOUT_MS = 8_000;

  private RehearsalClients() {}

  /**
   * An intake that is not started.
   *
   * @param topic null where no provider has a key
   */
  static RehearsalIntake intake(
      WebhookSettings settings,
      List<MailProvider> providers,
      Map<String, ProviderSettings> byProvider,
      LiveTopic topic) {
    KafkaSettings kafka = settings.clients();
    String name = "godwit-webhooks-rehearsals-" + settings.httpPort();
    Map<String, Object> reading = kafka.consumer(RehearsalIntake.GROUP);
    reading.put(ConsumerConfig.CLIENT_ID_CONFIG, name);
    reading.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    // A killed process is replaced long before a rehearsal gives its answer up.
    reading.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, SESSION_TIMEOUT_MS);
    reading.put(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, HEARTBEAT_MS);
    reading.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    reading.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 10);
    reading.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, REQUEST_BYTES);
    reading.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, REQUEST_BYTES);
    Map<String, Object> writing = kafka.producer(name);
    writing.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, MAX_BLOCK_MS);
    writing.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, REQUEST_TIMEOUT_MS);
    writing.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, DELIVERY_TIMEOUT_MS);
    writing.put(ProducerConfig.BUFFER_MEMORY_CONFIG, ANSWER_BYTES);
    return new RehearsalIntake(
        new KafkaConsumer<>(reading),
        new KafkaProducer<>(writing),
        new RegistryWire(kafka),
        providers,
        byProvider,
        topic);
  }

  /** The wire format by the registry. */
  private static final class RegistryWire implements RehearsalIntake.Wire {
    private final WireDecoder decoder;
    private final WireEncoder encoder;

    private RegistryWire(KafkaSettings kafka) {
      this.decoder = new WireDecoder(kafka.serde());
      this.encoder = new WireEncoder(kafka.serde());
    }

    @Override
    public SpecificRecord decode(String topic, byte[] value) throws UnreadableRecordException {
      return decoder.decode(topic, value);
    }

    @Override
    public byte[] encode(String topic, SpecificRecord record) {
      return encoder.encode(topic, record);
    }
  }
}
