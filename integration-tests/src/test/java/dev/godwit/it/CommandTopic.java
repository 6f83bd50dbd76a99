package dev.godwit.it;

import dev.godwit.event.v1.CommandRejected;
import dev.godwit.records.Topics;
import dev.godwit.wire.KafkaSettings;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;

/** The topic of commands, for any producer of bytes. */
final class CommandTopic {
  private final KafkaSettings kafka;
  private final TopicReader topics;

  CommandTopic(RunningGodwit godwit) {
    Map<String, String> environment = godwit.stack().settings().serviceEnvironment();
    this.kafka =
        new KafkaSettings(environment.get("GODWIT_KAFKA"), environment.get("GODWIT_REGISTRY"));
    this.topics = new TopicReader(godwit);
  }

  /** Publishes JSON. */
  void publish(String key, String json) {
    publish(key, json.getBytes(StandardCharsets.UTF_8));
  }

  /** Publishes bytes, and waits for the acknowledgement. */
  void publish(String key, byte[] value) {
    publish(key, value, List.of());
  }

  /** Publishes bytes with headers, and waits for the acknowledgement. */
  void publish(String key, byte[] value, List<Header> headers) {
    try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(kafka.producer("plain"))) {
      producer
          .send(
              new ProducerRecord<>(
                  Topics.COMMANDS, null, key.getBytes(StandardCharsets.UTF_8), value, headers))
          .get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    } catch (ExecutionException e) {
      throw new IllegalStateException("Publishing a command", e);
    }
  }

  /** Commands that were rejected so far, over all customers. */
  long rejections() {
    return topics.all(Topics.EVENTS, CommandRejected.class).size();
  }
}
