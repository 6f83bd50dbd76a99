package dev.godwit.orchestrator.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.godwit.identity.Identity;
import dev.godwit.identity.Role;
import dev.godwit.orchestrator.rest.Problems.ProblemException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
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
  void shouldSetTheAuthorFromTheIdentityAndKeepTheRest() {
    CommandBody body = read("{\"command\":\"StartMigration\",\"customer\":\"acme\",\"odd\":1}");
    CommandBody signed = body.by(ann());
    assertThat(signed.json()).contains("\"by\":\"ann\"", "\"odd\":1", body.commandId());
    assertThat(signed.author()).isEqualTo("ann");
    for (String by : List.of("null", "\"\"", "\"ann\"")) {
      assertThat(read("{\"command\":\"StartMigration\",\"by\":" + by + "}").by(ann()).author())
          .isEqualTo("ann");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"ben\"", "\"Ann\"", "\"ann \"", "\"topic\""})
  void shouldRefuseAnotherAuthor(String by) {
    CommandBody body = read("{\"command\":\"StartMigration\",\"by\":" + by + "}");
    assertThatThrownBy(() -> body.by(ann()))
        .isInstanceOfSatisfying(
            ProblemException.class,
            e -> {
              assertThat(e.status()).isEqualTo(403);
              assertThat(e.problem().action()).contains("godwit audit");
            });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"{\"by\":7}", "{\"by\":[\"ann\"]}", "{\"by\":\"x\",\"by\":\"ann\"}", "{} {}"})
  void shouldRefuseAnAuthorThatCouldBeReadInTwoWays(String text) {
    assertThatThrownBy(() -> read(text)).isInstanceOf(ProblemException.class);
  }

  @Test
  void shouldBuildNoTreeOfTextBeyondTheLimits() {
    for (String text :
        List.of(
            "{\"a\":" + "[".repeat(40) + "]".repeat(40) + "}",
            "{\"" + "n".repeat(60_001) + "\":1}",
            "{\"a\":[" + "{},".repeat(150_000) + "{}]}",
            "{\"a\":" + "1".repeat(100) + "}",
            "{\"a\":\"" + "x".repeat(500_001) + "\"}",
            "{\"a\":\"x\"" + " ".repeat(600 * 1024) + "}")) {
      assertThatThrownBy(() -> read(text))
          .isInstanceOfSatisfying(
              ProblemException.class,
              e -> assertThat(e.problem().found()).contains("beyond the limits"));
    }
  }

  @Test
  void shouldReadTheTenThousandIdsOfAReplay() {
    String ids =
        IntStream.range(0, 10_000)
            .mapToObj(i -> "\"0198c1d2-aaaa-7bbb-8ccc-%012d\"".formatted(i))
            .collect(Collectors.joining(","));
    assertThat(read("{\"command\":\"ReplayStage\",\"ids\":[" + ids + "]}").name())
        .isEqualTo("ReplayStage");
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

  private static Identity ann() {
    return new Identity("ann", Set.of(Role.OPERATOR), Set.of());
  }

  private static CommandBody read(String text) {
    return CommandBody.read(text.getBytes(StandardCharsets.UTF_8));
  }
}
