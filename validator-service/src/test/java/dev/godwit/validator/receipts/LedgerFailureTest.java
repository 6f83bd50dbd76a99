package dev.godwit.validator.receipts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.godwit.receipt.v1.Ledger;
import dev.godwit.receipt.v1.Receipt;
import dev.godwit.validator.ledger.ReceiptBook.Outcome;
import io.quarkus.kafka.streams.runtime.KafkaStreamsProducer;
import jakarta.enterprise.inject.Instance;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.KafkaClientSupplier;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.KafkaStreams.State;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The streams are made by the code that makes them in the process, on clients that are made up. */
class LedgerFailureTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @TempDir Path state;

  @Test
  void shouldReplaceTheThreadWhenItDies() throws Exception {
    Clients clients = new Clients();
    try (KafkaStreams streams = streams(clients, new LedgerFailure())) {
      streams.start();
      clients.failNext();

      await().atMost(PATIENCE).until(() -> clients.main.size() > 1);
      await()
          .atMost(PATIENCE)
          .until(
              () ->
                  streams.metadataForLocalThreads().stream()
                      .anyMatch(thread -> !thread.threadState().equals("DEAD")));
      assertThat(streams.state()).isNotIn(State.ERROR, State.PENDING_ERROR);
    }
  }

  @Test
  void shouldStopTheTopologyWhenNoHandlerIsSet() throws Exception {
    Clients clients = new Clients();
    try (KafkaStreams streams = streams(clients, null)) {
      streams.start();
      clients.failNext();

      await().atMost(PATIENCE).until(() -> streams.state() == State.ERROR);
      assertThat(clients.main).hasSize(1);
    }
  }

  private KafkaStreams streams(Clients clients, LedgerFailure failure) throws Exception {
    StreamsConfig config =
        new StreamsConfig(
            Map.of(
                StreamsConfig.APPLICATION_ID_CONFIG,
                "ledgers",
                StreamsConfig.BOOTSTRAP_SERVERS_CONFIG,
                "127.0.0.1:1",
                StreamsConfig.STATE_DIR_CONFIG,
                state.toString(),
                StreamsConfig.NUM_STREAM_THREADS_CONFIG,
                1,
                StreamsConfig.PROCESSING_GUARANTEE_CONFIG,
                StreamsConfig.EXACTLY_ONCE_V2));
    Topology topology = LedgerTopology.build(PlainRecordBytes::new, new Silent());
    Method make =
        KafkaStreamsProducer.class.getDeclaredMethod(
            "initializeKafkaStreams",
            StreamsConfig.class,
            Topology.class,
            Instance.class,
            Instance.class,
            Instance.class,
            Instance.class);
    make.setAccessible(true);
    return (KafkaStreams)
        make.invoke(
            null,
            config,
            topology,
            instance(clients),
            instance(null),
            instance(null),
            instance(failure));
  }

  /** The container's answer for a type: one bean or none. */
  private static Instance<?> instance(Object bean) {
    return (Instance<?>)
        Proxy.newProxyInstance(
            LedgerFailureTest.class.getClassLoader(),
            new Class<?>[] {Instance.class},
            (proxy, method, arguments) ->
                switch (method.getName()) {
                  case "isUnsatisfied" -> bean == null;
                  case "get" -> bean;
                  default -> throw new UnsupportedOperationException(method.getName());
                });
  }

  private static final class Clients implements KafkaClientSupplier {
    private final List<MockConsumer<byte[], byte[]>> main = new CopyOnWriteArrayList<>();

    void failNext() {
      await().atMost(PATIENCE).until(() -> !main.isEmpty());
      main.getLast().setPollException(new KafkaException("made up"));
    }

    @Override
    public Admin getAdmin(Map<String, Object> config) {
      return Admin.create(config);
    }

    @Override
    public Producer<byte[], byte[]> getProducer(Map<String, Object> config) {
      return new MockProducer<>(true, null, new ByteArraySerializer(), new ByteArraySerializer());
    }

    @Override
    public Consumer<byte[], byte[]> getConsumer(Map<String, Object> config) {
      MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("earliest");
      main.add(consumer);
      return consumer;
    }

    @Override
    public Consumer<byte[], byte[]> getRestoreConsumer(Map<String, Object> config) {
      return new MockConsumer<>("earliest");
    }

    @Override
    public Consumer<byte[], byte[]> getGlobalConsumer(Map<String, Object> config) {
      return new MockConsumer<>("earliest");
    }
  }

  private static final class Silent implements LedgerListener {
    @Override
    public void booked(Receipt receipt, Outcome outcome) {}

    @Override
    public void unreadable(String topic, int partition, long offset, String why) {}

    @Override
    public void complete(Ledger ledger) {}
  }
}
