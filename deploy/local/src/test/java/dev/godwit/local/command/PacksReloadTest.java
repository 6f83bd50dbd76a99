package dev.godwit.local.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.godwit.local.command.PacksReload.Answer;
import java.util.List;
import org.junit.jupiter.api.Test;

class PacksReloadTest {
  private static final String GOOD = "{\"pack\":\"crm\",\"fingerprint\":\"aaaabbbbccccdddd\"}";

  @Test
  void shouldShowWhatEachServiceHas() throws JsonProcessingException {
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
  void shouldShowFindingsAndThatTheRunsOfThePackAreRefused() throws JsonProcessingException {
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
  void shouldSayWhichPackDiffersBetweenServices() throws JsonProcessingException {
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

  private static Answer answer(String service, String packs) throws JsonProcessingException {
    String text = "{\"service\":\"%s\",\"directory\":\"/packs\",\"packs\":[%s]}";
    return new Answer(service, new ObjectMapper().readTree(text.formatted(service, packs)), null);
  }
}
