package dev.godwit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.godwit.cli.client.Json;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;

class ReplayCommandTest {
  private final FakeOrchestrator orchestrator = new FakeOrchestrator();
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  @TempDir private Path folder;

  @AfterEach
  void stop() {
    orchestrator.close();
  }

  @Test
  void shouldPrintThePlanAndSendNothingWithoutYes() {
    orchestrator.at("/migrations/acme/replay-plan", plan("null"));

    int code =
        godwit("replay", "acme", "--stage", "load", "--entity", "contacts", "--quarantined", "*");

    assertThat(code).isEqualTo(ExitCodes.OK);
    assertThat(orchestrator.published()).isEmpty();
    assertThat(orchestrator.asked())
        .contains("stage=load", "entity=CONTACTS", "quarantined=*", "keys=0");
    assertThat(out.toString())
        .contains("crm.contacts.transformed.v1", "estimate          about 12s")
        .contains(
            "godwit replay acme --stage load --entity contacts --quarantined '*' --by ann --why 'your reason' --yes");
  }

  @Test
  void shouldExitWithRejectedWhenThePlanIsRefused() {
    orchestrator.at(
        "/migrations/acme/replay-plan",
        plan("{\"expected\":\"a held run\",\"found\":\"a rehearsal\",\"action\":\"Rehearse.\"}"));

    assertThat(godwit("replay", "acme", "--stage", "load", "--yes")).isEqualTo(ExitCodes.REJECTED);
    assertThat(orchestrator.published()).isEmpty();
    assertThat(err.toString()).contains("expected  a held run", "do        Rehearse.");
  }

  @Test
  void shouldPublishAndFollowWhenConfirmed() throws Exception {
    Path keys = folder.resolve("keys.txt");
    Files.writeString(keys, "4711\n\n  815 \n4711\n");
    orchestrator
        .at("/migrations/acme/replay-plan", plan("null"))
        .at("/commands/*", accepted())
        .at("/migrations/acme/progress", progress("FINISHED", 0));

    int code =
        godwit(
            "replay",
            "acme",
            "--stage",
            "load",
            "--from-failure",
            "--keys",
            keys.toString(),
            "--rate",
            "500",
            "--why",
            "wider now",
            "--yes");

    assertThat(code).isEqualTo(ExitCodes.OK);
    JsonNode sent = Json.mapper().readTree(orchestrator.published());
    assertThat(sent.path("command").asText()).isEqualTo("ReplayStage");
    assertThat(sent.path("stage").asText()).isEqualTo("LOAD");
    assertThat(sent.path("fromOffset").asLong()).isEqualTo(17);
    assertThat(sent.path("fromTimeMillis").isNull()).isTrue();
    assertThat(sent.path("keys").toString()).isEqualTo("[\"4711\",\"815\"]");
    assertThat(sent.path("rate").asInt()).isEqualTo(500);
    assertThat(orchestrator.asked()).contains("fromFailure=true", "keys=2");
    assertThat(out.toString()).contains("replay 1 of load (2 ids): finished: 2 records read");
  }

  @ParameterizedTest
  @ValueSource(strings = {"FAILED", "CANCELLED"})
  void shouldExitWithFailureWhenTheReplayDoesNotFinish(String state) {
    orchestrator
        .at("/migrations/acme/replay-plan", plan("null"))
        .at("/commands/*", accepted())
        .at("/migrations/acme/progress", progress(state, 0));
    assertThat(godwit("replay", "acme", "--stage", "load", "--yes"))
        .isEqualTo(ExitCodes.RUN_FAILED);
  }

  @Test
  void shouldExitWithFailureWhenRecordsStayInQuarantine() {
    orchestrator
        .at("/migrations/acme/replay-plan", plan("null"))
        .at("/commands/*", accepted())
        .at("/migrations/acme/progress", progress("FINISHED", 1));
    assertThat(godwit("repair", "acme", "--yes")).isEqualTo(ExitCodes.RUN_FAILED);
    assertThat(orchestrator.published()).contains("\"command\":\"RepairMigration\"");
    assertThat(orchestrator.asked()).contains("repair=true");
  }

