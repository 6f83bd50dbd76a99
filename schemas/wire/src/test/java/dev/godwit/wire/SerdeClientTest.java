package dev.godwit.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.godwit.wire.security.RegistrySecurity;
import java.io.IOException;
import java.net.ConnectException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SerdeClientTest {
  private static final String REGISTRY = "http://127.0.0.1:18081";

  @Test
  void shouldConfigureApicurioForTheConfluentWireFormat() {
    assertThat(SerdeClient.settings(REGISTRY, "apicurio", RegistrySecurity.NONE))
        .containsEntry("apicurio.registry.url", REGISTRY + "/apis/registry/v2")
        .containsEntry("apicurio.registry.as-confluent", "true")
        .containsEntry("apicurio.registry.use-id", "contentId")
        .containsEntry("apicurio.registry.headers.enabled", "false")
        .containsEntry("apicurio.registry.auto-register", "false");
  }

  @Test
  void shouldConfigureConfluentsClientWhenItIsNamed() {
    assertThat(SerdeClient.settings(REGISTRY, "confluent", RegistrySecurity.NONE))
        .containsEntry(SerdeClient.SERIALIZER, "io.confluent.kafka.serializers.KafkaAvroSerializer")
        .containsEntry("schema.registry.url", REGISTRY + "/apis/ccompat/v7")
        .containsEntry("auto.register.schemas", "false");
  }

  @Test
  void shouldReadAnotherClientFromAFile(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("own.properties");
    Files.writeString(file, "serializer=a.B\ndeserializer=a.C\nconfig.url=${registry}/x\n");
    assertThat(SerdeClient.settings(REGISTRY, file.toString(), RegistrySecurity.NONE))
        .isEqualTo(
            Map.of(
                SerdeClient.SERIALIZER,
                "a.B",
                SerdeClient.DESERIALIZER,
                "a.C",
                "url",
                REGISTRY + "/x"));
  }

  @Test
  void shouldNameAClientWhenItIsUnknown() {
    assertThatThrownBy(() -> SerdeClient.settings(REGISTRY, "nosuch", RegistrySecurity.NONE))
        .hasMessageContaining("GODWIT_SERDE")
        .hasMessageContaining("nosuch");
  }

  @Test
  void shouldNameAClientWhenItIsNotOnTheClassPath() {
    assertThatThrownBy(() -> SerdeClient.serializer(Map.of(SerdeClient.SERIALIZER, "no.Such")))
        .hasMessageContaining("no.Such")
        .hasMessageContaining("profile");
  }

  @Test
  void shouldTakeAddressesFromTheEnvironment() {
    assertThat(KafkaSettings.of(Map.of("GODWIT_KAFKA", "a:1", "GODWIT_REGISTRY", "http://b:2/")))
        .isEqualTo(new KafkaSettings("a:1", "http://b:2"));
    assertThat(KafkaSettings.of(Map.of()).bootstrapServers()).isEqualTo("127.0.0.1:19092");
    assertThat(KafkaSettings.of(Map.of()).serdeClient()).isEqualTo("apicurio");
    assertThat(KafkaSettings.of(Map.of("GODWIT_SERDE", "confluent")).serde())
        .containsKey("schema.registry.url");
  }

  @Test
  void shouldRetryOnlyWhenTheNetworkFailed() {
    assertThat(RegistryRetry.unreachable(new IllegalStateException(new ConnectException())))
        .isTrue();
    assertThat(RegistryRetry.unreachable(new IllegalStateException("flaw"))).isFalse();
    assertThat(RegistryRetry.unreachable(new SchemaNotFoundException(new IOException()))).isFalse();
    assertThat(
            RegistryRetry.unreachable(
                new IllegalStateException("x; error code: 40403", new IOException())))
        .isFalse();
  }

  private static final class SchemaNotFoundException extends RuntimeException {
    SchemaNotFoundException(Throwable cause) {
      super(cause);
    }
  }
}
