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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The subcommands of the quarantine that need the orchestrator alone. */
class QuarantineRedriveTest {
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
    orchestrator.at("/migrations/acme/quarantine/redrive-plan", plan("null"));

    int code = godwit("quarantine", "redrive", "acme", "--reason", "*", "--entity", "contacts");

    assertThat(code).isEqualTo(ExitCodes.OK);
    assertThat(orchestrator.published()).isEmpty();
    assertThat(out.toString())
        .containsPattern("transform +contacts +12 +0")
        .containsPattern("load +emails +0 +40")
        .contains("records to read again  52", "note  Afterwards")
        .contains(
            "godwit quarantine redrive acme --reason '*' --entity contacts --by ann --why 'your reason' --yes");
  }

  @Test
  void shouldExitWithRejectedWhenThePlanIsRefused() {
    orchestrator.at(
        "/migrations/acme/quarantine/redrive-plan",
        plan("{\"expected\":\"a held run\",\"found\":\"copying\",\"action\":\"Wait.\"}"));

    assertThat(godwit("quarantine", "redrive", "acme", "--reason", "BAD_DATE", "--yes"))
        .isEqualTo(ExitCodes.REJECTED);
    assertThat(orchestrator.published()).isEmpty();
    assertThat(err.toString()).contains("This redrive would be refused", "expected  a held run");
  }

  @Test
  void shouldPublishIdsOfOneEntityAndFollowBothReplays() throws IOException {
    Path keys = folder.resolve("keys.txt");
    Files.writeString(keys, "815\n");
    orchestrator
        .at("/migrations/acme/quarantine/redrive-plan", plan("null"))
        .at("/commands/*", "{\"commandId\":\"c\",\"state\":\"ACCEPTED\",\"text\":\"began\"}")
        .first("/migrations/acme/progress", progress(1))
        .first("/migrations/acme/progress", progress(1))
        .at("/migrations/acme/progress", progress(2));

    int code =
        godwit(
            "quarantine",
            "redrive",
            "acme",
            "--entity",
            "contacts",
            "--id",
            "4711",
            "--keys",
            keys.toString(),
            "--why",
            "fixed",
            "--yes");

    assertThat(err.toString()).isEmpty();
    assertThat(code).isEqualTo(ExitCodes.RUN_FAILED);
    assertThat(out.toString()).contains("replay 1 of load", "replay 2 of load");
    JsonNode sent = Json.mapper().readTree(orchestrator.published());
    assertThat(sent.path("command").asText()).isEqualTo("RedriveQuarantine");
    assertThat(sent.path("entities").toString()).isEqualTo("[\"CONTACTS\"]");
    assertThat(sent.path("keys").toString()).isEqualTo("[\"4711\",\"815\"]");
    assertThat(sent.path("reason").isNull()).isTrue();
    assertThat(sent.path("why").asText()).isEqualTo("fixed");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "quarantine",
        "quarantine redrive acme",
        "quarantine redrive acme --id 1",
        "quarantine redrive acme --id 1 --entity contacts,emails",
        "quarantine redrive acme --reason BAD_DATE --rate -1",
        "quarantine show acme",
        "quarantine show acme --reason BAD_DATE --id 1",
        "quarantine show acme --entity contacts --most 0"
      })
  void shouldReportWrongUsage(String line) {
    assertThat(godwit(line.split(" "))).isEqualTo(ExitCodes.USAGE);
    assertThat(orchestrator.published()).isEmpty();
    assertThat(err.toString().toLowerCase(java.util.Locale.ROOT)).contains("expected", "found");
  }

  @Test
  void shouldShowARecordWithAllThatItViolatesAndWhatWaitsForIt() {
    orchestrator.at(
        "/migrations/acme/quarantine/held",
        """
        {"records":[{"record":{"run":2,"entity":"CONTACTS","stage":"TRANSFORM","reason":"LIMIT_EXCEEDED",
           "key":"17","field":"contact_tag.tag","limit":50,"length":94,"rootCause":"LIMIT_EXCEEDED",
           "detail":"Expected at most 50, found 94.","sourceRows":1,"topic":"t","partition":1,"offset":3,
           "value":"{\\"id\\":17}","others":[{"reason":"BAD_DATE","field":"createdAt","values":1,
           "detail":"Expected a date."}]},
          "waiting":[{"entity":"EMAILS","records":40},{"entity":"ENGAGEMENTS","records":95}]}],"total":3}
        """);

    assertThat(godwit("quarantine", "show", "acme", "--reason", "LIMIT_EXCEEDED", "--with-values"))
        .isZero();

    assertThat(orchestrator.asked()).isEqualTo("values=true&most=20&reason=LIMIT_EXCEEDED");
    assertThat(out.toString())
        .contains("contacts 17  LIMIT_EXCEEDED by transform, contact_tag.tag")
        .contains("also       BAD_DATE createdAt: Expected a date.")
        .contains("holds back 40 emails, 95 engagements")
        .contains("value      {\"id\":17}", "1 of 3 shown");
  }

  @Test
  void shouldSayWhatAReasonHoldsBackAndWhatIsNotKnown() {
    String answer =
        """
        [{"run":1,"entity":"CONTACTS","stage":"TRANSFORM","reason":"BAD_ADDRESS","count":7,
          "waivedUpTo":0,"longest":null,"limit":null,"examples":[],"also":%s,"holdsBack":%s,"waiting":0}]
        """;
    orchestrator.at(
        "/migrations/acme/quarantine",
        answer.formatted("[]", "[{\"entity\":\"EMAILS\",\"records\":40}]"));
    assertThat(godwit("quarantine", "acme")).isZero();
    assertThat(out.toString()).contains("holds back 40 emails").doesNotContain("not known");

    orchestrator.at("/migrations/acme/quarantine", answer.formatted("null", "null"));
    assertThat(godwit("quarantine", "acme")).isZero();
    assertThat(out.toString()).contains("not known: what they violate beside");
  }

  @Test
  void shouldWaiveUnderTheQuarantineToo() throws IOException {
    orchestrator.at(
        "/commands/*", "{\"commandId\":\"c\",\"state\":\"ACCEPTED\",\"text\":\"waived\"}");
    assertThat(godwit("quarantine", "waive", "acme", "emails:BROKEN_REFERENCE:1", "--why", "gone"))
        .isZero();
    JsonNode sent = Json.mapper().readTree(orchestrator.published());
    assertThat(sent.path("command").asText()).isEqualTo("WaiveFindings");
    assertThat(sent.path("waivers").path(0).path("upTo").asLong()).isEqualTo(1);
  }

  private static String plan(String refusal) {
    return """
        {"customer":"acme","run":2,"refusal":%s,
         "parts":[{"stage":"TRANSFORM","entity":"CONTACTS","chosen":12,"waiting":0},
          {"stage":"LOAD","entity":"EMAILS","chosen":0,"waiting":40}],
         "notes":["Afterwards the run is cut and judged again by itself."]}
        """
        .formatted(refusal);
  }

  /** A replay that has ended, with a record left. */
  private static String progress(int replay) {
    return """
        {"customer":"acme","run":2,"kind":"LIVE","phase":"HELD","outcome":"HELD","paused":false,
         "asOf":"2026-03-01T10:00:00Z","startedAt":"2026-03-01T09:59:00Z","endedAt":null,"waiting":[],
         "replay":{"replay":%d,"run":2,"stage":"LOAD","state":"FINISHED","selection":"2 ids","rate":0,"by":"ann",
          "why":"","startedAt":"2026-03-01T10:00:00Z","endedAt":"2026-03-01T10:00:01Z","read":2,"total":2,
          "written":1,"present":0,"refused":1,"released":1,"missing":0,"unexpected":0,"changed":0,
          "error":"","action":""},
         "stages":[]}
        """
        .formatted(replay);
  }

  private int godwit(String... args) {
    List<String> all = new ArrayList<>(List.of(args));
    all.addAll(List.of("--url", orchestrator.url()));
    if (List.of(args).contains("redrive") || List.of(args).contains("waive")) {
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