  @Test
  void shouldPublishAtOnceWhenAReplayIsPausedContinuedOrCancelled() throws Exception {
    orchestrator.at("/commands/*", accepted());

    assertThat(godwit("replay", "acme", "--pause")).isEqualTo(ExitCodes.OK);
    assertThat(orchestrator.published()).contains("\"PauseReplay\"").doesNotContain("rate");
    assertThat(godwit("replay", "acme", "--resume", "--rate", "50")).isEqualTo(ExitCodes.OK);
    JsonNode resumed = Json.mapper().readTree(orchestrator.published());
    assertThat(resumed.path("command").asText()).isEqualTo("ResumeReplay");
    assertThat(resumed.path("rate").asInt()).isEqualTo(50);
    assertThat(godwit("replay", "acme", "--cancel")).isEqualTo(ExitCodes.OK);
    assertThat(orchestrator.published()).contains("\"CancelReplay\"");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "replay acme",
        "replay acme --stage extract",
        "replay acme --stage load --entity people",
        "replay acme --stage load --from-time yesterday",
        "replay acme --stage load --from-offset 1 --from-failure",
        "replay acme --stage load --rate -1",
        "replay acme --pause --cancel",
        "replay acme --pause --stage load",
        "replay acme --stage load --keys /nowhere/keys.txt"
      })
  void shouldReportWrongUsageBeforeAnythingIsAsked(String line) {
    assertThat(godwit(line.split(" "))).isEqualTo(ExitCodes.USAGE);
    assertThat(err.toString().toLowerCase(java.util.Locale.ROOT)).contains("expected");
    assertThat(orchestrator.published()).isEmpty();
  }

  @Test
  void shouldNameTheLinesAtFaultWhenAKeysFileIsWrong() throws IOException {
    Path keys = folder.resolve("keys.txt");
    Files.writeString(keys, "1\n2\tann\n3\n" + "x".repeat(1_001) + "\n");
    assertThat(godwit("replay", "acme", "--stage", "load", "--keys", keys.toString()))
        .isEqualTo(ExitCodes.USAGE);
    assertThat(err.toString()).contains("line 2: a tab", "line 4: 1,001 characters");

    Files.writeString(
        keys,
        IntStream.range(0, 10_001).mapToObj(String::valueOf).collect(Collectors.joining("\n")));
    assertThat(godwit("replay", "acme", "--stage", "load", "--keys", keys.toString()))
        .isEqualTo(ExitCodes.USAGE);
    assertThat(err.toString()).contains("10,001 ids; split the file");
  }

  @Test
  void shouldPrintOneScreenWhenAskedWhy() {
    orchestrator.at(
        "/migrations/acme/why",
        """
        {"customer":"acme","asOf":"2026-03-01T10:00:00Z","phase":"HELD","run":2,"kind":"LIVE",
         "since":"2026-03-01T09:58:00Z","headline":"A failure holds the run.","person":true,
         "reasons":[{"kind":"HELD","since":"2026-03-01T09:58:00Z","text":"load on table contact: too long"}],
         "actions":["godwit resume acme"],"freeze":null,"rejected":null}
        """);
    assertThat(godwit("why", "acme")).isEqualTo(ExitCodes.OK);
    assertThat(out.toString())
        .contains("acme is held, live run 2", "load on table contact: too long")
        .contains("What you can do", "  godwit resume acme");
    assertThat(godwit("why", "acme", "--json")).isEqualTo(ExitCodes.OK);
    assertThat(out.toString()).contains("\"kind\" : \"HELD\"");
  }

  private static String accepted() {
    return "{\"commandId\":\"c\",\"state\":\"ACCEPTED\",\"text\":\"ann began replay 1\"}";
  }

  private static String plan(String refusal) {
    return """
        {"customer":"acme","run":2,"stage":"LOAD","refusal":%s,"fromOffset":17,
         "ranges":[{"topic":"crm.contacts.transformed.v1","entity":"CONTACTS","partition":0,"from":17,"to":90,
          "records":60}],
         "entities":[{"entity":"CONTACTS","records":60,"done":58,"quarantined":2}],
         "records":60,"selected":2,"rate":0,"measuredPerSecond":5.0,"estimateSeconds":12.0,"notes":[]}
        """
        .formatted(refusal);
  }

  private static String progress(String state, int refused) {
    return """
        {"customer":"acme","run":2,"kind":"LIVE","phase":"HELD","outcome":"HELD","paused":false,
         "asOf":"2026-03-01T10:00:00Z","startedAt":"2026-03-01T09:59:00Z","endedAt":null,"waiting":[],
         "replay":{"replay":1,"run":2,"stage":"LOAD","state":"%s","selection":"2 ids","rate":0,"by":"ann",
          "why":"","startedAt":"2026-03-01T10:00:00Z","endedAt":"2026-03-01T10:00:01Z","read":2,"total":2,
          "written":2,"present":0,"refused":%d,"released":2,"missing":0,"unexpected":0,"changed":0,
          "error":"","action":""},
         "stages":[]}
        """
        .formatted(state, refused);
  }

  private int godwit(String... args) {
    List<String> all = new ArrayList<>(List.of(args));
    all.addAll(List.of("--url", orchestrator.url()));
    if (!args[0].equals("why")) {
      all.addAll(List.of("--by", "ann"));
    }
    return Commands.mountOn(new CommandLine(new Root()))
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(all.toArray(String[]::new));
  }

  @Command(name = "godwit")
  static final class Root {}
}
