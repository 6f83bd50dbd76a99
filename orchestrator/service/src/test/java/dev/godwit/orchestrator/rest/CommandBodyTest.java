package dev.godwit.orchestrator.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.godwit.orchestrator.rest.Problems.ProblemException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CommandBodyTest {

  @Test
  void aCommandIsPublishedAsItStandsUnderItsCustomersKey() {
    CommandBody body =
        read(
            "{\"command\":\"StartMigration\",\"customer\":\"acme\",\"commandId\":\"c1\",\"odd\":1}");
    assertThat(body.commandId()).isEqualTo("c1");
    assertThat(body.key()).isEqualTo("acme");
    assertThat(new String(body.json(), StandardCharsets.UTF_8)).contains("\"odd\":1");
  }

  @Test
  void aCommandWithoutAnIdIsGivenOne() {
    CommandBody body = read("{\"command\":\"StartMigration\"}");
    assertThat(body.commandId()).hasSize(36);
    assertThat(new String(body.json(), StandardCharsets.UTF_8)).contains(body.commandId());
    assertThat(body.key()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "[]", "1", "null", "{\"command\":", "start acme", "{\"commandId\":7}"})
  void whatIsNotAnObjectIsRefusedWithAnExample(String text) {
    assertThatThrownBy(() -> read(text))
        .isInstanceOfSatisfying(
            ProblemException.class,
            e -> {
              assertThat(e.status()).isEqualTo(400);
              assertThat(e.problem().expected()).contains("RehearseMigration");
            });
  }

  private static CommandBody read(String text) {
    return CommandBody.read(text.getBytes(StandardCharsets.UTF_8));
  }
}
