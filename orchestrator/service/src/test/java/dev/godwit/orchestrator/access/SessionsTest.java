package dev.godwit.orchestrator.access;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SessionsTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "//attacker.example",
        "/\\attacker.example",
        "https://attacker.example",
        "javascript:alert(1)",
        "/ x",
        "/\nSet-Cookie: a=b",
        "",
        "/login?to=/",
        "/logout"
      })
  void shouldLeadToNoOtherSiteAfterTheLogin(String to) {
    assertThat(Sessions.local(to)).isEqualTo("/");
  }

  @Test
  void shouldLeadToTheWantedPageAfterTheLogin() {
    assertThat(Sessions.local("/migrations/acme/report.html?run=1"))
        .isEqualTo("/migrations/acme/report.html?run=1");
    assertThat(Sessions.local(null)).isEqualTo("/");
    assertThat(Sessions.login("/migrations/a/merges.html?state=x&rule=y"))
        .isEqualTo("/login?to=%2Fmigrations%2Fa%2Fmerges.html%3Fstate%3Dx%26rule%3Dy");
  }
}
