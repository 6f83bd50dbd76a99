package dev.godwit.extractor.webhook;

import io.quarkus.test.junit.QuarkusTestProfile;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** The service's own server with its webhooks on a free port, without Kafka and all other work. */
public final class WebhooksAlone implements QuarkusTestProfile {
  @Override
  public Map<String, String> getConfigOverrides() {
    String others =
        Stream.of(
                "extractor.assess.**",
                "extractor.chunk.**",
                "extractor.cut.**",
                "extractor.delivery.**",
                "extractor.freeze.**",
                "extractor.inbound.**",
                "extractor.merge.**",
                "extractor.oldsystem.**",
                "extractor.outbound.**",
                "extractor.planning.**",
                "extractor.returning.**",
                "extractor.snapshot.**",
                "extractor.source.**",
                "extractor.tail.**",
                "extractor.webhook.WebhookWiring",
                "stage.LiveWindows",
                "stage.Outage",
                "stage.RunRegistry",
                "stage.StageMetrics",
                "stage.StageReadiness",
                "stage.StageReports",
                "stage.TaskIntake")
            .map(name -> "dev.godwit." + name)
            .collect(Collectors.joining(","));
    return Map.of(
        "quarkus.arc.exclude-types",
        others,
        "mp.messaging.incoming.tasks.enabled",
        "false",
        "mp.messaging.incoming.events.enabled",
        "false",
        "quarkus.http.test-port",
        "0",
        "quarkus.log.console.json.enabled",
        "false");
  }

  /** Stands in for the wiring: what it makes is a test's to hold. */
  @Singleton
  static final class Wiring {
    final MockProducer<byte[], byte[]> kafka =
        new MockProducer<>(false, null, new ByteArraySerializer(), new ByteArraySerializer());
    final Hooks hooks =
        new Hooks()
            .with("MANDRILL_KEY", WebhookHttpIT.KEY)
            .with("PUBLIC_URL", WebhookHttpIT.PUBLIC_URL)
            .with("MAX_BODY_BYTES", String.valueOf(WebhookHttpIT.MAX_BODY_BYTES))
            .with("REQUESTS_PER_SECOND", "0.4")
            .with("BURST", "2");

    Wiring() {
      KafkaLiveLog log = new KafkaLiveLog(kafka, (topic, event) -> new byte[1]);
      log.learnSchema();
      hooks.sink = log;
    }

    @Produces
    @Singleton
    WebhookIntake intake() {
      return hooks.intake();
    }
  }
}
