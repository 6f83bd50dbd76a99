package dev.godwit.wire.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.godwit.wire.KafkaSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RegistrySecurityTest {
  @TempDir private Path dir;

  @Test
  void shouldConfigureApicurioAndConfluentForAUserAndAnAuthority() throws IOException {
    Path ca = Files.writeString(dir.resolve("ca.pem"), "-----BEGIN CERTIFICATE-----\n");
    Map<String, String> environment =
        Map.of(
            "GODWIT_REGISTRY_CA", ca.toString(),
            "GODWIT_REGISTRY_USER", "loader",
            "GODWIT_REGISTRY_PASSWORD", "secret");
    assertThat(KafkaSettings.of(environment).serde())
        .containsEntry("apicurio.auth.username", "loader")
        .containsEntry("apicurio.auth.password", "secret")
        .containsEntry("apicurio.rest.request.ssl.ca-bundle.location", ca.toString());
    assertThat(
            new KafkaSettings("a:1", "https://b:2", "confluent", TransportSecurity.of(environment))
                .serde())
        .containsEntry("basic.auth.user.info", "loader:secret")
        .containsEntry("schema.registry.ssl.truststore.location", ca.toString());
    RegistrySecurity security = RegistrySecurity.of(environment);
    assertThat(security.authorization()).contains("Basic bG9hZGVyOnNlY3JldA==");
    assertThat(security.toString()).contains("loader").doesNotContain("secret");
  }

  @Test
  void shouldConfigureNothingWhenNothingIsSet() {
    assertThat(KafkaSettings.of(Map.of()).serde().keySet())
        .noneMatch(key -> key.startsWith("apicurio.auth") || key.startsWith("apicurio.rest"));
    assertThat(RegistrySecurity.of(Map.of()).authorization()).isEmpty();
  }

  @Test
  void shouldRefuseAPasswordInTheAddressAndNotRepeatIt() {
    assertThatThrownBy(() -> new KafkaSettings("a:1", "https://me:hunter2@registry"))
        .hasMessageContaining("GODWIT_REGISTRY_PASSWORD")
        .hasMessageNotContaining("hunter2");
  }

  @Test
  void shouldNameTheSettingThatIsMissing() {
    assertThatThrownBy(() -> RegistrySecurity.of(Map.of("GODWIT_REGISTRY_USER", "loader")))
        .hasMessageContaining("GODWIT_REGISTRY_PASSWORD");
    assertThatThrownBy(() -> RegistrySecurity.of(Map.of("GODWIT_REGISTRY_PASSWORD", "hunter2")))
        .hasMessageContaining("GODWIT_REGISTRY_USER")
        .hasMessageNotContaining("hunter2");
  }
}
