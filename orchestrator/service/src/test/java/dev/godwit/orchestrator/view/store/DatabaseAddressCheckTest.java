package dev.godwit.orchestrator.view.store;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class DatabaseAddressCheckTest {
  @Test
  void shouldRefuseAPasswordInTheAddressAndNotRepeatIt() {
    for (String url :
        new String[] {
          "jdbc:postgresql://db/godwit?password=hunter2", "jdbc:postgresql://me:hunter2@db/godwit"
        }) {
      assertThatThrownBy(() -> DatabaseAddressCheck.require(url))
          .hasMessageContaining("GODWIT_DB_PASSWORD")
          .hasMessageNotContaining("hunter2");
    }
    assertThatCode(() -> DatabaseAddressCheck.require("jdbc:postgresql://db:1/godwit?sslmode=x"))
        .doesNotThrowAnyException();
  }
}
