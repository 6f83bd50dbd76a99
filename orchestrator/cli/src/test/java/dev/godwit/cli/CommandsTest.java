package dev.godwit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.godwit.cli.client.Json;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;

class CommandsTest {
  private final FakeOrchestrator orchestrator = new FakeOrchestrator();
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @AfterEach
  void stop() {
    orchestrator.close();
  }

  @Test
  void shouldPublishAuthorAndReasonWhenACommandIsSent() throws Exception {
    orchestrator.at(
        "/commands/*",
        "{\"commandId\":\"c\",\"state\":\"ACCEPTED\",\"text\":\"ann began the rehearsal (run 1)\"}");

    int code = godwit("rehearse", "acme", "--by", "ann", "--why", "first look");

    assertThat(code).isEqualTo(ExitCodes.OK);
    assertThat(out).hasToString(lines("Accepted: ann began the rehearsal (run 1)"));
    JsonNode sent = Json.mapper().readTree(orchestrator.published());
    assertThat(sent.path("command").asText()).isEqualTo("RehearseMigration");
    assertThat(sent.path("customer").asText()).isEqualTo("acme");
    assertThat(sent.path("by").asText()).isEqualTo("ann");
    assertThat(sent.path("why").asText()).isEqualTo("first look");
    assertThat(sent.path("commandId").asText()).hasSize(36);
  }

  @Test
  void shouldPrintExpectedAndFoundWhenACommandIsRejected() {
    orchestrator.at(
        "/commands/*",
        "{\"commandId\":\"c\",\"state\":\"REJECTED\",\"problem\":{\"expected\":\"an approval\",\"found\":\"none\",\"action\":\"Approve it.\"}}");

    int code = godwit("start", "acme", "--by", "ann");

    assertThat(code).isEqualTo(ExitCodes.REJECTED);
    assertThat(err)
        .hasToString(
            lines(
                "Rejected: StartMigration acme",
                "  expected  an approval",
                "  found     none",
                "  do        Approve it."));
  }

  @Test
  void shouldSayUnansweredWhenTheTimeoutPasses() {
    orchestrator.at("/commands/*", "{\"commandId\":\"c\",\"state\":\"PENDING\"}");
    assertThat(godwit("pause", "acme", "--timeout", "0")).isEqualTo(ExitCodes.UNANSWERED);
    assertThat(err.toString()).contains("was not answered within 0 s");
  }

  @Test
  void shouldPublishWaiversWithTheApproval() throws Exception {
    orchestrator.at("/commands/*", "{\"commandId\":\"c\",\"state\":\"ACCEPTED\",\"text\":\"ok\"}");

    godwit(
        "approve",
        "acme",
        "--by",
        "ben",
        "--why",
        "known",
        "--waive",
        "contacts:bad_address:12",
        "--waive",
        "EMAILS:BAD_DATE",
        "--waive",
        "companies:REPLACED.foundedOn.BAD_DATE:4");

    JsonNode waivers = Json.mapper().readTree(orchestrator.published()).path("waivers");
    assertThat(waivers.get(0).toString())
        .isEqualTo(
            "{\"entity\":\"CONTACTS\",\"reason\":\"BAD_ADDRESS\",\"upTo\":12,\"why\":\"known\"}");
    assertThat(waivers.get(1).path("upTo").asLong()).isEqualTo(Long.MAX_VALUE);
    assertThat(waivers.get(2).toString())
        .isEqualTo(
            "{\"entity\":\"COMPANIES\",\"reason\":\"REPLACED.foundedOn.BAD_DATE\",\"upTo\":4,\"why\":\"known\"}");
  }

  @Test
  void shouldApproveAnywayOnlyWhenToldTo() throws Exception {
    orchestrator.at("/commands/*", "{\"commandId\":\"c\",\"state\":\"ACCEPTED\",\"text\":\"ok\"}");
    godwit("approve", "acme", "--by", "ben");
    assertThat(Json.mapper().readTree(orchestrator.published()).path("anyway").asBoolean(true))
        .isFalse();
    godwit("approve", "acme", "--by", "ben", "--anyway");
    assertThat(Json.mapper().readTree(orchestrator.published()).path("anyway").asBoolean())
        .isTrue();
  }

