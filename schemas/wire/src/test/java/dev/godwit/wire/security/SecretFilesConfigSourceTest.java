package dev.godwit.wire.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretFilesConfigSourceTest {
  private static final String JDBC = "quarkus.datasource.jdbc.additional-jdbc-properties.";

  @TempDir private Path dir;

  @Test
  void shouldGiveNothingWhenNothingIsSet() {
    assertThat(new SecretFilesConfigSource(Map.of()).getProperties()).isEmpty();
    assertThat(new SecretFilesConfigSource(Map.of("GODWIT_DB_PASSWORD", "x")).getProperties())
        .isEmpty();
  }

  @Test
  void shouldGiveThePasswordOfAFileAndTheTlsOfTheDatabases() throws Exception {
    Path password = Files.writeString(dir.resolve("password"), "secret\n");
    Path ca = Files.writeString(dir.resolve("ca.pem"), "-----BEGIN CERTIFICATE-----\n");
    assertThat(
            new SecretFilesConfigSource(
                    Map.of(
                        "GODWIT_DB_PASSWORD_FILE", password.toString(),
                        "GODWIT_DATABASES_TLS", "verify-full",
                        "GODWIT_DATABASES_CA", ca.toString()))
                .getProperties())
        .isEqualTo(
            Map.of(
                "GODWIT_DB_PASSWORD",
                "secret",
                JDBC + "sslmode",
                "verify-full",
                JDBC + "sslrootcert",
                ca.toString()));
  }

  @Test
  void shouldNameTheSettingThatIsWrong() {
    assertThatThrownBy(() -> new SecretFilesConfigSource(Map.of("GODWIT_DATABASES_TLS", "require")))
        .hasMessageContaining("GODWIT_DATABASES_TLS");
    assertThatThrownBy(
            () -> new SecretFilesConfigSource(Map.of("GODWIT_DB_PASSWORD_FILE", "/no/such")))
        .hasMessageContaining("GODWIT_DB_PASSWORD_FILE");
  }
}
