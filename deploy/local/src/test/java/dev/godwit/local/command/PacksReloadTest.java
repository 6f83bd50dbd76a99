package dev.godwit.local.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.godwit.local.command.PacksReload.Answer;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PacksReloadTest {
  private static final String GOOD = "{\"pack\":\"crm\",\"fingerprint\":\"aaaabbbbccccdddd\"}";

  @Test
  void shouldShowWhatEachServiceHas() {
    List<Answer> answers = List.of(answer("loader", GOOD), answer("validator", GOOD));

    assertThat(PacksReload.lines(answers))
        .containsExactly(
            "loader: /packs",
            "  crm (aaaabbbbcccc): no finding",
            "validator: /packs",
            "  crm (aaaabbbbcccc): no finding");
    assertThat(PacksReload.exitCode(answers)).isZero();
  }

  @Test
  void shouldShowFindingsAndThatTheRunsOfThePackAreRefused() {
    List<Answer> answers =
        List.of(
            answer(
                "loader",
                "{\"pack\":\"crm\",\"fingerprint\":\"aa\",\"changed\":true,\"findings\":[\"pack.yaml:1:1: expected a pack\"]}"));

    assertThat(PacksReload.lines(answers))
        .containsExactly(
            "loader: /packs",
            "  crm (aa), changed: 1 finding, its runs are refused",
            "    pack.yaml:1:1: expected a pack");
    assertThat(PacksReload.exitCode(answers)).isOne();
  }

  @Test
  void shouldSayWhichPackDiffersBetweenServices() {
    List<Answer> answers =
        List.of(
            answer("loader", GOOD),
            answer("validator", GOOD.replace("aaaa", "eeee")),
            new Answer("extractor", null, "does not answer at http://127.0.0.1:1/packs/reload"));

    assertThat(PacksReload.lines(answers))
        .contains(
            "Expected all services to have the same files of pack crm, found different ones: copy them to the folders above and reload again.")
        .anyMatch(line -> line.startsWith("extractor does not answer at "));
    assertThat(PacksReload.exitCode(answers)).isOne();
    assertThat(PacksReload.exitCode(List.of(answers.get(0), answers.get(2)))).isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "null", "[]", "<html>", "\"ready\""})
  void shouldPrintJsonWhateverAnswersAtThePort(String body) throws JsonProcessingException {
    List<Answer> answers =
        List.of(answer("loader", GOOD), PacksReload.answer("validator", "http://h", 200, body));

    JsonNode json = new ObjectMapper().readTree(PacksReload.json(answers).toPrettyString());
    assertThat(json).hasSize(2);
    assertThat(json.get(0).path("packs").get(0).path("pack").asText()).isEqualTo("crm");
    assertThat(json.get(1).path("problem").asText())
        .isEqualTo("answered with something else than its packs at http://h");
    assertThat(PacksReload.exitCode(answers)).isEqualTo(2);
  }

  private static Answer answer(String service, String packs) {
    String text = "{\"service\":\"%s\",\"directory\":\"/packs\",\"packs\":[%s]}";
    return PacksReload.answer(service, "http://h", 200, text.formatted(service, packs));
  }
}
