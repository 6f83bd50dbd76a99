package dev.godwit.carrier;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusApplication;
import io.quarkus.runtime.annotations.QuarkusMain;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Carries records from one topic to another by the carrier that the first argument names. */
@QuarkusMain
public class CarrierBenchmark implements QuarkusApplication {
  static final String IN = "carrier-benchmark.in";
  static final String OUT = "carrier-benchmark.out";
  private static final int RECORD_BYTES = 200;

  private final String bootstrap;
  private final String group;
  private final Progress progress;

  CarrierBenchmark(
      @ConfigProperty(name = "godwit.kafka") String bootstrap,
      @ConfigProperty(name = "carrier.group") String group,
      Progress progress) {
    this.bootstrap = bootstrap;
    this.group = group;
    this.progress = progress;
  }

  /** Starts the application: {@code fill|plain|batch|record}. */
  public static void main(String... args) {
    Quarkus.run(CarrierBenchmark.class, args);
  }

  @Override
  public int run(String... args) throws Exception {
    switch (args.length == 1 ? args[0] : "") {
      case "fill" -> {
        createTopics();
        fill(progress.records());
      }
      case "plain" -> {
        PlainCarrier.carry(bootstrap, group, progress);
        System.out.println("plain: " + progress.await());
      }
      // These carriers start with the application.
      case "batch", "record" -> System.out.println(args[0] + ": " + progress.await());
      default -> {
        System.err.println("Expected one of fill, plain, batch, record.");
        return 2;
      }
    }
    return 0;
  }

  private void createTopics() throws InterruptedException, ExecutionException {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrap))) {
      for (String topic : List.of(IN, OUT)) {
        try {
          admin.createTopics(List.of(new NewTopic(topic, 6, (short) 1))).all().get();
        } catch (ExecutionException e) {
          if (!(e.getCause() instanceof TopicExistsException)) {
            throw e;
          }
        }
      }
    }
  }

  private void fill(long records) {
    Map<String, Object> settings =
        Map.of(
            "bootstrap.servers",
            bootstrap,
            "acks",
            "all",
            "compression.type",
            "lz4",
            "linger.ms",
            20,
            "batch.size",
            262_144);
    AtomicReference<Exception> failed = new AtomicReference<>();
    SplittableRandom random = new SplittableRandom(7);
    byte[] value = new byte[RECORD_BYTES];
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
      for (long i = 0; i < records; i++) {
        random.nextBytes(value);
        producer.send(
            new ProducerRecord<>(IN, value.clone()),
            (metadata, failure) -> {
              if (failure != null) {
                failed.compareAndSet(null, failure);
              }
            });
      }
    }
    if (failed.get() != null) {
      throw new IllegalStateException("The topic could not be filled.", failed.get());
    }
  }
}
