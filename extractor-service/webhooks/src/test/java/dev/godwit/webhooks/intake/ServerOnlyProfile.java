package dev.godwit.webhooks.intake;

import dev.godwit.webhooks.outbound.KafkaLiveTopic;
import io.quarkus.test.junit.QuarkusTestProfile;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.Map;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** The service's own HTTP server on a free port, with a mocked producer in place of Kafka. */
public final class ServerOnlyProfile implements QuarkusTestProfile {
  @Override
  public Map<String, String> getConfigOverrides() {
    return Map.of(
        "quarkus.arc.exclude-types",
        WebhookComponents.class.getName(),
        "quarkus.http.test-port",
        "0",
        "quarkus.management.test-port",
        "0",
        "quarkus.log.console.json.enabled",
        "false");
  }

  /** Stands in for the wiring: what it makes is a test's to hold. */
  @Singleton
  static final class Wiring {
    final MockProducer<byte[], byte[]> kafka =
        new MockProducer<>(false, null, new ByteArraySerializer(), new ByteArraySerializer());
    final WebhookFixture webhooks =
        new WebhookFixture()
            .with("MANDRILL_KEY", WebhookHttpIT.KEY)
            .with("PUBLIC_URL", WebhookHttpIT.PUBLIC_URL)
            .with("MAX_BODY_BYTES", String.valueOf(WebhookHttpIT.MAX_BODY_BYTES))
            .with("REQUESTS_PER_SECOND", "0.4")
            .with("BURST", "2");

    Wiring() {
      KafkaLiveTopic log = new KafkaLiveTopic(kafka, (topic, event) -> new byte[1]);
      log.learnSchema();
      webhooks.sink = log;
    }

    @Produces
    @Singleton
    WebhookIntake intake() {
      return webhooks.intake();
    }
  }
}