  @Test
  void shouldReportWrongUsageWhenAWaiverIsUnreadable() {
    assertThat(godwit("approve", "acme", "--waive", "contacts:BAD-ADDRESS"))
        .isEqualTo(ExitCodes.USAGE);
    assertThat(err.toString())
        .contains("such as contacts:BAD_ADDRESS:12")
        .contains("found 'contacts:BAD-ADDRESS'");
  }

  @Test
  void shouldExitWithItsOwnCodeWhenThereIsNoMigration() {
    assertThat(godwit("report", "nobody")).isEqualTo(ExitCodes.UNKNOWN);
    assertThat(err.toString())
        .contains("expected  a migration of 'nobody'")
        .contains("do        Begin one.");
  }

  @Test
  void shouldNameTheRemedyWhenTheOrchestratorIsUnreachable() {
    String url = orchestrator.url();
    orchestrator.close();
    int code = commandLine().execute("migrations", "--url", url);
    assertThat(code).isEqualTo(ExitCodes.UNREACHABLE);
    assertThat(err)
        .hasToString(
            lines(
                "The orchestrator does not answer.",
                "  expected  an orchestrator at " + url,
                "  found     nothing listens there",
                "  do        Start it with ./godwit up, or name another with --url or GODWIT_ORCHESTRATOR."));
  }

  @Test
  void shouldPrintAFailureAsJsonWhenJsonIsAsked() throws Exception {
    godwit("events", "nobody", "--json");
    assertThat(Json.mapper().readTree(out.toString()).path("problem").path("found").asText())
        .isEqualTo("none");
  }

  @Test
  void shouldPrintZeroLagWhenAStageIsDrained() {
    orchestrator.at(
        "/lag",
        """
        [{"customer":"acme","run":1,"kind":"LIVE","phase":"COPYING","outcome":"RUNNING","paused":false,
         "asOf":"2026-03-01T10:00:00Z","startedAt":"2026-03-01T09:59:00Z","endedAt":null,"waiting":[],
         "stages":[
          {"stage":"EXTRACT","entity":"CONTACTS","total":1000,"done":1000,"quarantined":0,"lagRecords":0,
           "lagSeconds":0.0,"rowsPerSecond":0.0,"etaSeconds":null,"complete":true,"verdict":"DRAINED"},
          {"stage":"LOAD","entity":"CONTACTS","total":990,"done":400,"quarantined":0,"lagRecords":590,
           "lagSeconds":2.25,"rowsPerSecond":210.4,"etaSeconds":2.8,"complete":false,"verdict":"SLOW"}]}]
        """);
    assertThat(godwit("lag", "acme")).isZero();
    assertThat(out)
        .hasToString(
            """
              customer  run  stage    entity    lag records  lag seconds  rows/s  verdict
              --------  ---  -------  --------  -----------  -----------  ------  -------
              acme        1  extract  contacts            0            0       0  drained
              acme        1  load     contacts          590          2.3     210  slow
            """);
  }

  @Test
  void shouldOnlyCountCustomersWhenTheirRunHasEndedAndIsDrained() {
    orchestrator.at(
        "/lag", "[" + progress("on", "RUNNING", 0) + "," + progress("over", "COMMITTED", 0) + "]");
    assertThat(godwit("lag")).isZero();
    assertThat(out)
        .hasToString(
            """
              customer  run  stage  entity    lag records  lag seconds  rows/s  verdict
              --------  ---  -----  --------  -----------  -----------  ------  -------
              on          2  load   contacts            0            0       0  drained

            Others, whose run is over and whose lag is 0 in every stage: 1
            """);
  }

  @Test
  void shouldPrintLagOfAnEndedRunWhenItHasSome() {
    orchestrator.at("/lag", "[" + progress("over", "COMMITTED", 3) + "]");
    assertThat(godwit("lag")).isZero();
    assertThat(out.toString()).contains("over").contains("contacts            3");
  }

