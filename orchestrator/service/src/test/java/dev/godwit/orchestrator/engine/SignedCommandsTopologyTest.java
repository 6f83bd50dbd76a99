package dev.godwit.orchestrator.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godwit.identity.Identity;
import dev.godwit.identity.Role;
import dev.godwit.identity.signature.CommandSignature;
import dev.godwit.identity.signature.SigningKey;
import dev.godwit.orchestrator.domain.common.Route;
import dev.godwit.orchestrator.domain.event.Event;
import dev.godwit.orchestrator.domain.event.Recorded.Envelope;
import dev.godwit.orchestrator.domain.event.RequestEvent.CommandRejected;
import dev.godwit.orchestrator.domain.event.RequestEvent.MigrationRequested;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A sender without a signature is nobody but {@code topic}. */
class SignedCommandsTopologyTest {
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
  private static final Set<String> ALL = Set.of();

  private final EngineHarness engine = new EngineHarness();

  @AfterEach
  void close() {
    engine.close();
  }

  private static byte[] bytes(String json) {
    return json.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] rehearse(String more) {
    return bytes("{'command':'RehearseMigration','customer':'acme'" + more + "}");
  }

  private CommandRejected refused(List<Event> events) {
    assertThat(events).singleElement().isInstanceOf(CommandRejected.class);
    return (CommandRejected) events.getFirst();
  }

  private void accepted(List<Event> events) {
    assertThat(events).isNotEmpty().noneMatch(CommandRejected.class::isInstance);
  }

  private Envelope last() {
    return engine.events.getLast().envelope();
  }

  @Test
  void shouldTakeTheAuthorFromTheSignature() {
    SigningKey ann = engine.keys.person("ann", ALL, Role.OPERATOR);
    byte[] value = rehearse(",'commandId':'c-1'");
    List<Event> events = engine.record(value, TestKeys.signed(ann, "c-1", value, NOON), NOON);
    assertThat(events.getFirst()).isInstanceOf(MigrationRequested.class);
    assertThat(last().by()).isEqualTo("ann");
    assertThat(last().route()).isEqualTo(Route.SIGNED);
    assertThat(last().position()).isZero();
    assertThat(last().causationId()).isEqualTo("c-1");
  }

  @Test
  void shouldNotBelieveAnAuthorThatNobodyProves() {
    CommandRejected rejected = refused(engine.bytes(rehearse(",'by':'ann'")));
    assertThat(rejected.claimed()).isEqualTo("ann");
    assertThat(rejected.expected()).contains("by: left out");
    assertThat(rejected.action()).contains("godwit command sign");
    assertThat(last().by()).isEqualTo(Identity.TOPIC);
    assertThat(last().route()).isEqualTo(Route.UNSIGNED);
    assertThat(refused(engine.bytes(rehearse(",'by':'a\u202Enn'"))).claimed())
        .isEqualTo("a\uFFFDnn");
    accepted(engine.bytes(rehearse("")));
    assertThat(last().by()).isEqualTo(Identity.TOPIC);
  }

  @Test
  void shouldRefuseWhatNobodySigned() {
    accepted(engine.unsigned("{'command':'RehearseMigration','customer':'acme'}"));
    for (String command :
        List.of("ApproveMigration", "RollBackMigration", "CancelMigration", "TakeCut")) {
      CommandRejected rejected =
          refused(engine.unsigned("{'command':'" + command + "','customer':'acme'}"));
      assertThat(rejected.expected()).contains("a signature").contains("StartMigration");
      assertThat(rejected.command()).isEqualTo(command);
    }
    accepted(engine.unsigned("{'command':'PauseMigration','customer':'acme'}"));
    accepted(engine.unsigned("{'command':'ResumeMigration','customer':'acme'}"));
    assertThat(
            refused(engine.unsigned("{'command':'StartMigration','customer':'acme'}")).expected())
        .doesNotContain("signature");
  }

