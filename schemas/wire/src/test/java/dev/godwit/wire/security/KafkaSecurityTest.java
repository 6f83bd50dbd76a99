package dev.godwit.wire.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.types.Password;
import org.apache.kafka.common.security.JaasContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KafkaSecurityTest {
  private static final String SECRET = "pa\"ss\\wo${rd}; x";

  @TempDir private Path dir;

  private Map<String, String> scram() throws IOException {
    Map<String, String> environment = new HashMap<>();
    environment.put("GODWIT_KAFKA_SECURITY", "sasl_ssl");
    environment.put("GODWIT_KAFKA_USER", "lo\"ader");
    environment.put("GODWIT_KAFKA_PASSWORD", SECRET);
    environment.put("GODWIT_KAFKA_CA", pem("ca.pem"));
    return environment;
  }

  private String pem(String name) throws IOException {
    return Files.writeString(dir.resolve(name), "-----BEGIN CERTIFICATE-----\nx\n").toString();
  }

  @Test
  void shouldAskForNothingWhenNothingIsSet() {
    assertThat(KafkaSecurity.of(Map.of()).properties()).isEmpty();
    assertThat(KafkaSecurity.of(Map.of("GODWIT_KAFKA_SECURITY", " ")).properties()).isEmpty();
  }

  @Test
  void shouldConfigureScramOverTls() throws IOException {
    Map<String, String> properties = KafkaSecurity.of(scram()).properties();
    assertThat(properties)
        .containsEntry("security.protocol", "SASL_SSL")
        .containsEntry("sasl.mechanism", "SCRAM-SHA-512")
        .containsEntry("ssl.truststore.type", "PEM")
        .containsEntry("ssl.truststore.location", dir.resolve("ca.pem").toString())
        .doesNotContainKey("ssl.endpoint.identification.algorithm");
  }

  @Test
  void shouldLeaveAPasswordAsItIsWhateverItsLetters() throws IOException {
    String jaas = KafkaSecurity.of(scram()).properties().get("sasl.jaas.config");
    Map<String, ?> options =
        JaasContext.loadClientContext(Map.of("sasl.jaas.config", new Password(jaas)))
            .configurationEntries()
            .getFirst()
            .getOptions();
    assertThat(options.get("password")).isEqualTo(SECRET);
    assertThat(options.get("username")).isEqualTo("lo\"ader");
  }

  @Test
  void shouldReadASecretFromAFile() throws IOException {
    Map<String, String> environment = scram();
    environment.remove("GODWIT_KAFKA_PASSWORD");
    Path file = Files.writeString(dir.resolve("password"), "of-the-file\n");
    environment.put("GODWIT_KAFKA_PASSWORD_FILE", file.toString());
    assertThat(KafkaSecurity.of(environment).properties().get("sasl.jaas.config"))
        .contains("password=\"of-the-file\"");
  }

  @Test
  void shouldPrintNoSecret() throws IOException {
    assertThat(KafkaSecurity.of(scram()).toString())
        .isEqualTo("SASL_SSL with SCRAM-SHA-512 as lo\"ader");
    assertThat(TransportSecurity.of(scram()).toString()).doesNotContain(SECRET);
  }

  @Test
  void shouldConfigureAClientCertificate() throws IOException {
    Map<String, String> properties =
        KafkaSecurity.of(
                Map.of(
                    "GODWIT_KAFKA_SECURITY", "SSL",
                    "GODWIT_KAFKA_CERTIFICATE", pem("client.pem"),
                    "GODWIT_KAFKA_KEY", pem("client-key.pem")))
            .properties();
    assertThat(properties)
        .containsEntry("security.protocol", "SSL")
        .containsEntry("ssl.keystore.type", "PEM")
        .containsKeys("ssl.keystore.certificate.chain", "ssl.keystore.key");
  }

  @Test
  void shouldConfigureTokens() {
    Map<String, String> properties =
        KafkaSecurity.of(
                Map.of(
                    "GODWIT_KAFKA_SECURITY", "SASL_SSL",
                    "GODWIT_KAFKA_MECHANISM", "OAUTHBEARER",
                    "GODWIT_KAFKA_TOKEN_ENDPOINT", "https://issuer/token",
                    "GODWIT_KAFKA_CLIENT_ID", "loader",
                    "GODWIT_KAFKA_CLIENT_SECRET", "s"))
            .properties();
    assertThat(properties)
        .containsEntry("sasl.mechanism", "OAUTHBEARER")
        .containsEntry("sasl.oauthbearer.token.endpoint.url", "https://issuer/token")
        .containsEntry("sasl.oauthbearer.client.credentials.client.secret", "s");
    assertThat(System.getProperty("org.apache.kafka.sasl.oauthbearer.allowed.urls"))
        .contains("https://issuer/token");
  }

  @Test
  void shouldNameTheSettingThatIsWrongAndNoSecret() throws IOException {
    Map<String, String> noPassword = scram();
    noPassword.remove("GODWIT_KAFKA_PASSWORD");
    Map<String, String> both = scram();
    both.put("GODWIT_KAFKA_PASSWORD_FILE", pem("x"));
    Map<String, String> plainText = scram();
    plainText.put("GODWIT_KAFKA_SECURITY", "PLAINTEXT");
    Map<String, String> noCa = scram();
    noCa.put("GODWIT_KAFKA_CA", dir.resolve("none.pem").toString());
    Map<String, String> notPem = scram();
    notPem.put("GODWIT_KAFKA_CA", Files.writeString(dir.resolve("jks"), "x").toString());
    Map<String, String> plain = scram();
    plain.put("GODWIT_KAFKA_MECHANISM", "PLAIN");
    plain.put("GODWIT_KAFKA_SECURITY", "SASL_PLAINTEXT");
    plain.remove("GODWIT_KAFKA_CA");
    for (var wrong :
        List.of(
            Map.entry("GODWIT_KAFKA_PASSWORD or GODWIT_KAFKA_PASSWORD_FILE", noPassword),
            Map.entry("either GODWIT_KAFKA_PASSWORD", both),
            Map.entry("GODWIT_KAFKA_SECURITY is PLAINTEXT", plainText),
            Map.entry("GODWIT_KAFKA_CA", noCa),
            Map.entry("PEM", notPem),
            Map.entry("GODWIT_KAFKA_MECHANISM=PLAIN", plain),
            Map.entry("GODWIT_KAFKA_SECURITY", Map.of("GODWIT_KAFKA_SECURITY", "TLS")))) {
      assertThatThrownBy(() -> KafkaSecurity.of(wrong.getValue()))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageStartingWith("Expected ")
          .hasMessageContaining(wrong.getKey())
          .hasMessageNotContaining(SECRET);
    }
  }
}
