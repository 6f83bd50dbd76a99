package dev.godwit.webhooks.rehearsal;

import dev.godwit.records.Topics;
import dev.godwit.row.v1.LiveRehearsal;
import dev.godwit.row.v1.ProviderRehearsal;
import dev.godwit.webhooks.outbound.LiveTopic;
import dev.godwit.webhooks.providers.MailProvider;
import dev.godwit.webhooks.providers.ProviderSettings;
import dev.godwit.webhooks.request.Refusal;
import dev.godwit.wire.UnreadableRecordException;
import dev.godwit.wire.crash.CrashPoint;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.LockSupport;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.jboss.logging.Logger;

/**
 * Consumes the requests of rehearsals from {@code crm.live-rehearsals.v1}, sends the synthetic
 * events of the providers, and answers. An answer is written after Kafka acknowledged its events,
 * and the offset is committed after the answer: a killed process does both again, with the same
 * events. A request is repeated while Kafka is away. For one thread, but for {@link #close}.
 */
public final class RehearsalIntake implements Runnable, AutoCloseable {
  /** Group that reads the requests. */
  public static final String GROUP = "godwit-webhooks";

  private static final Logger LOG = Logger.getLogger(RehearsalIntake.class);
  private static final Duration POLL = Duration.ofSeconds(1);
  private static final long PAUSE_NANOS = Duration.ofSeconds(2).toNanos();

  /** Reads and writes values in the wire format. */
  public interface Wire {
    /** The record of a value; waits while the registry cannot be reached. */
    SpecificRecord decode(String topic, byte[] value) throws UnreadableRecordException;

    /** The value of a record. */
    byte[] encode(String topic, SpecificRecord record);
  }

  private final Consumer<byte[], byte[]> consumer;
  private final Producer<byte[], byte[]> producer;
  private final Wire wire;
  private final ProviderRehearsals providers;
  private volatile boolean closed;

  /**
   * Closes the clients at its end.
   *
   * @param consumer commits nothing by itself
   * @param settings settings by name of the provider
   */
  public RehearsalIntake(
      Consumer<byte[], byte[]> consumer,
      Producer<byte[], byte[]> producer,
      Wire wire,
      List<MailProvider> providers,
      Map<String, ProviderSettings> settings,
      LiveTopic topic) {
    this.consumer = consumer;
    this.producer = producer;
    this.wire = wire;
    this.providers = new ProviderRehearsals(providers, settings, topic);
  }

  /** Consumes until this is closed. */
  @Override
  public void run() {
    try (consumer;
        producer) {
      consumer.subscribe(List.of(Topics.LIVE_REHEARSALS));
      while (!closed) {
        step();
      }
    } catch (WakeupException | InterruptException e) {
      LOG.debug("The intake of rehearsals ends.", e);
    }
  }

  /** Answers the requests of one poll, up to one that has to be repeated. */
  void step() {
    Map<TopicPartition, Long> unanswered = new HashMap<>();
    try {
      ConsumerRecords<byte[], byte[]> polled = consumer.poll(POLL);
      for (TopicPartition partition : polled.partitions()) {
        unanswered.put(partition, polled.records(partition).getFirst().offset());
      }
      for (TopicPartition partition : polled.partitions()) {
        for (ConsumerRecord<byte[], byte[]> record : polled.records(partition)) {
          unanswered.put(partition, record.offset());
          if (!answered(record)) {
            consumer.seek(partition, record.offset());
            LockSupport.parkNanos(PAUSE_NANOS);
            break;
          }
          consumer.commitSync(Map.of(partition, new OffsetAndMetadata(record.offset() + 1)));
        }
        unanswered.remove(partition);
      }
    } catch (WakeupException | InterruptException e) {
      throw e;
    } catch (KafkaException e) {
      LOG.warnf(
          "Rehearsals cannot be read or answered now, and are tried again: %s", e.getMessage());
      rewind(unanswered);
      LockSupport.parkNanos(PAUSE_NANOS);
    }
  }

  /** Polls the unanswered records again; a partition may be another process's meanwhile. */
  private void rewind(Map<TopicPartition, Long> unanswered) {
    unanswered.forEach(
        (partition, offset) -> {
          if (consumer.assignment().contains(partition)) {
            consumer.seek(partition, offset);
          }
        });
  }

  /** False where the record has to be taken again. */
  private boolean answered(ConsumerRecord<byte[], byte[]> record) {
    SpecificRecord read;
    try {
      read = wire.decode(record.topic(), record.value());
    } catch (UnreadableRecordException e) {
      LOG.errorf(
          "Skipping the unreadable record of %s at offset %d: %s",
          record.topic(), record.offset(), e.getMessage());
      return true;
    }
    if (!(read instanceof LiveRehearsal request)) {
      return true;
    }
    try {
      return answer(request, providers.send(request));
    } catch (Refusal e) {
      LOG.warnf(
          "customer=%s run=%d: the synthetic events of the rehearsal could not be sent and are tried again: %s",
          request.getCustomer(), request.getRun(), e.getMessage());
      return false;
    } catch (KafkaException e) {
      throw e;
    } catch (RuntimeException e) {
      LOG.errorf(
          e,
          "customer=%s run=%d: the synthetic events of the rehearsal cannot be made; it is not answered, which is a finding of it. Please report this.",
          request.getCustomer(),
          request.getRun());
      return true;
    }
  }

  /** False where the broker does not have the answer. */
  private boolean answer(LiveRehearsal request, ProviderRehearsal answer) {
    byte[] key = (request.getCustomer() + "/" + request.getRun()).getBytes(StandardCharsets.UTF_8);
    try {
      byte[] value = wire.encode(Topics.LIVE_REHEARSALS, answer);
      producer.send(new ProducerRecord<>(Topics.LIVE_REHEARSALS, key, value)).get();
    } catch (InterruptedException e) {
      throw new InterruptException(e);
    } catch (ExecutionException | RuntimeException e) {
      LOG.warnf(
          "customer=%s run=%d: the answer for the rehearsal could not be sent and is tried again: %s",
          request.getCustomer(), request.getRun(), e.getMessage());
      return false;
    }
    CrashPoint.WEBHOOKS_REHEARSAL_AFTER_ANSWER.reach();
    LOG.infof(
        "customer=%s run=%d: sent %d synthetic events of mail providers for the rehearsal, %d providers could not be tried; the validator checks their arrival.",
        request.getCustomer(),
        request.getRun(),
        answer.getSent().size(),
        answer.getFailed().size());
    return true;
  }

  @Override
  public void close() {
    closed = true;
    consumer.wakeup();
  }
}
