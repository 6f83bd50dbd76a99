package dev.godwit.orchestrator.domain.decide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godwit.orchestrator.domain.command.Command;
import dev.godwit.orchestrator.domain.command.Command.RehearseMigration;
import dev.godwit.orchestrator.domain.command.Command.StartMigration;
import dev.godwit.orchestrator.domain.command.Command.TakeCut;
import dev.godwit.orchestrator.domain.command.Command.WaiveFindings;
import dev.godwit.orchestrator.domain.common.Entity;
import dev.godwit.orchestrator.domain.common.Waiver;
import dev.godwit.orchestrator.domain.decide.Decision.Rejection;
import java.util.List;
import org.junit.jupiter.api.Test;

class CommandValidationTest {
  private static Command start(String id, String customer, String by, String why) {
    return new StartMigration(id, customer, by, why, null);
  }

  private static void flaw(Command command, String expected) {
    Rejection flaw = CommandValidation.of(command);
    assertThat(flaw).isNotNull();
    assertThat(flaw.expected()).contains(expected);
    assertThat(flaw.toString().codePoints()).noneMatch(Character::isISOControl);
    assertThat(flaw.action()).isNotBlank();
  }

  @Test
  void shouldFindNoFlawWhenACommandHasNone() {
    assertThat(CommandValidation.of(start(null, "acme", "Zoë 🐦", "it's time; größer?"))).isNull();
    assertThat(CommandValidation.of(start("id-1", "*", "ann", ""))).isNull();
  }

  @Test
  void shouldRejectControlCharactersInEveryField() {
    flaw(start("id\u0000", "acme", "ann", ""), "commandId");
    flaw(start(null, "ac\u0007me", "ann", ""), "customer");
    flaw(start(null, "acme", "a\u001bnn", ""), "by");
    flaw(start(null, "acme", "ann", "be\u0000cause"), "why");
    flaw(start(null, "acme", "ann", "carriage\rreturn"), "why");
    flaw(start("two\nlines", "acme", "ann", ""), "commandId");
    flaw(start(null, "acme", "two\nlines", ""), "by");
    flaw(new RehearseMigration(null, "acme", "ann", "", "pa\u0085ck", "", null), "sourcePack");
    flaw(new RehearseMigration(null, "acme", "ann", "", "", "pa\tck", null), "targetPack");
    flaw(waive("BAD\u0000", "known"), "waivers[0].reason");
    flaw(waive("BAD_DATE", "kno\u0000wn"), "waivers[0].why");
  }

  @Test
  void shouldAcceptLinesAndTabsInAReason() {
    assertThat(CommandValidation.of(start(null, "acme", "ann", "two\n\tlines"))).isNull();
    assertThat(CommandValidation.of(waive("BAD_DATE", "two\n\tlines"))).isNull();
    Rejection flaw = CommandValidation.of(start(null, "acme", "ann", "a\nb\u0000c"));
    assertThat(flaw.found()).contains("5 characters", "at character 4");
  }

  @Test
  void shouldAcceptTheClocksIdWhenTheCustomerIsTheLongest() {
    String customer = "x".repeat(200);
    String id = "clock/" + customer + "/999999999999999";
    assertThat(CommandValidation.of(new TakeCut(id, customer, TakeCut.CLOCK, ""))).isNull();
  }

  private static Command waive(String reason, String why) {
    return new WaiveFindings(
        null, "acme", "ann", "", List.of(new Waiver(Entity.EMAILS, reason, 1, why)));
  }

  @Test
  void shouldRejectHalfACharacterInEveryField() {
    flaw(start(null, "acme", "ann", "be\ud83dcause"), "why");
    flaw(start(null, "ac\udc26me", "ann", ""), "customer");
  }

  @Test
  void shouldRejectEveryFieldThatIsTooLong() {
    String long201 = "x".repeat(201);
    flaw(start("x".repeat(233), "acme", "ann", ""), "commandId: at most 232 characters");
    flaw(start(null, long201, "ann", ""), "1 to 200 characters");
    flaw(start(null, "acme", long201, ""), "by: at most 200");
    flaw(start(null, "acme", "ann", "x".repeat(2_001)), "why: at most 2000");
    flaw(waive(long201, "known"), "waivers[0].reason: at most 200");
    assertThat(CommandValidation.of(start("x".repeat(232), "acme", "ann", "x".repeat(2_000))))
        .isNull();
  }

  @Test
  void shouldNameThePositionAndNotTheContent() {
    Rejection flaw = CommandValidation.of(start(null, "acme", "ann", "ab\u0000cd"));
    assertThat(flaw.found()).contains("5 characters", "at character 3");
  }

  @Test
  void shouldShortenAndCleanATextForAnEvent() {
    assertThat(EventText.of(null)).isEmpty();
    assertThat(EventText.of("a\u0000b\ud800c")).isEqualTo("a\ufffdb\ufffdc");
    assertThat(EventText.of("🐦🐦", 3)).isEqualTo("🐦\ufffd…");
    assertThat(EventText.of("x".repeat(500))).hasSize(201).endsWith("…");
  }
}