  private static String progress(String customer, String outcome, long lag) {
    return """
        {"customer":"%s","run":2,"kind":"LIVE","phase":"COPYING","outcome":"%s","paused":false,
         "asOf":"2026-03-01T10:00:00Z","startedAt":"2026-03-01T09:59:00Z","endedAt":null,"waiting":[],
         "stages":[
          {"stage":"LOAD","entity":"CONTACTS","total":990,"done":990,"quarantined":0,"lagRecords":%d,
           "lagSeconds":0.0,"rowsPerSecond":0.0,"etaSeconds":null,"complete":true,"verdict":"DRAINED"}]}"""
        .formatted(customer, outcome, lag);
  }

  @Test
  void shouldPrintLiveEngagementBehindTheCut() {
    orchestrator.at(
        "/lag",
        """
        [{"customer":"acme","run":2,"kind":"LIVE","phase":"COMMITTED","outcome":"COMMITTED","paused":false,
         "asOf":"2026-03-01T10:00:00Z","startedAt":"2026-03-01T09:59:00Z","endedAt":null,"waiting":[],
         "live":{"open":true,"arrived":1100,"loaded":1000,"duplicates":60,"quarantined":30,"waiting":10,
          "returned":0,"kept":0,"behindCut":100,"unread":40,"alarmCount":0,"alarms":[],
          "cut":{"cut":4,"reconciled":true,"at":"2026-03-01T10:00:00Z","arrived":1000}},
         "stages":[
          {"stage":"TRANSFORM","entity":"LIVE","total":1060,"done":1060,"quarantined":0,"lagRecords":40,
           "lagSeconds":8.0,"rowsPerSecond":12.0,"etaSeconds":null,"complete":false}]}]
        """);
    assertThat(godwit("lag", "acme")).isZero();
    assertThat(out)
        .hasToString(
            """
              customer  run  stage      entity  lag records  lag seconds  rows/s  verdict
              --------  ---  ---------  ------  -----------  -----------  ------  ---------
              acme        2  transform  live             40          8.0      12  not known

              live engagement  arrived  loaded  duplicate  quarantined  unread  on its way  last cut  behind it  alarm
              ---------------  -------  ------  ---------  -----------  ------  ----------  --------  ---------  -----
              acme               1,100   1,000         60           30      40          10         4        100
            """);
  }

  @Test
  void shouldNotPrintZeroWhenLiveEngagementIsUnknown() {
    orchestrator.at(
        "/lag",
        """
        [{"customer":"acme","run":2,"kind":"LIVE","phase":"COMMITTED","outcome":"COMMITTED","paused":false,
         "asOf":"2026-03-01T10:00:00Z","startedAt":"2026-03-01T09:59:00Z","endedAt":null,"waiting":[],
         "live":{"open":true,"arrived":1100,"loaded":1000,"duplicates":60,"quarantined":30,"waiting":10,
          "returned":0,"kept":0,"behindCut":-1,"unread":-1,"alarmCount":0,"alarms":[],
          "cut":{"cut":4,"reconciled":true,"at":"2026-03-01T10:00:00Z","arrived":1000}},
         "stages":[
          {"stage":"TRANSFORM","entity":"LIVE","total":1100,"done":1100,"quarantined":0,"lagRecords":-1,
           "lagSeconds":0.0,"rowsPerSecond":12.0,"etaSeconds":null,"complete":false}]}]
        """);
    assertThat(godwit("lag", "acme")).isZero();
    assertThat(out.toString().lines().filter(line -> line.contains("acme")))
        .satisfiesExactly(
            stage -> assertThat(stage).contains("transform  live              -            -"),
            live -> assertThat(live).contains("not known"));
  }

