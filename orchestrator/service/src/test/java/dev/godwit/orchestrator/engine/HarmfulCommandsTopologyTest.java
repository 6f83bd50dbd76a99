package dev.godwit.orchestrator.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godwit.command.v1.RehearseMigration;
import dev.godwit.orchestrator.domain.event.Event;
import dev.godwit.orchestrator.domain.event.Recorded.Envelope;
import dev.godwit.orchestrator.domain.event.RequestEvent.CommandRejected;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Contents that a command may hold and no event: they would come to stay in a topic that is kept
 * for ever, stop the readers, or be too large to be written at all.
 */
class HarmfulCommandsTopologyTest {
  private static final int LARGEST_ANSWER = 10_000;

  private final EngineHarness engine = new EngineHarness();

  @AfterEach
  void theEngineStillAnswers() {
    assertThat(engine.json("{'command':'RehearseMigration','customer':'zebra','by':'ann'}"))
        .hasSize(2);
    engine.close();
  }

  private CommandRejected refused(List<Event> events) {
    assertThat(events).singleElement().isInstanceOf(CommandRejected.class);
    CommandRejected rejected = (CommandRejected) events.getFirst();
    Envelope envelope = engine.events.getLast().envelope();
    String all = rejected.toString() + envelope;
    assertThat(all).hasSizeLessThan(LARGEST_ANSWER);
    assertThat(all.codePoints()).noneMatch(Character::isISOControl);
    assertThat(envelope.causationId()).hasSizeLessThanOrEqualTo(200);
    assertThat(rejected.expected()).isNotBlank();
    assertThat(rejected.action()).isNotBlank();
    return rejected;
  }

  private static String start(String more) {
    return "{'command':'StartMigration','customer':'acme'," + more + "}";
  }

  @Test
  void shouldRejectControlCharactersInAField() {
    CommandRejected why = refused(engine.json(start("'by':'ann','why':'a\\u0000b'")));
    assertThat(why.expected()).contains("why: text without control characters");
    assertThat(why.found()).contains("character 2");
    refused(engine.json(start("'by':'a\\u0000nn'")));
    refused(engine.json(start("'by':'ann','commandId':'id\\u0000'")));
    refused(engine.json(start("'by':'ann','why':'\\ud800'")));
    refused(engine.wire(new RehearseMigration("i\u0000d", "acme", "ann", "", "", "", null)));
    refused(engine.wire(new RehearseMigration("id", "acme", "a\u0000nn", "", "", "", null)));
    refused(engine.wire(new RehearseMigration("id-2", "acme", "ann", "w\u0000hy", "", "", null)));
  }

  @Test
  void shouldReplaceControlCharactersWhenACommandCannotBeRead() {
    CommandRejected rejected =
        refused(engine.json("{'command':'Sta\\u0000rt','commandId':'i\\u0007','by':'ann'}"));
    assertThat(rejected.command()).isEqualTo("Sta\uFFFDrt");
    assertThat(rejected.commandId()).isEqualTo("migration.commands.v1-0-0");
  }

  @Test
  void shouldRejectACommandUnreadWhenItIsTooLarge() {
    CommandRejected rejected =
        refused(engine.json("{'command':'" + "x".repeat(600_000) + "','by':'ann'}"));
    assertThat(rejected.expected()).isEqualTo("a command of at most 524288 bytes");
    assertThat(rejected.found()).isEqualTo("600025 bytes");
    refused(engine.json(start("'by':'ann','commandId':'" + "x".repeat(350_000) + "'")));
    String why = "x".repeat(350_000);
    refused(engine.wire(new RehearseMigration("id", "acme", "ann", why, "", "", null)));
  }

  @Test
  void shouldRejectAnUnsignedCommandUnreadWhenItIsLargerThanOneThatAnybodyMaySend() {
    CommandRejected rejected =
        refused(engine.unsigned(start("'why':'" + "x".repeat(70_000) + "'")));
    assertThat(rejected.expected()).startsWith("a command of at most 65536 bytes");
    assertThat(rejected.action()).contains("Sign it");
  }

  @Test
  void shouldRejectJsonThatBecomesALargeTreeOrADeepOne() {
    String objects = "{},".repeat(170_000) + "{}";
    String large = "{'command':'DecideMerges','customer':'acme','by':'ann','decisions':[%s]}";
    CommandRejected tokens = refused(engine.json(large.formatted(objects)));
    assertThat(tokens.expected()).contains("one JSON object");
    String deep = "[".repeat(30_000) + "]".repeat(30_000);
    assertThat(refused(engine.unsigned(start("'why':" + deep))).found()).contains("levels");
  }

  @Test
  void shouldShortenLongNamesAndIds() {
    String text = "x".repeat(60_000);
    CommandRejected name = refused(engine.json("{'command':'" + text + "','customer':'acme'}"));
    assertThat(name.command()).startsWith("xxx").endsWith("…");
    CommandRejected id = refused(engine.unsigned(start("'commandId':'" + text + "'")));
    assertThat(id.expected()).contains("commandId: at most 232 characters");
    assertThat(id.found()).isEqualTo("60000 characters");
    refused(engine.json(start("'by':'" + text + "'")));
    refused(engine.json(start("'by':'ann','why':'" + text + "'")));
    refused(engine.json(start("'by':'ann','" + text + "':1")));
    refused(engine.json("{'command':'StartMigration','by':'ann','customer':'" + text + "'}"));
  }

  @Test
  void shouldNotRepeatContentThatWentAstray() {
    for (String json :
        List.of(
            start("'by':'ann','note':'jane@example.com'"),
            start("'by':'ann','jane@example.com':1"),
            start("'by':['jane@example.com']"),
            "{'command':'StartMigration','by':'ann','customer':jane@example.com}",
            "{'command':'WaiveFindings','customer':'acme','by':'ann','why':'x',"
                + "'waivers':[{'entity':'jane@example.com','reason':'BAD_DATE','upTo':1}]}",
            "{'command':'WaiveFindings','customer':'acme','by':'ann','why':'x',"
                + "'waivers':[{'entity':'EMAILS','reason':'BAD_DATE','upTo':'jane@example.com'}]}")) {
      assertThat(refused(engine.json(json)).toString()).doesNotContain("jane");
    }
  }

  @Test
  void shouldCountUnknownCommandsInOneSeries() {
    refused(engine.json("{'command':'One','customer':'acme','by':'ann'}"));
    refused(engine.json("{'command':'Two','customer':'acme','by':'ann'}"));
    assertThat(engine.meters.find("godwit_orchestrator_rejections_total").counters()).hasSize(1);
  }
}
