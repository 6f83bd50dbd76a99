package dev.godwit.local.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.godwit.local.security.CertificateAuthority;
import dev.godwit.local.security.CertificateAuthority.Identity;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StackSecurityTest {
  @TempDir private Path dir;

  private X509Certificate certificate(Path file) throws Exception {
    return CertificateAuthority.certificate(Files.readString(file));
  }

  @Test
  void shouldSignTheCertificatesOfAllServersForABoundedTime() throws Exception {
    StackSecurity security = new StackSecurity(dir);
    security.prepare();
    X509Certificate ca = certificate(security.ca());
    for (String server : new String[] {"broker", "registry", "postgres", "services"}) {
      X509Certificate of = certificate(security.certificate(server));
      assertThatCode(() -> of.verify(ca.getPublicKey())).doesNotThrowAnyException();
      assertThat(of.getNotAfter().toInstant())
          .isBetween(
              Instant.now().plus(Duration.ofDays(89)), Instant.now().plus(Duration.ofDays(91)));
      assertThat(of.getSubjectAlternativeNames().toString()).contains("127.0.0.1", "localhost");
      assertThat(of.getBasicConstraints()).isEqualTo(-1);
    }
    assertThat(StackSettings.from(Map.of("GODWIT_HOME", "/x")).withDir(dir).isSecure()).isTrue();
  }

  @Test
  void shouldMakeACertificateAnewBeforeItEndsAndKeepTheOthers() throws Exception {
    StackSecurity security = new StackSecurity(dir);
    security.prepare();
    String registry = Files.readString(security.certificate("registry"));
    CertificateAuthority authority =
        CertificateAuthority.of(
            new Identity(
                Files.readString(security.ca()),
                Files.readString(security.ca().resolveSibling("ca-key.pem"))));
    new SecretsFolder(dir)
        .write(
            "broker.pem",
            authority.sign("broker", null, Instant.now(), Duration.ofDays(29)).certificate());
    security.prepare();
    assertThat(certificate(security.certificate("broker")).getNotAfter().toInstant())
        .isAfter(Instant.now().plus(Duration.ofDays(80)));
    assertThat(Files.readString(security.certificate("registry"))).isEqualTo(registry);
  }

  @Test
  void shouldRefuseAStackWhoseDataWasMadeWithoutSecurity() throws Exception {
    Files.createDirectories(dir.resolve("data").resolve("kafka"));
    assertThatThrownBy(() -> new StackSecurity(dir).prepare())
        .isInstanceOf(StackException.class)
        .hasMessageContaining("--secure")
        .hasMessageContaining("down --forget");
    assertThat(StackSecurity.isMarked(dir)).isFalse();
  }

  @Test
  void shouldGiveEachServiceItsOwnUserAndNoPasswordOfAnother() {
    StackSettings settings =
        StackSettings.from(Map.of("GODWIT_HOME", "/x")).withDir(dir).withSecurity();
    settings.security().prepare();
    for (Part part : Part.SERVICES) {
      String user = "godwit-" + part.label();
      assertThat(settings.serviceEnvironment(part))
          .containsEntry("GODWIT_KAFKA_SECURITY", "SASL_SSL")
          .containsEntry("GODWIT_KAFKA_USER", user)
          .containsEntry(
              "GODWIT_KAFKA_PASSWORD_FILE", settings.secrets().file("kafka-" + user).toString())
          .containsEntry("GODWIT_REGISTRY_USER", user);
    }
    assertThat(settings.serviceEnvironment()).containsEntry("GODWIT_KAFKA_USER", "admin");
    assertThat(settings.serviceEnvironment().get("GODWIT_SOURCE_URL"))
        .contains("sslmode=verify-full");
  }
}