  @Test
  void shouldExitWithFailureWhenTheWatchedRunFailed() {
    orchestrator
        .at("/migrations/acme/events", "[]")
        .at(
            "/migrations/acme/progress",
            """
            {"customer":"acme","run":1,"kind":"REHEARSAL","phase":"REHEARSAL_FAILED","outcome":"FAILED",
             "paused":false,"asOf":"2026-03-01T10:00:00Z","startedAt":"2026-03-01T09:59:00Z",
             "endedAt":"2026-03-01T10:00:00Z","waiting":[],"stages":[]}
            """);
    assertThat(godwit("watch", "acme")).isEqualTo(ExitCodes.RUN_FAILED);
    assertThat(out.toString()).contains("acme · rehearsal run 1 · rehearsal failed");
  }

  @Test
  void shouldExitAsForAPersonWhenTheRehearsalProvedTooLittle() {
    orchestrator
        .at("/migrations/acme/events", "[]")
        .at(
            "/migrations/acme/progress",
            """
            {"customer":"acme","run":1,"kind":"REHEARSAL","phase":"REHEARSED","outcome":"UNDECIDED",
             "paused":false,"asOf":"2026-03-01T10:00:00Z","startedAt":"2026-03-01T09:59:00Z",
             "endedAt":"2026-03-01T10:00:00Z","waiting":[],"stages":[]}
            """);
    assertThat(godwit("watch", "acme")).isEqualTo(ExitCodes.HELD);
    assertThat(out.toString()).contains("rehearsal waits for a decision");
  }

  @Test
  void shouldPrintTheFailedStepWhenTheRollbackIsStuck() {
    orchestrator
        .at("/migrations/acme/events", "[]")
        .at(
            "/migrations/acme/progress",
            """
            {"customer":"acme","run":2,"kind":"LIVE","phase":"ROLLING_BACK","outcome":"RUNNING",
             "paused":false,"asOf":"2026-03-01T10:00:00Z","startedAt":"2026-03-01T09:59:00Z",
             "endedAt":null,"waiting":[],"stuck":"The purge of the target failed.","stages":[]}
            """);
    assertThat(godwit("watch", "acme")).isEqualTo(ExitCodes.STUCK);
    assertThat(out.toString())
        .contains("rolling back · STUCK", "STUCK     The purge of the target failed.");
  }

  @Test
  void shouldPrintAnyNumberWhenTheWaiverHasNoLimit() {
    orchestrator.at(
        "/migrations/acme/quarantine",
        """
        [{"run":1,"entity":"CONTACTS","stage":"TRANSFORM","reason":"BAD_ADDRESS","count":7,
          "waivedUpTo":9223372036854775807,"longest":null,"limit":null,"examples":[]}]
        """);
    assertThat(godwit("quarantine", "acme")).isZero();
    assertThat(out.toString()).contains("7, waived up to any number");
  }

  @Test
  void shouldPrintReadableStoryLines() {
    orchestrator.at(
        "/migrations/acme/events",
        """
        [{"sequence":1,"at":"2026-03-01T10:02:11Z","by":"ann","run":0,"event":"MigrationRequested","tone":"STEP",
          "text":"asked for acme to be moved","why":"first look"}]
        """);
    assertThat(godwit("events", "acme")).isZero();
    assertThat(out.toString())
        .matches("(?s)\\d\\d:02:11  ann              asked for acme to be moved — “first look”\\R");
  }

  @ParameterizedTest
  @MethodSource("names")
  void shouldPrintExamplesAndExitCodesInEveryHelp(String name) {
    assertThat(godwit(name, "--help")).isZero();
    assertThat(out.toString())
        .contains("Examples:")
        .contains("godwit " + name)
        .contains("Exit codes:")
        .contains("--json")
        .contains("--url");
  }

  static java.util.stream.Stream<String> names() {
    return Commands.all().stream().map(c -> CommandSpec.forAnnotatedObject(c).name());
  }

  private int godwit(String... args) {
    String[] all = Arrays.copyOf(args, args.length + 2);
    all[args.length] = "--url";
    all[args.length + 1] = orchestrator.url();
    return commandLine().execute(all);
  }

  private CommandLine commandLine() {
    return Commands.mountOn(new CommandLine(new Root()))
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true));
  }

  private static String lines(String... lines) {
    return String.join(System.lineSeparator(), lines) + System.lineSeparator();
  }

  @Command(name = "godwit")
  static final class Root {}
}
