package dev.godwit.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.godwit.cli.client.Json;
import dev.godwit.local.bench.BenchCommand;
import dev.godwit.local.command.StackCommand;
import dev.godwit.local.demo.DemoCommand;
import dev.godwit.local.stack.Part;
import dev.godwit.local.stack.Port;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The commands of the launcher, called with the options of a person. */
@ExtendWith(SharedStack.class)
class LauncherCommandsIT {
  private static final List<String> SMALL = List.of("--contacts", "300");

  private final RunningGodwit godwit;

  LauncherCommandsIT(RunningGodwit godwit) {
    this.godwit = godwit;
  }

  @BeforeEach
  void assumeEmbeddedInfrastructure() {
    godwit.assumeInfrastructureCanBeKilled();
  }

  @Test
  void shouldProveTheRollbackAndItsReasonWhenTheDemoFailsOnPurpose()
      throws JsonProcessingException {
    JsonNode result = Json.mapper().readTree(run(new DemoCommand(), 0, "--json", "--fail"));

    assertThat(result.get("done").asBoolean()).isTrue();
    assertThat(result.get("report").get("failure").get("what").asText()).contains("occurred_at");
    assertThat(result.get("report").get("purge").get("empty").asBoolean()).isTrue();
    assertThat(result.get("after").get("frozen").asBoolean()).isFalse();
    assertThat(result.get("after").get("enabled").asBoolean()).isFalse();
  }

  @Test
  void shouldCommitWithoutExtractingAgainWhenAColumnIsTooShortAndIsWidened()
      throws JsonProcessingException {
    JsonNode result = Json.mapper().readTree(run(new DemoCommand(), 0, "--json", "--break-column"));

    assertThat(result.get("done").asBoolean()).isTrue();
    JsonNode verdict = result.get("report").get("verdict");
    assertThat(verdict.get("reconciled").asBoolean()).isTrue();
    for (JsonNode line : verdict.get("ledger")) {
      assertThat(line.get("duplicates").asLong()).as(line.toString()).isZero();
    }
    for (JsonNode one : result.get("report").get("quarantine")) {
      assertThat(one.get("entity").asText() + " " + one.get("reason").asText())
          .isNotEqualTo("EMAILS TARGET_REFUSED");
    }
    assertThat(result.get("after").get("frozen").asBoolean()).isTrue();
    assertThat(result.get("after").get("enabled").asBoolean()).isTrue();
  }

  @Test
  void shouldShowPhasesLedgerAndNextStepsInTheDemo() {
    assertThat(run(new DemoCommand(), 0))
        .contains("Assess and rehearse", "Approve", "The live run", "Reconciled and committed")
        .contains("contacts", "emails", "engagements", "loaded")
        .contains("./godwit report");
  }

  @Test
  void shouldWriteTheFiguresOfTheBench(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("bench.json");
    Path history = folder.resolve("bench.jsonl");
    List<String> options = List.of("--live", "none", "--profile", "sends", "--refused", "0.25");

    String shown =
        run(
            new BenchCommand(),
            0,
            options,
            "--json",
            file.toString(),
            "--history",
            history.toString());

    JsonNode result = Json.mapper().readTree(file.toFile());
    assertThat(shown).contains("plain COPY", "COPY with constraints", "ratio");
    assertThat(result.get("rows").asLong()).isEqualTo(300 + 1_500 + 6_000);
    assertThat(result.get("ratio").asDouble())
        .isEqualTo(
            result.get("godwitRowsPerSecond").asDouble()
                / result.get("copyRowsPerSecond").asDouble())
        .isPositive();
    assertThat(result.get("constrainedRatio").asDouble())
        .isEqualTo(
            result.get("godwitRowsPerSecond").asDouble()
                / result.get("constrainedCopyRowsPerSecond").asDouble())
        .isPositive();
    assertThat(result.get("postgresMicrosPerRow").asDouble()).isPositive();
    assertThat(result.get("jvmMicrosPerRow").asDouble()).isPositive();
    assertThat(result.get("refusedRows").asLong()).isBetween(1_500L, 1_502L);
    assertThat(result.get("processes").findValuesAsText("name"))
        .contains("postgres", "broker", "loader", "validator");
    JsonNode line = Json.mapper().readTree(Files.readAllLines(history).getFirst());
    assertThat(line.get("constrainedRatio")).isEqualTo(result.get("constrainedRatio"));
    assertThat(line.get("options").get("engagements").asLong()).isEqualTo(6_000);
  }

  @Test
  void shouldRefuseAWrongOptionBeforeAnythingIsDone() {
    StringWriter errors = new StringWriter();
    CommandLine line = new CommandLine(new DemoCommand()).setErr(new PrintWriter(errors));

    assertThat(line.execute("--live", "many")).isEqualTo(2);
    assertThat(errors.toString()).contains("many", "max");
  }

  @Test
  void shouldRefuseAFileThatCannotBeWrittenBeforeAnythingIsMeasured(@TempDir Path folder) {
    StringWriter errors = new StringWriter();
    CommandLine line = new CommandLine(new BenchCommand()).setErr(new PrintWriter(errors));

    String file = folder.resolve("nowhere").resolve("bench.json").toString();
    assertThat(line.execute("--json", file)).isEqualTo(2);
    assertThat(errors.toString()).contains(file);
  }

  @Test
  void shouldLeaveRunningPartsAloneAndPrintThemAsJsonWhenStartedAgain()
      throws JsonProcessingException {
    JsonNode parts = Json.mapper().readTree(call(new StackCommand.Up(), 0, List.of("--json")));

    assertThat(parts).hasSameSizeAs(Part.values()).allMatch(part -> state(part).equals("ready"));
    for (JsonNode part : parts) {
      assertThat(part.get("pid").asLong())
          .isEqualTo(godwit.stack().pid(Part.named(part.get("part").asText())));
    }
  }

  private static String state(JsonNode part) {
    return part.get("state").asText();
  }

  private String run(Object command, int exitCode, List<String> options, String... more) {
    List<String> arguments = new ArrayList<>(options);
    arguments.addAll(List.of(more));
    return run(command, exitCode, arguments.toArray(String[]::new));
  }

  private String run(Object command, int exitCode, String... more) {
    List<String> arguments = new ArrayList<>(SMALL);
    arguments.addAll(List.of(more));
    return call(command, exitCode, arguments);
  }

  private String call(Object command, int exitCode, List<String> more) {
    List<String> arguments = new ArrayList<>(more);
    arguments.addAll(List.of("--dir", godwit.stack().settings().dir().toString()));
    for (Port port : Port.values()) {
      arguments.add("--port");
      arguments.add(port.name() + "=" + godwit.stack().settings().port(port));
    }
    StringWriter said = new StringWriter();
    StringWriter errors = new StringWriter();
    CommandLine line =
        new CommandLine(command)
            .setCaseInsensitiveEnumValuesAllowed(true)
            .setOut(new PrintWriter(said))
            .setErr(new PrintWriter(errors));
    int ended = line.execute(arguments.toArray(String[]::new));
    assertThat(ended).as("%s%n%s", said, errors).isEqualTo(exitCode);
    return said.toString();
  }
}
