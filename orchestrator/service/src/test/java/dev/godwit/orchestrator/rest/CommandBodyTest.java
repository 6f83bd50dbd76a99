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
  void shouldPublishTheCommandUnchangedUnderItsCustomer() {
    CommandBody body =
        read(
            "{\"command\":\"StartMigration\",\"customer\":\"acme\",\"commandId\":\"c1\",\"odd\":1}");
    assertThat(body.commandId()).isEqualTo("c1");
    assertThat(body.key()).isEqualTo("acme");
    assertThat(body.json()).contains("\"odd\":1");
  }

  @Test
  void shouldAddAnIdWhenTheCommandHasNone() {
    CommandBody body = read("{\"command\":\"StartMigration\"}");
    assertThat(body.commandId()).hasSize(36);
    assertThat(body.json()).contains(body.commandId());
    assertThat(body.key()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "[]", "1", "null", "{\"command\":", "start acme", "{\"commandId\":7}"})
  void shouldRefuseWithAnExampleWhenTheBodyIsNoObject(String text) {
    assertThatThrownBy(() -> read(text))
        .isInstanceOfSatisfying(
            ProblemException.class,
            e -> {
              assertThat(e.status()).isEqualTo(400);
              assertThat(e.problem().expected()).contains("RehearseMigration");
            });
  }

  @Test
  void shouldRefuseWhatASignatureCannotHoldOrTwoReadersMayReadDifferently() {
    String objects = "{},".repeat(300_000);
    for (String json :
        new String[] {
          "{\"commandId\":\"" + "x".repeat(233) + "\"}",
          "{\"commandId\":\"a\\u0000b\"}",
          "{\"by\":\"ann\",\"by\":\"ben\"}",
          "{\"a\":[" + objects + "{}]}",
          "[".repeat(30_000)
        }) {
      assertThatThrownBy(() -> read(json))
          .isInstanceOfSatisfying(
              ProblemException.class, e -> assertThat(e.status()).isEqualTo(400));
    }
  }

  @Test
  void shouldKnowTheAuthorThatTheCommandNames() {
    assertThat(read("{\"by\":\"ann\"}").by()).isEqualTo("ann");
    assertThat(read("{}").by()).isEmpty();
    assertThat(read("{\"by\":7}").by()).isEmpty();
  }

  private static CommandBody read(String text) {
    return CommandBody.read(text.getBytes(StandardCharsets.UTF_8));
  }
}
