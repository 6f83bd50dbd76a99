package dev.godwit.pack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatabaseTlsTest {
  private static final String URL = "jdbc:postgresql://db/crm";

  @TempDir private Path dir;

  @Test
  void shouldLeaveItToTheUrlWhenNothingIsSet() throws SQLException {
    assertThat(DatabaseTls.of(name -> null).properties(URL + "?sslmode=disable")).isEmpty();
  }

  @Test
  void shouldVerifyCertificateAndHostNameByTheGivenAuthority() throws Exception {
    Path ca = Files.writeString(dir.resolve("ca.pem"), "x");
    Map<String, String> environment =
        Map.of(DatabaseTls.TLS, "verify-full", DatabaseTls.CA, ca.toString());
    assertThat(DatabaseTls.of(environment::get).properties(URL))
        .containsEntry("sslmode", "verify-full")
        .containsEntry("sslrootcert", ca.toString());
  }

  @Test
  void shouldNameTheSettingThatIsWrong() {
    for (Map<String, String> wrong :
        java.util.List.of(
            Map.of(DatabaseTls.TLS, "require"),
            Map.of(DatabaseTls.CA, "/ca.pem"),
            Map.of(DatabaseTls.TLS, "verify-full", DatabaseTls.CA, "/no/such/ca.pem"))) {
      assertThatThrownBy(() -> DatabaseTls.of(wrong::get))
          .isInstanceOf(SQLException.class)
          .hasMessageStartingWith("Expected GODWIT_DATABASES_");
    }
  }

  @Test
  void shouldRefuseAUrlThatAsksForLess() throws SQLException {
    DatabaseTls tls = DatabaseTls.of(Map.of(DatabaseTls.TLS, "verify-full")::get);
    assertThatThrownBy(() -> tls.properties(URL + "?sslmode=require"))
        .hasMessageContaining("sslmode=require");
    assertThat(tls.properties(URL + "?sslmode=verify-full")).isNotEmpty();
  }
}
