package dev.godwit.pack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.godwit.pack.session.TransactionPoolerException;
import java.util.List;
import org.junit.jupiter.api.Test;

class JdbcAddressTest {
  private static final List<String> WITH_PASSWORD =
      List.of(
          "jdbc:postgresql://db/crm?password=hunter2",
          "jdbc:postgresql://db/crm?user=a&PASSWORD=hunter2",
          "jdbc:postgresql://db/crm?sslpassword=hunter2",
          "jdbc:postgresql://me:hunter2@db/crm",
          "jdbc:postgresql://me:hun/ter@2hunter2@db/crm");

  @Test
  void shouldFindAPasswordWhereverItIs() {
    assertThat(WITH_PASSWORD)
        .allMatch(JdbcAddress::hasPassword)
        .allMatch(JdbcAddress::hasCredentials);
    assertThat(JdbcAddress.hasCredentials("jdbc:postgresql://db/crm?user=a")).isTrue();
    assertThat(JdbcAddress.hasCredentials("jdbc:postgresql://db:5432/crm?sslmode=verify-full"))
        .isFalse();
    assertThat(JdbcAddress.hasPassword("jdbc:postgresql://a:1,b:2/crm?user=x@y")).isFalse();
  }

  @Test
  void shouldShowNoPassword() {
    for (String url : WITH_PASSWORD) {
      assertThat(JdbcAddress.shown(url)).isEqualTo("jdbc:postgresql://db/crm");
      assertThat(new TransactionPoolerException(url).getMessage()).doesNotContain("hunter2");
      DatabaseSettings settings = new DatabaseSettings(url, "me", "CRM_PASSWORD", name -> null);
      assertThat(settings.toString()).doesNotContain("hunter2");
      assertThatThrownBy(settings::open)
          .hasMessageContaining("CRM_PASSWORD")
          .hasMessageNotContaining("hunter2");
    }
  }
}
