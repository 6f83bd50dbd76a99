package dev.godwit.orchestrator.notification;

import dev.godwit.orchestrator.OrchestratorSettings;
import dev.godwit.orchestrator.codec.ControlPlaneCodec;
import dev.godwit.records.Topics;
import dev.godwit.wire.KafkaSettings;
import dev.godwit.wire.UnreadableRecordException;
import dev.godwit.wire.WireDecoder;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.mailer.reactive.ReactiveMailer;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.net.URI;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jboss.logging.Logger;

/**
 * Runs the notifications where a channel is configured: one thread reads events, one sends. Both
 * retry for ever while Kafka, the database or an endpoint is unavailable; nothing else in the
 * service waits for them.
 */
@ApplicationScoped
class Notifier {
  private static final Logger LOG = Logger.getLogger(Notifier.class);
  private static final Duration POLL = Duration.ofMillis(500);
  private static final TopicPartition EVENTS = new TopicPartition(Topics.EVENTS, 0);
  private static final long RETRY_MILLIS = 2_000;
  private static final long LOOK_MILLIS = 1_000;

  private final OrchestratorSettings settings;
  private final NoticeStore store;
  private final List<Channel> channels;
  private final MessageDesk desk;
  private final MessageSender sender;
  private final CountDownLatch stopped = new CountDownLatch(1);
  private final List<Thread> threads = new ArrayList<>();

  /** Work that meets an outage now. */
  private final Set<String> waiting = ConcurrentHashMap.newKeySet();

  Notifier(
      OrchestratorSettings settings,
      DataSource database,
      ReactiveMailer mailer,
      MeterRegistry metrics) {
    OrchestratorSettings.Notifications own = settings.notifications();
    this.settings = settings;
    this.store = new NoticeStore(database);
    this.channels = channels(own, mailer);
    this.desk = new MessageDesk(store, own.window(), own.windowMessages());
    this.sender = new MessageSender(store, own.giveUpAfter(), metrics);
  }

  void start(@Observes StartupEvent event) {
    if (channels.isEmpty()) {
      return;
    }
    LOG.infof("Notifications go to: %s.", channels.stream().map(Channel::name).toList());
    threads.add(thread("notification-reader", this::readEvents));
    threads.add(thread("notification-sender", this::sendMessages));
    threads.forEach(Thread::start);
  }

  void stop(@Observes ShutdownEvent event) throws InterruptedException {
    stopped.countDown();
    for (Thread thread : threads) {
      thread.join(5_000);
    }
  }

  private static List<Channel> channels(
      OrchestratorSettings.Notifications own, ReactiveMailer mailer) {
    List<Channel> channels = new ArrayList<>();
    own.webhook()
        .ifPresent(
            address ->
                channels.add(
                    new WebhookChannel(
                        URI.create(address),
                        own.webhookFormat(),
                        own.webhookAuthorization(),
                        own.runbooks())));
    own.mailTo().ifPresent(to -> channels.add(new MailChannel(mailer, to, own.runbooks())));
    return List.copyOf(channels);
  }

  private static Thread thread(String name, Runnable work) {
    return Thread.ofPlatform().daemon().name(name).unstarted(work);
  }

  private void readEvents() {
    KafkaSettings kafka = settings.clients();
    NoticeReader reader = new NoticeReader(store, channels.stream().map(Channel::name).toList());
    var config = kafka.consumer(null);
    config.put(ConsumerConfig.CLIENT_ID_CONFIG, "godwit-notification");
    while (running()) {
      try (WireDecoder decoder = new WireDecoder(kafka.serde());
          KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(config)) {
        store.prepare();
        consumer.assign(List.of(EVENTS));
        consumer.seek(EVENTS, begin(consumer));
        readOn(consumer, decoder, reader);
      } catch (SQLException | KafkaException e) {
        complain("read", e);
        await(RETRY_MILLIS);
      } catch (RuntimeException e) {
        LOG.warnf(
            e, "Notifications could not read the events; trying again from the kept position.");
        await(RETRY_MILLIS);
      }
    }
  }

  /** The kept position. The first start begins at the end: nobody is notified of the past. */
  private long begin(KafkaConsumer<byte[], byte[]> consumer) throws SQLException {
    long end = consumer.endOffsets(List.of(EVENTS)).get(EVENTS);
    if (store.position().isEmpty()) {
      store.begin(end);
    }
    long position = store.position().orElse(end);
    if (position <= end) {
      return position;
    }
    LOG.warnf(
        "Notifications were at offset %d of %s, which ends at %d: the topic was made anew. They begin at its beginning.",
        position, Topics.EVENTS, end);
    store.forget();
    store.begin(0);
    return 0;
  }

  /** Reads until the service stops, or another process has moved the position. */
  private void readOn(
      KafkaConsumer<byte[], byte[]> consumer, WireDecoder decoder, NoticeReader reader)
      throws SQLException {
    long from = consumer.position(EVENTS);
    while (running()) {
      List<SpecificRecord> events = new ArrayList<>();
      for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL).records(EVENTS)) {
        decode(decoder, record, events);
      }
      long to = consumer.position(EVENTS);
      if (to == from) {
        continue;
      }
      waiting.remove("read");
      if (!reader.read(from, to, events)) {
        return;
      }
      from = to;
    }
  }

  private static void decode(
      WireDecoder decoder, ConsumerRecord<byte[], byte[]> record, List<SpecificRecord> events) {
    try {
      SpecificRecord event = decoder.decode(record.topic(), record.value());
      if (ControlPlaneCodec.isOf(ControlPlaneCodec.EVENTS, event)) {
        events.add(event);
      } else {
        LOG.errorf(
            "%s[0]@%d is no event but %s: nobody is notified of it.",
            record.topic(), record.offset(), event.getSchema().getFullName());
      }
    } catch (UnreadableRecordException e) {
      LOG.errorf(
          "%s[0]@%d cannot be read: nobody is notified of it. %s",
          record.topic(), record.offset(), e.getMessage());
    }
  }

  private void sendMessages() {
    while (running()) {
      try {
        for (Channel channel : channels) {
          desk.make(channel.name(), Instant.now());
          sender.send(channel, Instant.now());
        }
        waiting.remove("send");
        await(LOOK_MILLIS);
      } catch (SQLException e) {
        complain("send", e);
        await(RETRY_MILLIS);
      } catch (RuntimeException e) {
        LOG.warnf(e, "A notification could not be sent; trying again.");
        await(RETRY_MILLIS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  /** Once for each outage. */
  private void complain(String work, Exception e) {
    if (waiting.add(work)) {
      LOG.warnf(
          "Notifications cannot %s: %s. They try again every %d ms; nothing is lost.",
          work, e.getMessage(), RETRY_MILLIS);
    }
  }

  private boolean running() {
    return stopped.getCount() > 0 && !Thread.currentThread().isInterrupted();
  }

  private void await(long millis) {
    try {
      if (stopped.await(millis, TimeUnit.MILLISECONDS)) {
        LOG.debug("Stopped while waiting.");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
