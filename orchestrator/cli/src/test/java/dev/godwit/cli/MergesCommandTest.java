package dev.godwit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.godwit.cli.client.Json;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class MergesCommandTest {
  private static final String CSV =
      """
      group,entity,state,rule,weight,member,decision,seen,givenName
      g1,contacts,REVIEW,SAME_PHONE,7.25,17,%s,2,"Ann, ""A"" x"
      g1,contacts,REVIEW,SAME_PHONE,7.25,18,%s,2,"Ann
      B"
      """;
  private static final String ACCEPTED =
      """
      {"commandId":"x","state":"ACCEPTED","command":"MergesDecided","customer":"acme",
       "at":"2026-03-01T10:00:00Z","text":"Decided."}
      """;
  private static final String REJECTED =
      """
      {"commandId":"x","state":"REJECTED","command":"DecideMerges","customer":"acme",
       "at":"2026-03-01T10:00:00Z","problem":{"expected":"last decision 2",
       "found":"3 by ben","action":"List again."}}
      """;

  private static final String COUNTS =
      """
      [{"run":1,"entity":"contacts","state":"REVIEW","rule":"SAME_PHONE","groups":1,"rows":2,
        "lowest":7.25,"highest":7.25}]
      """;

  @TempDir Path folder;
  private final FakeOrchestrator orchestrator = new FakeOrchestrator();
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @BeforeEach
  void rehearsed() {
    orchestrator
        .at(
            "/migrations/acme",
            "{\"customer\":\"acme\",\"waiting\":[],\"runs\":[{\"run\":1,\"startedAt\":\"2026-03-01T10:00:00Z\"}]}")
        .at("/migrations/acme/decisions", "[]");
  }

  @AfterEach
  void stop() {
    orchestrator.close();
  }

  @Test
  void shouldListGroupsWithTheirNumbers() {
    orchestrator.at("/migrations/acme/merges", "[" + group(1) + "]").at(counts(), COUNTS);

    assertThat(godwit("list", "--state", "review", "--above", "6.5", "--at-most", "3")).isZero();

    assertThat(out.toString())
        .contains("Run 1: 1 group waits for a person's decision.")
        .contains("g1", "review", "SAME_PHONE", "7.2", "17, 18")
        .doesNotContain("Decided since")
        .contains("One of them: godwit merges show acme GROUP.")
        .doesNotContain("The first 100");
  }

  @Test
  void shouldNameDecisionsThatTheGroupsDoNotShowYet() {
    String decision =
        """
        {"number":%d,"kind":"%s","position":7,"by":"ann","at":"2026-03-01T%s:00:00Z","text":"t","why":"w","undone":%s}
        """;
    String undone = "{\"by\":\"ben\",\"at\":\"2026-03-01T12:00:00Z\",\"why\":\"no\"}";
    orchestrator
        .at("/migrations/acme/merges", "[" + group(1) + "]")
        .at(counts(), COUNTS)
        .at(
            "/migrations/acme/decisions",
            "[%s,%s,%s,%s]"
                .formatted(
                    decision.formatted(1, "MERGES", "09", "null"),
                    decision.formatted(2, "MERGES", "09", undone),
                    decision.formatted(3, "FIX", "11", "null"),
                    decision.formatted(4, "MERGES", "11", "null")));
    assertThat(godwit("list")).isZero();
    assertThat(out.toString())
        .contains("Decided since this run began: 2 (undone), 4. The groups show it after the next");
  }

  @Test
  void shouldSendTheSelectionAndPrintAnArray() {
    orchestrator.at("/migrations/acme/merges", "[" + group(1) + "]");
    assertThat(godwit("list", "--state", "review", "--rule", "SAME_PHONE", "--json")).isZero();
    assertThat(orchestrator.asked()).isEqualTo("state=REVIEW&rule=SAME_PHONE&limit=1000");
    assertThat(out.toString()).startsWith("[ {").contains("\"members\" : [ \"17\", \"18\" ]");
  }

  @Test
  void shouldShowAHundredGroupsAndSayHowToSeeMore() {
    orchestrator
        .at(
            "/migrations/acme/merges",
            IntStream.rangeClosed(1, 101)
                .mapToObj(MergesCommandTest::group)
                .collect(Collectors.joining(",", "[", "]")))
        .at(counts(), COUNTS);
    assertThat(godwit("list")).isZero();
    assertThat(out.toString())
        .contains("The first 100 are shown. The next ones: add --after g100.")
        .doesNotContain("g101");
  }

  @Test
  void shouldSayThatThereAreNoGroups() {
    orchestrator.at("/migrations/acme/merges", "[]").at(counts(), "[]");
    assertThat(godwit("list")).isZero();
    assertThat(out.toString()).contains("No merge groups: no run of acme was planned yet");
    assertThat(godwit("list", "--state", "maybe")).isEqualTo(ExitCodes.USAGE);
    assertThat(run(List.of())).isEqualTo(ExitCodes.USAGE);
  }

  @Test
  void shouldShowRowsSideBySideWithTheEvidence() {
    orchestrator.at(
        "/migrations/acme/merges/g1",
        """
        {"group":%s,"seen":2,
         "members":[{"legacyId":"17","fields":{"givenName":"Ann","phone":"1"}},
                    {"legacyId":"18","fields":{"givenName":"%s"}}],
         "kept":[{"field":"legacyId","value":"17","rule":"the survivor's"},
                 {"field":"givenName","value":"Ann","rule":"the first row's that has one"},
                 {"field":"phone","value":"1","rule":"the first row's that has one"}],
         "evidence":[{"left":"17","right":"18","rule":"SAME_PHONE","weight":7.25,
           "fields":[{"field":"givenName","level":"ALIKE","weight":3.0},
                     {"field":"phone","level":"DIFFERENT","weight":-1.5}]}]}
        """
            .formatted(group(1), "Anna ".repeat(20)));
    assertThat(godwit("show", "g1")).isZero();
    assertThat(out.toString())
        .contains("Group g1 of run 1: 2 rows of contacts, waiting for a person's decision")
        .contains("17 (survivor)", "kept if one", "Anna Anna Anna Anna Anna Anna Anna Anna…")
        .contains("givenName alike +3.0, phone different -1.5");
  }

  @Test
  void shouldExplainAPair() {
    orchestrator.at(
        "/migrations/acme/merges/explain",
        """
        {"entity":"contacts","left":"1","right":"2","run":1,"group":null,"evidence":[],"text":"No."}
        """);
    assertThat(godwit("explain", "1", "2")).isZero();
    assertThat(orchestrator.asked()).isEqualTo("left=1&right=2&entity=contacts");
    assertThat(out.toString()).isEqualTo("No." + "\n");
  }

  @Test
  void shouldExportToAFileOfItsOwnerAlone() throws IOException {
    orchestrator.header("Godwit-Groups", "1").at("/migrations/acme/merges.csv", csv("", ""));
    assertThat(godwit("export", "--csv", file().toString())).isZero();
    assertThat(orchestrator.asked()).isEqualTo("state=REVIEW");
    assertThat(Files.readString(file())).isEqualTo(csv("", ""));
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
        .isEqualTo("rw-------");
    assertThat(out.toString()).startsWith("1 group of acme written to ").doesNotContain("Ann");
  }

  @Test
  void shouldLeaveNoFileWhenTheExportBreaksOff() throws IOException {
    orchestrator.header("Godwit-Groups", "2").at("/migrations/acme/merges.csv", csv("", ""));
    assertThat(godwit("export", "--csv", file().toString())).isEqualTo(ExitCodes.UNAVAILABLE);
    assertThat(err.toString()).contains("as many groups as the orchestrator announced");
    try (Stream<Path> left = Files.list(folder)) {
      assertThat(left).isEmpty();
    }
  }

  @Test
  void shouldPublishTheDecisionsOfAFile() throws IOException {
    prepare(csv("together", "together"));
    orchestrator.at("/commands/*", ACCEPTED);

    assertThat(decide("--why", "checked")).as(err.toString()).isZero();

    JsonNode command = json(orchestrator.published());
    assertThat(command.path("command").asText()).isEqualTo("DecideMerges");
    assertThat(command.path("seen").asInt()).isEqualTo(2);
    assertThat(command.path("decisions"))
        .hasToString("[{\"isTogether\":true,\"members\":[\"17\",\"18\"],\"groupId\":\"g1\"}]");
    assertThat(out.toString())
        .contains("Accepted: Decided.", "1 group with a decision, 0 decided so already, 0 without")
        .contains("godwit rehearse acme");
  }

  @Test
  void shouldSendNothingWhenALineIsWrong() throws IOException {
    prepare(csv("together", "perhaps"));
    assertThat(decide("--why", "checked")).isEqualTo(ExitCodes.USAGE);
    assertThat(err.toString())
        .contains("nothing was decided:", "line 3, column decision: expected");
    assertThat(orchestrator.commands()).isEmpty();
  }

  @Test
  void shouldSendNothingWithoutAReasonOrInADryRun() throws IOException {
    prepare(csv("apart", "apart"));
    assertThat(decide()).isEqualTo(ExitCodes.USAGE);
    assertThat(decide("--why", "x", "--together", "1,2")).isEqualTo(ExitCodes.USAGE);
    assertThat(decide("--why", "x", "--seen", "1")).isEqualTo(ExitCodes.USAGE);
    assertThat(godwit("decide", "--together", "1,2", "--dry-run")).isEqualTo(ExitCodes.USAGE);
    assertThat(decide("--dry-run")).isZero();
    assertThat(out.toString()).contains("The file is right. 1 group with a decision");
    Files.write(file(), "gr\u00fcn".getBytes(StandardCharsets.ISO_8859_1));
    assertThat(decide("--dry-run")).isEqualTo(ExitCodes.USAGE);
    assertThat(err.toString()).contains("save it as CSV UTF-8");
    assertThat(orchestrator.commands()).isEmpty();
  }

  @Test
  void shouldSayWhichGroupsAreDecidedWhenALaterCommandIsRejected() throws IOException {
    StringBuilder file = new StringBuilder("group,state,member,decision,seen\n");
    for (int i = 1; i <= 2_001; i++) {
      file.append("g%1$d,REVIEW,17,apart,2\ng%1$d,REVIEW,18,apart,2\n".formatted(i));
    }
    prepare(file.toString());
    orchestrator
        .at(
            "/migrations/acme/merges",
            IntStream.rangeClosed(1, 2_001)
                .mapToObj(MergesCommandTest::group)
                .collect(Collectors.joining(",", "[", "]")))
        .commandAnswers(ACCEPTED, REJECTED);

    assertThat(decide("--why", "checked")).isEqualTo(ExitCodes.REJECTED);

    assertThat(orchestrator.commands()).hasSize(2);
    assertThat(json(orchestrator.commands().getLast()).path("seen").asInt()).isEqualTo(3);
    assertThat(err.toString())
        .contains("2,000 groups decided; the groups from line 4002 on are not:")
        .contains("expected  last decision 2", "found     3 by ben");
  }

  @Test
  void shouldSayThatNothingWasDecidedWhenTheFileIsStale() throws IOException {
    prepare(csv("apart", "apart"));
    orchestrator.commandAnswers(REJECTED);
    assertThat(decide("--why", "checked")).isEqualTo(ExitCodes.REJECTED);
    assertThat(err.toString()).contains("Rejected: nothing was decided.", "List again.");
  }

  private static String counts() {
    return "/migrations/acme/merges/counts";
  }

  private static String group(int number) {
    return """
        {"run":1,"entity":"contacts","group":"g%d","state":"REVIEW","rule":"SAME_PHONE","weight":7.25,
         "size":2,"decision":null,"members":["17","18"],"partition":0,"offset":3}
        """
        .formatted(number);
  }

  private static String csv(String first, String second) {
    return CSV.formatted(first, second).replace("\n", "\r\n");
  }

  private void prepare(String csv) throws IOException {
    Files.writeString(file(), csv);
    orchestrator.at("/migrations/acme/merges", "[" + group(1) + "]");
  }

  private int decide(String... more) {
    List<String> args = new ArrayList<>(List.of("--csv", file().toString(), "--by", "ann"));
    args.addAll(List.of(more));
    return godwit("decide", args.toArray(String[]::new));
  }

  private static JsonNode json(String text) throws JsonProcessingException {
    return Json.mapper().readTree(text);
  }

  private Path file() {
    return folder.resolve("groups.csv");
  }

  private int godwit(String command, String... args) {
    List<String> all = new ArrayList<>(List.of(command, "acme", "--url", orchestrator.url()));
    all.addAll(List.of(args));
    return run(all);
  }

  private int run(List<String> args) {
    return new CommandLine(new MergesCommand())
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(args.toArray(String[]::new));
  }
}