  @Test
  void shouldRefuseASecondHeaderAndAnotherRecordsSignature() {
    SigningKey ann = engine.keys.person("ann", ALL, Role.OPERATOR);
    byte[] value = rehearse(",'commandId':'c-1'");
    Headers two = TestKeys.signed(ann, "c-1", value, NOON);
    TestKeys.signed(ann, "c-1", value, NOON).forEach(two::add);
    assertThat(refused(engine.record(value, two, NOON)).found()).isEqualTo("several");

    byte[] other = rehearse(",'commandId':'c-1','why':'x'");
    CommandRejected rejected =
        refused(engine.record(other, TestKeys.signed(ann, "c-1", value, NOON), NOON));
    assertThat(rejected.expected()).contains("over the key and the value");
    assertThat(rejected.claimed()).isEqualTo("ann");
    assertThat(last().by()).isEqualTo(Identity.TOPIC);
    accepted(engine.record(value, TestKeys.signed(ann, "c-1", value, NOON), NOON));
  }

  @Test
  void shouldJudgeTheTimeOfASignatureByTheBrokersStamp() {
    SigningKey ann = engine.keys.person("ann", ALL, Role.OPERATOR);
    byte[] value = rehearse(",'commandId':'c-1'");
    Headers headers = TestKeys.signed(ann, "c-1", value, NOON);
    assertThat(refused(engine.record(value, headers, NOON.plus(Duration.ofHours(1)))).found())
        .contains("expired");
    assertThat(refused(engine.record(value, headers, NOON.minus(Duration.ofHours(1)))).found())
        .contains("future");
    accepted(engine.record(value, headers, NOON.plusSeconds(300)));
  }

  @Test
  void shouldAnswerASignedCommandOnceAndAfterARebuildToo() {
    SigningKey ann = engine.keys.person("ann", ALL, Role.OPERATOR);
    byte[] value = rehearse(",'commandId':'c-1'");
    Headers headers = TestKeys.signed(ann, "c-1", value, NOON);
    accepted(engine.record(value, headers, NOON));
    assertThat(engine.record(value, headers, NOON)).isEmpty();
    try (EngineHarness rebuilt = engine.withLostState()) {
      assertThat(rebuilt.record(value, headers, NOON)).isEmpty();
    }
  }

  /** The engine lost its offsets, and reads its commands again from the first one. */
  @Test
  void shouldNotAnswerAgainWhatItReadBeforeThoughItsKeyWasWithdrawn() {
    SigningKey ann = engine.keys.person("ann", ALL, Role.OPERATOR);
    byte[] value = rehearse(",'commandId':'c-1'");
    Headers headers = TestKeys.signed(ann, "c-1", value, NOON);
    accepted(engine.record(value, headers, NOON));
    engine.keys.withdrawAll();
    try (EngineHarness again = engine.withLostState()) {
      assertThat(again.record(value, headers, NOON)).isEmpty();
    }
    try (EngineHarness again = engine.withLostState()) {
      assertThat(again.bytes(rehearse(",'commandId':'c-1','by':'ann'"))).isEmpty();
    }
  }

  @Test
  void shouldRefuseAloudWhatUsesAnAnsweredIdWithAnotherContentOrWithoutItsSignature() {
    SigningKey ann = engine.keys.person("ann", ALL, Role.OPERATOR);
    byte[] value = rehearse(",'commandId':'c-1'");
    Headers headers = TestKeys.signed(ann, "c-1", value, NOON);
    accepted(engine.record(value, headers, NOON));
    byte[] other = rehearse(",'commandId':'c-1','why':'x'");
    assertThat(refused(engine.record(other, headers, NOON)).found()).isEqualTo("one over others");
    assertThat(last().causationId()).startsWith("migration.commands.v1-0-");
    assertThat(refused(engine.bytes(value)).expected()).contains("no other author used");
    engine.keys.withdrawAll();
    assertThat(refused(engine.record(value, headers, NOON)).found()).contains("unknown");
  }

