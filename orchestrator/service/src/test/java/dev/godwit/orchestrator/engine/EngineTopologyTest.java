package dev.godwit.orchestrator.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godwit.command.v1.ApproveMigration;
import dev.godwit.command.v1.DecideFix;
import dev.godwit.command.v1.RehearseMigration;
import dev.godwit.common.v1.Fix;
import dev.godwit.orchestrator.RebuildOrder;
import dev.godwit.orchestrator.domain.event.DecisionEvent.DecisionUndone;
import dev.godwit.orchestrator.domain.event.DecisionEvent.FixDecided;
import dev.godwit.orchestrator.domain.event.DecisionEvent.MergesDecided;
import dev.godwit.orchestrator.domain.event.Event;
import dev.godwit.orchestrator.domain.event.Recorded;
import dev.godwit.orchestrator.domain.event.RequestEvent.CommandRejected;
import dev.godwit.orchestrator.domain.event.RequestEvent.MigrationRequested;
import dev.godwit.orchestrator.domain.event.RequestEvent.ReportRejected;
import dev.godwit.orchestrator.domain.event.RunEvent.MigrationCommitted;
import dev.godwit.orchestrator.domain.event.RunEvent.RunStarted;
import dev.godwit.report.v1.FreezeReport;
import dev.godwit.report.v1.ReportEnvelope;
import dev.godwit.task.v1.AssessSource;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EngineTopologyTest {
  private static final String REHEARSE =
      "{'command':'RehearseMigration','customer':'acme','by':'ann','why':'first'}";
  private static final int ALL = Integer.MAX_VALUE;

  private final EngineHarness engine = new EngineHarness();

  @AfterEach
  void close() {
    engine.close();
  }

  private CommandRejected rejected(List<Event> events) {
    assertThat(events).singleElement().isInstanceOf(CommandRejected.class);
    return (CommandRejected) events.getFirst();
  }

  @Test
  void shouldBeginAMigrationWhenAJsonCommandHasNoKey() {
    List<Event> events = engine.unsigned(REHEARSE.replace(",'by':'ann'", ""));
    assertThat(events).extracting(Event::name).containsExactly("MigrationRequested", "RunStarted");
    assertThat(events.getFirst())
        .isEqualTo(new MigrationRequested("acme", "reference-legacy", "reference-crm", "first"));
    assertThat(engine.tasks).hasSize(2).first().isInstanceOf(AssessSource.class);
    assertThat(engine.events.getFirst().envelope().causationId())
        .isEqualTo("migration.commands.v1-0-0");
    assertThat(engine.events.getFirst().envelope().occurredAt())
        .isEqualTo(Instant.parse("2026-01-01T00:00:00Z"));
  }

  @Test
  void shouldCommitACustomerWithCommandsInBothFormats() {
    engine.wire(new RehearseMigration("id-1", "acme", "ann", "", "", "", null));
    engine.work(ALL);
    engine.wire(new ApproveMigration("id-2", "acme", "bob", "fine", List.of(), true, false));
    engine.json("{'command':'StartMigration','customer':'acme','by':'ann'}");
    engine.work(ALL);
    assertThat(engine.events.getLast().event()).isInstanceOf(MigrationCommitted.class);
    assertThat(engine.events)
        .extracting(one -> one.envelope().sequence())
        .isEqualTo(
            java.util.stream.LongStream.rangeClosed(1, engine.events.size()).boxed().toList());
  }

  @Test
  void shouldKeepThePositionOfADecisionAndPlanTheNextRunWithIt() {
    engine.json(REHEARSE);
    engine.work(ALL);
    engine.json(
        "{'command':'DecideMerges','customer':'acme','by':'ann','why':'x','seen':0,'decisions':["
            + "{'isTogether':true,'members':['1','2']},"
            + "{'isTogether':false,'members':['3','4'],'entityName':'outlets'},"
            + "{'isTogether':true,'rule':'*','minWeight':12.5,'maxMembers':3}]}");
    assertThat(engine.events.getLast().event()).isEqualTo(new MergesDecided(1, 1, 2, 1, 1, "x"));
    engine.wire(
        new DecideFix(
            "fix-1",
            "acme",
            "ann",
            "too long",
            1,
            List.of(
                Fix.newBuilder()
                    .setAction("TRUNCATE")
                    .setEntity("contacts")
                    .setField("outlet")
                    .setLimit(40)
                    .build())));
    assertThat(engine.events.getLast().event())
        .isEqualTo(new FixDecided(2, 2, List.of("TRUNCATE contacts.outlet"), "too long"));
    engine.json("{'command':'UndoDecision','customer':'acme','by':'ann','why':'y','number':1}");
    engine.json(REHEARSE);
    assertThat(engine.events.getLast().event())
        .isInstanceOfSatisfying(
            RunStarted.class, started -> assertThat(started.decisions()).containsExactly(2L));
    try (EngineHarness other = engine.withLostState()) {
      other.json(
          "{'command':'UndoDecision','commandId':'undo','customer':'acme','by':'ann','why':'y',"
              + "'number':2}");
      assertThat(other.events.getLast().event()).isEqualTo(new DecisionUndone(2, "y"));
    }
  }

  @Test
  void shouldNameAFieldOfADecisionThatHasTheWrongType() {
    CommandRejected rejected =
        rejected(
            engine.json(
                "{'command':'DecideMerges','customer':'acme','by':'ann','why':'x','decisions':["
                    + "{'isTogether':true,'rule':'r','minWeight':'high'}]}"));
    assertThat(rejected.expected()).isEqualTo("DecideMerges.decisions[0].minWeight: a number");
    assertThat(rejected.found()).isEqualTo("a text of 4 characters");
  }

  @Test
  void shouldAnswerTheSameCommandIdOnce() {
    engine.wire(new RehearseMigration("id-1", "acme", "ann", "", "", "", null));
    assertThat(engine.wire(new RehearseMigration("id-1", "acme", "ann", "", "", "", null)))
        .isEmpty();
    assertThat(engine.count("godwit_orchestrator_repeated_commands_total")).isEqualTo(1);
  }

  @Test
  void shouldListCommandsAndSuggestOneWhenACommandIsUnknown() {
    CommandRejected rejected =
        rejected(engine.json("{'command':'StartMigratoin','customer':'acme','by':'ann'}"));
    assertThat(rejected.expected()).contains("RehearseMigration", "StartMigration");
    assertThat(rejected.found()).contains("StartMigratoin");
    assertThat(rejected.action()).isEqualTo("Did you mean StartMigration?");
    assertThat(engine.events.getLast().envelope().migrationId()).isEqualTo("acme");
  }

  @Test
  void shouldNameAMissingField() {
    CommandRejected rejected = rejected(engine.json("{'command':'StartMigration','by':'ann'}"));
    assertThat(rejected.expected()).contains("customer of StartMigration: text");
    assertThat(engine.events.getLast().envelope().migrationId()).isEqualTo("*");
  }

  @Test
  void shouldNameAFieldOfTheWrongType() {
    CommandRejected rejected =
        rejected(engine.json("{'command':'StartMigration','customer':'acme','by':7}"));
    assertThat(rejected.expected()).isEqualTo("StartMigration.by: text");
    assertThat(rejected.found()).isEqualTo("a number");
  }

  @Test
  void shouldSuggestAFieldWhenOneIsUnknown() {
    CommandRejected rejected =
        rejected(engine.json("{'command':'StartMigration','custmer':'acme','by':'ann'}"));
    assertThat(rejected.found()).contains("custmer");
    assertThat(rejected.action()).isEqualTo("Did you mean customer?");
  }

  @Test
  void shouldNameANestedFieldByItsPath() {
    CommandRejected rejected =
        rejected(
            engine.json(
                "{'command':'WaiveFindings','customer':'acme','by':'ann','why':'x',"
                    + "'waivers':[{'entity':'PEO PLE','reason':'BAD_DATE','upTo':1}]}"));
    assertThat(rejected.expected()).contains("WaiveFindings.waivers[0].entity", "such as contacts");
  }

  @Test
  void shouldNameLineAndColumnWhenJsonIsBroken() {
    CommandRejected rejected = rejected(engine.json("{'command':"));
    assertThat(rejected.found()).contains("line 1, column");
    assertThat(rejected.command()).isEqualTo("unreadable");
  }

  @Test
  void shouldAnswerAndContinueWhenBytesAreNeitherJsonNorAvro() {
    rejected(engine.bytes("hello".getBytes(StandardCharsets.UTF_8)));
    rejected(engine.bytes(new byte[] {0, 0, 0, 0, 99, 1}));
    rejected(engine.bytes(new byte[0]));
    rejected(engine.bytes(null));
    assertThat(engine.json(REHEARSE)).hasSize(2);
  }

  @Test
  void shouldAnswerAReportAmongCommands() {
    assertThat(rejected(engine.plainWire(new FreezeReport(head("acme")))).expected())
        .contains("dev.godwit.command.v1");
  }

  private static ReportEnvelope head(String customer) {
    return new ReportEnvelope(
        "r", "t", customer, 1, dev.godwit.common.v1.Stage.EXTRACT, "x", Instant.EPOCH);
  }

  @Test
  void shouldRecordAndContinueWhenAReportCannotBeRead() {
    List<Event> events = engine.reportBytes(new byte[] {1, 2, 3});
    assertThat(events).singleElement().isInstanceOf(ReportRejected.class);
    assertThat(engine.count("godwit_orchestrator_unreadable_reports_total")).isEqualTo(1);
    assertThat(engine.json(REHEARSE)).hasSize(2);
  }

  @Test
  void shouldIgnoreAReportAboutNothing() {
    engine.json(REHEARSE);
    assertThat(engine.report(new FreezeReport(head("nobody")))).isEmpty();
    assertThat(engine.count("godwit_orchestrator_ignored_reports_total")).isEqualTo(1);
    assertThat(engine.stores())
        .containsKey("godwit-migrations/acme")
        .doesNotContainKey("godwit-migrations/nobody");
  }

  @Test
  void shouldDispatchTheHeldTaskWhenTheProgrammeIsResumed() {
    engine.json(REHEARSE);
    engine.json("{'command':'PauseProgramme','by':'ann'}");
    engine.work(ALL);
    assertThat(engine.tasks).isEmpty();
    engine.json("{'command':'ResumeProgramme','customer':'*','by':'ann'}");
    assertThat(engine.tasks).hasSize(1);
    engine.work(ALL);
    assertThat(engine.events.getLast().event().name()).isEqualTo("RehearsalPassed");
  }

  @Test
  void shouldRebuildTheRunningStateFromTheEvents() {
    for (int stop = 0; stop < 40; stop += 3) {
      try (EngineHarness running = new EngineHarness()) {
        story(running, stop);
        try (EngineHarness rebuilt = running.withLostState()) {
          String rejected = "{'command':'StartMigration','customer':'nobody','by':'ann'}";
          running.json(rejected);
          rebuilt.json(rejected.replace("'by'", "'commandId':'other','by'"));
          assertThat(withoutLastAnswer(rebuilt)).isEqualTo(withoutLastAnswer(running));
        }
      }
    }
  }

  @Test
  void shouldRebuildTheStoresWhileItRunsWhenOrdered() {
    story(engine, 7);
    java.util.Map<String, String> before = engine.stores();
    engine.order.order();
    engine.pass(java.time.Duration.ofSeconds(1));
    engine.pass(java.time.Duration.ofSeconds(1));

    assertThat(engine.order.result().state()).isEqualTo(RebuildOrder.State.DONE);
    assertThat(engine.order.result().events()).isEqualTo(engine.events.size());
    assertThat(engine.order.result().differing()).isZero();
    assertThat(engine.stores()).isEqualTo(before);
    engine.work(ALL);
    assertThat(engine.events.getLast().event().name()).isNotEqualTo("ReportRejected");
  }

  @Test
  void shouldRebuildUnderSteadyLoadAndAfterADamage() {
    story(engine, 7);
    java.util.Map<String, String> before = engine.stores();
    engine.forgetAnswers();
    assertThat(engine.stores()).isNotEqualTo(before);
    engine.order.order();
    for (int i = 0; i < 8; i++) {
      engine.report(new FreezeReport(head("nobody")));
      engine.pass(java.time.Duration.ofSeconds(1));
    }
    assertThat(engine.order.result().state()).isEqualTo(RebuildOrder.State.DONE);
    assertThat(engine.stores()).isEqualTo(before);
  }

  @Test
  void shouldNotReplaceTheStoresByAnOlderHistory() {
    story(engine, 7);
    java.util.Map<String, String> before = engine.stores();
    Recorded last = engine.events.removeLast();
    engine.order.order();
    for (int i = 0; i < 3; i++) {
      engine.pass(java.time.Duration.ofSeconds(1));
    }
    assertThat(engine.order.result().state()).isEqualTo(RebuildOrder.State.ORDERED);
    assertThat(engine.stores()).isEqualTo(before);

    engine.events.add(last);
    engine.pass(java.time.Duration.ofSeconds(1));
    assertThat(engine.order.result().state()).isEqualTo(RebuildOrder.State.DONE);
  }

  private static java.util.Map<String, String> withoutLastAnswer(EngineHarness engine) {
    java.util.Map<String, String> stores = engine.stores();
    stores.keySet().removeIf(key -> key.equals("godwit-answered-commands/other"));
    // The offsets of the other engine's topic begin anew.
    stores.remove("godwit-programme/position");
    Recorded last = engine.events.getLast();
    stores.remove("godwit-answered-commands/" + last.envelope().causationId());
    return stores;
  }

  private static void story(EngineHarness engine, int stop) {
    engine.json(REHEARSE);
    engine.work(stop);
    engine.json("{'command':'PauseProgramme','by':'ann'}");
    engine.work(stop % 3);
    engine.json("{'command':'ResumeProgramme','by':'ann'}");
    engine.work(stop * 2);
    engine.json("{'command':'ApproveMigration','customer':'acme','by':'bob'}");
    engine.json("{'command':'StartMigration','customer':'acme','by':'bob'}");
    engine.work(stop / 3);
  }

  @Test
  void shouldContinueARunWhenItsStateWasLost() {
    engine.json(REHEARSE);
    engine.work(6);
    try (EngineHarness rebuilt = engine.withLostState()) {
      rebuilt.work(ALL);
      assertThat(rebuilt.events.getLast().event().name()).isEqualTo("RehearsalPassed");
    }
  }
}
