package dev.godwit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.godwit.cli.client.Json;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Command;

class RehearsalCommandTest {
  private static final String ANSWER =
      "{\"asOf\":\"2026-03-01T10:02:11Z\",\"customer\":\"acme\",\"sourcePack\":\"legacy\","
          + "\"targetPack\":\"crm\",\"state\":\"NONE\",\"phase\":\"REQUESTED\",\"run\":null,"
          + "\"newest\":0,\"stale\":[],\"failure\":null,\"findings\":[],\"merges\":null,"
          + "\"close\":[],\"staging\":[],\"changes\":null,\"size\":null,\"estimate\":null,"
          + "\"purge\":null,\"remaining\":[{\"purpose\":\"rehearse\","
          + "\"command\":\"./godwit rehearse acme --by NAME\"}]}";

  private final FakeOrchestrator orchestrator = new FakeOrchestrator();
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @AfterEach
  void stop() {
    orchestrator.close();
  }

  @Test
  void shouldPrintTheAnswerWithTheCommandsThatRemain() {
    orchestrator.at("/migrations/acme/rehearsal", ANSWER);
    assertThat(godwit("rehearsal", "acme")).isEqualTo(ExitCodes.OK);
    assertThat(out.toString())
        .contains("Rehearsal of acme: none yet", "No rehearsal of acme has begun.")
        .contains("1. rehearse", "./godwit rehearse acme --by NAME");
  }

  @Test
  void shouldAskForARunAndWriteJson() throws Exception {
    orchestrator.at("/migrations/acme/rehearsal", ANSWER);
    assertThat(godwit("rehearsal", "acme", "--run", "3", "--json")).isEqualTo(ExitCodes.OK);
    assertThat(orchestrator.asked()).isEqualTo("run=3");
    JsonNode answer = Json.mapper().readTree(out.toString());
    assertThat(answer.path("state").asText()).isEqualTo("NONE");
    assertThat(answer.at("/remaining/0/command").asText())
        .isEqualTo("./godwit rehearse acme --by NAME");
  }

  @Test
  void shouldWriteThePageToAFile(@TempDir Path folder) throws Exception {
    orchestrator.at("/migrations/acme/rehearsal.html", "<html>page</html>");
    Path file = folder.resolve("acme.html");
    assertThat(godwit("rehearsal", "acme", "--format", "html", "--out", file.toString()))
        .isEqualTo(ExitCodes.OK);
    assertThat(file).hasContent("<html>page</html>");
    assertThat(Files.size(file)).isPositive();
    assertThat(out.toString()).startsWith("Written to ");
  }

  @Test
  void shouldSayWhatToDoWhenThereIsNoMigrationOrNoSuchFile(@TempDir Path folder) {
    assertThat(godwit("rehearsal", "nobody")).isEqualTo(ExitCodes.UNKNOWN);
    assertThat(err.toString()).contains("a migration of 'nobody'", "Begin one.");

    orchestrator.at("/migrations/acme/rehearsal", ANSWER);
    assertThat(godwit("rehearsal", "acme", "--out", folder.toString())).isEqualTo(ExitCodes.USAGE);
    assertThat(err.toString()).contains("Expected --out to name a file that can be written");
  }

  @Test
  void shouldNameTheAnswerAtTheEndOfAFollowedRehearsal() {
    orchestrator.at("/commands/*", "{\"commandId\":\"c\",\"state\":\"ACCEPTED\",\"text\":\"ok\"}");
    orchestrator.at("/migrations/acme/events", "[]");
    orchestrator.at(
        "/migrations/acme/progress",
        "{\"customer\":\"acme\",\"run\":1,\"kind\":\"REHEARSAL\",\"phase\":\"REHEARSED\","
            + "\"outcome\":\"PASSED\",\"paused\":false,\"asOf\":\"2026-03-01T10:00:00Z\","
            + "\"startedAt\":\"2026-03-01T09:59:00Z\",\"endedAt\":\"2026-03-01T10:00:00Z\","
            + "\"waiting\":[],\"stages\":[]}");
    assertThat(godwit("rehearse", "acme", "--by", "ann", "--watch")).isEqualTo(ExitCodes.OK);
    assertThat(out.toString().strip())
        .endsWith("Its answer, and what remains: godwit rehearsal acme");
  }

  private int godwit(String... arguments) {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.add("--url");
    all.add(orchestrator.url());
    return Commands.mountOn(new CommandLine(new Root()))
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(all.toArray(String[]::new));
  }

  @Command(name = "godwit")
  private static final class Root {}
}