  @Test
  void shouldNotLetOneAuthorUseUpTheIdOfAnothersCommand() {
    SigningKey ann = engine.keys.person("ann", ALL, Role.OPERATOR);
    accepted(engine.bytes(rehearse(",'commandId':'c-1'")));
    byte[] value = bytes("{'command':'PauseMigration','customer':'acme','commandId':'c-1'}");
    CommandRejected rejected =
        refused(engine.record(value, TestKeys.signed(ann, "c-1", value, NOON), NOON));
    assertThat(rejected.expected()).contains("no other author used");

    refused(engine.unsigned("{'command':'CancelMigration','customer':'acme','commandId':'c-2'}"));
    byte[] cancel = bytes("{'command':'CancelMigration','customer':'acme','commandId':'c-2'}");
    accepted(engine.record(cancel, TestKeys.signed(ann, "c-2", cancel, NOON), NOON));
  }

  @Test
  void shouldAllowWhatTheRolesAndCustomersOfAKeyAllow() {
    SigningKey ann = engine.keys.person("ann", Set.of("acme"), Role.OPERATOR);
    byte[] approve = bytes("{'command':'ApproveMigration','customer':'acme'}");
    CommandRejected role =
        refused(engine.record(approve, TestKeys.signed(ann, "c-1", approve, NOON), NOON));
    assertThat(role.expected()).contains("the role approver");
    assertThat(last().by()).isEqualTo("ann");
    assertThat(last().causationId()).isEqualTo("c-1");

    byte[] other = bytes("{'command':'RehearseMigration','customer':'globex'}");
    CommandRejected customer =
        refused(engine.record(other, TestKeys.signed(ann, "c-2", other, NOON), NOON));
    assertThat(customer.expected()).contains("a customer that ann may act on");
    byte[] all = bytes("{'command':'PauseProgramme'}");
    refused(engine.record(all, TestKeys.signed(ann, "c-3", all, NOON), NOON));
  }

  @Test
  void shouldRefuseAnotherNameThanTheSignatures() {
    SigningKey ann = engine.keys.person("ann", ALL, Role.OPERATOR);
    byte[] value = rehearse(",'by':'ben'");
    CommandRejected rejected =
        refused(engine.record(value, TestKeys.signed(ann, "c-1", value, NOON), NOON));
    assertThat(rejected.expected()).contains("ann, whose signature this is");
    assertThat(rejected.claimed()).isEqualTo("ben");
  }

  @Test
  void shouldRefuseCommandsOfTheClockThatTheEngineDidNotSend() {
    String cut = "{'command':'TakeCut','customer':'acme','commandId':'clock/acme/1'}";
    assertThat(engine.unsigned(cut)).hasSize(1);
    byte[] check = bytes("{'command':'CheckFreezeBudget','customer':'acme','by':'clock'}");
    refused(engine.bytes(check));
    SigningKey root = engine.keys.person("root", ALL, Role.ADMINISTRATOR);
    byte[] signed = bytes("{'command':'CheckFreezeBudget','customer':'acme'}");
    assertThat(
            refused(engine.record(signed, TestKeys.signed(root, "c-1", signed, NOON), NOON))
                .expected())
        .isEqualTo("a command of people");
    byte[] tick = bytes("{'command':'TakeCut','customer':'acme'}");
    CommandRejected rejected =
        refused(engine.record(tick, TestKeys.signed(root, "clock/acme/9", tick, NOON), NOON));
    assertThat(rejected.expected()).contains("does not begin with clock/");
    assertThat(last().causationId()).startsWith("migration.commands.v1-0-");
  }

  @Test
  void shouldRefuseASignatureThatIsNone() {
    for (String text : List.of("", "x", "a.b.c", "x".repeat(20_000))) {
      RecordHeaders headers = new RecordHeaders();
      headers.add(CommandSignature.HEADER, text.getBytes(StandardCharsets.US_ASCII));
      refused(engine.record(null, rehearse(""), headers));
    }
    RecordHeaders none = new RecordHeaders();
    none.add(CommandSignature.HEADER, null);
    refused(engine.record(null, rehearse(""), none));
    assertThat(engine.count("godwit_orchestrator_refused_commands_total")).isEqualTo(5);
  }
}
