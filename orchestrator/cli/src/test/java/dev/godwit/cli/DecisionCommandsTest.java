package dev.godwit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.godwit.cli.client.Json;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;

class DecisionCommandsTest {
  private static final String DECISIONS =
      """
      [{"number":1,"kind":"MERGES","position":40,"by":"ann","at":"2026-03-01T10:00:00Z",
        "text":"decided merges (decision 1): 1 group of rows is one","why":"same person",
        "undone":{"by":"ben","at":"2026-03-01T11:00:00Z","why":"not the same"}},
       {"number":2,"kind":"FIX","position":41,"by":"ann","at":"2026-03-01T10:00:00Z",
        "text":"decided fixes (decision 2): DROP contacts.fax","why":"not needed","undone":null}]
      """;

  private final FakeOrchestrator orchestrator = new FakeOrchestrator();
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @BeforeEach
  void answer() {
    orchestrator
        .at("/commands/*", "{\"commandId\":\"c\",\"state\":\"ACCEPTED\",\"text\":\"ann decided\"}")
        .at("/migrations/acme/decisions", DECISIONS);
  }

  @AfterEach
  void stop() {
    orchestrator.close();
  }

  private int godwit(String... args) {
    String[] all = Arrays.copyOf(args, args.length + 2);
    all[args.length] = "--url";
    all[args.length + 1] = orchestrator.url();
    return Commands.mountOn(new CommandLine(new Root()))
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(all);
  }

  private JsonNode published() throws Exception {
    return Json.mapper().readTree(orchestrator.published());
  }

  @Test
  void shouldListDecisionsWithTheirEnd() {
    assertThat(godwit("decisions", "acme")).isZero();
    assertThat(out.toString())
        .contains("no, undone by ben")
        .contains("not the same")
        .contains("decided fixes (decision 2): DROP contacts.fax");
    assertThat(out.toString().lines().filter(line -> line.contains(" yes "))).hasSize(1);
  }

  @Test
  void shouldListDecisionsAsJson() throws Exception {
    assertThat(godwit("decisions", "acme", "--json")).isZero();
    JsonNode all = Json.mapper().readTree(out.toString());
    assertThat(all).hasSize(2);
    assertThat(all.get(0).path("undone").path("by").asText()).isEqualTo("ben");
  }

  @Test
  void shouldSaySoWhenNothingWasDecided() {
    orchestrator.at("/migrations/acme/decisions", "[]");
    assertThat(godwit("decisions", "acme")).isZero();
    assertThat(out.toString()).startsWith("Nothing was decided.");
  }

  @Test
  void shouldPublishAllDecisionsOfOneCallTogether() throws Exception {
    assertThat(
            godwit(
                "merges",
                "decide",
                "acme",
                "--together",
                "17, 4711",
                "--apart",
                "12,13",
                "--rule",
                "SAME_PHONE",
                "--above",
                "14.5",
                "--at-most",
                "3",
                "--seen",
                "2",
                "--by",
                "ann",
                "--why",
                "looked"))
        .isZero();
    assertThat(published().path("command").asText()).isEqualTo("DecideMerges");
    assertThat(published().path("customer").asText()).isEqualTo("acme");
    assertThat(published().path("seen").asInt()).isEqualTo(2);
    assertThat(published().path("decisions").toString())
        .isEqualTo(
            "[{\"isTogether\":true,\"members\":[\"17\",\"4711\"]},"
                + "{\"isTogether\":false,\"members\":[\"12\",\"13\"]},"
                + "{\"isTogether\":true,\"members\":[],\"rule\":\"SAME_PHONE\",\"minWeight\":14.5,\"maxMembers\":3}]");
  }

  @Test
  void shouldNameTheEntityOfDeclaredRowsAlone() throws Exception {
    godwit("merges", "decide", "acme", "--rule", "*", "--keep-apart", "--entity", "outlets");
    assertThat(published().path("decisions").toString())
        .isEqualTo(
            "[{\"isTogether\":false,\"members\":[],\"rule\":\"*\",\"entityName\":\"outlets\"}]");
    assertThat(published().path("seen").asInt()).isEqualTo(-1);
    godwit("merges", "decide", "acme", "--together", "1,2", "--entity", "contacts");
    assertThat(published().path("decisions").get(0).has("entityName")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "merges decide acme",
        "merges decide acme --together 17",
        "merges decide acme --together 17,",
        "merges decide acme --apart 17,17",
        "merges decide acme --together 1,2 --above 3",
        "merges decide acme --together 1,2 --keep-apart",
        "merges undo acme",
        "merges undo acme three",
        "merges",
        "fixes",
        "fixes add acme DROP contacts",
        "fixes add acme DROP .outlet",
        "fixes add acme TRUNCATE contacts.outlet --limit long"
      })
  void shouldPublishNothingWhenTheUsageIsWrong(String line) {
    assertThat(godwit(line.split(" "))).isEqualTo(ExitCodes.USAGE);
    assertThat(orchestrator.published()).isEmpty();
    assertThat(err.toString()).isNotBlank();
  }

  @Test
  void shouldTakeADecisionBackByItsNumber() throws Exception {
    assertThat(godwit("merges", "undo", "acme", "1", "--by", "ann", "--why", "wrong")).isZero();
    assertThat(published().path("command").asText()).isEqualTo("UndoDecision");
    assertThat(published().path("number").asInt()).isEqualTo(1);
    assertThat(published().path("why").asText()).isEqualTo("wrong");
  }

  @Test
  void shouldNotTakeBackADecisionOfAnotherKind() {
    assertThat(godwit("merges", "undo", "acme", "2", "--by", "ann", "--why", "wrong"))
        .isEqualTo(ExitCodes.USAGE);
    assertThat(orchestrator.published()).isEmpty();
    assertThat(err.toString()).contains("godwit fixes undo acme 2");
    assertThat(godwit("fixes", "undo", "acme", "1", "--by", "ann", "--why", "wrong"))
        .isEqualTo(ExitCodes.USAGE);
    assertThat(err.toString()).contains("godwit merges undo acme 1");
  }

  @Test
  void shouldPublishAFixWithWhatIsGivenAlone() throws Exception {
    assertThat(
            godwit(
                "fixes",
                "add",
                "acme",
                "truncate",
                "Contacts.outletName",
                "--limit",
                "40",
                "--mark",
                "…",
                "--reason",
                "VALUE_TOO_LONG",
                "--by",
                "ann",
                "--why",
                "long"))
        .isZero();
    assertThat(published().path("command").asText()).isEqualTo("DecideFix");
    assertThat(published().path("fixes").toString())
        .isEqualTo(
            "[{\"action\":\"TRUNCATE\",\"entity\":\"contacts\",\"field\":\"outletName\","
                + "\"reason\":\"VALUE_TOO_LONG\",\"limit\":40,\"mark\":\"…\"}]");
  }

  @Test
  void shouldListFixesAlone() {
    assertThat(godwit("fixes", "list", "acme")).isZero();
    assertThat(out.toString()).contains("DROP contacts.fax").doesNotContain("decided merges");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "merges decide",
        "merges undo",
        "fixes add",
        "fixes list",
        "fixes undo",
        "merges",
        "fixes"
      })
  void shouldPrintExamplesInEveryHelp(String name) {
    assertThat(godwit((name + " --help").split(" "))).isZero();
    assertThat(out.toString()).contains("Examples:").contains("godwit " + name);
  }

  @Command(name = "godwit")
  static final class Root {}
}
