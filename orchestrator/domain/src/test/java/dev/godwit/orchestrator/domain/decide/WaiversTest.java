package dev.godwit.orchestrator.domain.decide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godwit.orchestrator.domain.common.Entity;
import dev.godwit.orchestrator.domain.common.EntityCount;
import dev.godwit.orchestrator.domain.common.QuarantineCount;
import dev.godwit.orchestrator.domain.common.Stage;
import dev.godwit.orchestrator.domain.common.Waiver;
import dev.godwit.orchestrator.domain.state.Run.Approval;
import dev.godwit.orchestrator.domain.state.Run.Permit;
import dev.godwit.orchestrator.domain.state.Run.Rehearsal;
import java.util.List;
import org.junit.jupiter.api.Test;

class WaiversTest {
  @Test
  void opensAndClicksThatCameAfterTheRehearsalCannotHoldACommit() {
    Permit permit = permit(100, new Waiver(Entity.ENGAGEMENTS, "BROKEN_REFERENCE", 36, "known"));

    assertThat(uncovered(Entity.ENGAGEMENTS, "BROKEN_REFERENCE", 41, 105, permit)).isEmpty();
    assertThat(uncovered(Entity.ENGAGEMENTS, "BROKEN_REFERENCE", 42, 105, permit)).hasSize(1);
  }

  @Test
  void shouldHoldTheCommitWhenAReasonWasNotWaived() {
    Permit permit = permit(100, new Waiver(Entity.ENGAGEMENTS, "BROKEN_REFERENCE", 36, "known"));

    assertThat(uncovered(Entity.ENGAGEMENTS, "UNKNOWN_KIND", 1, 500, permit)).hasSize(1);
  }

  @Test
  void contactsAndEmailsAreFrozenAndKeepTheirLimit() {
    Permit permit = permit(100, new Waiver(Entity.EMAILS, "BROKEN_REFERENCE", 3, "known"));

    assertThat(uncovered(Entity.EMAILS, "BROKEN_REFERENCE", 3, 500, permit)).isEmpty();
    assertThat(uncovered(Entity.EMAILS, "BROKEN_REFERENCE", 4, 500, permit)).hasSize(1);
  }

  @Test
  void shouldHoldTheCommitWhenMoreValuesWereReplacedThanAccepted() {
    Permit permit =
        permit(100, new Waiver(Entity.CONTACTS, "REPLACED.address.BAD_ADDRESS", 3, "known"));

    assertThat(replaced("REPLACED.address.BAD_ADDRESS", 3, permit)).isEmpty();
    assertThat(replaced("REPLACED.address.BAD_ADDRESS", 4, permit))
        .containsExactly(
            "CONTACTS REPLACED.address.BAD_ADDRESS: 4 values replaced, 3 accepted; waive up to 4,"
                + " or roll back.");
    assertThat(replaced("REPLACED.birthday.BAD_DATE", 1, permit)).hasSize(1);
  }

  @Test
  void shouldAskForNothingWhenItemsOfAListWereWrittenOnce() {
    assertThat(
            replaced(
                "REPLACED.companyIds.REPEATED_ITEM",
                9,
                permit(100, new Waiver(Entity.EMAILS, "BAD_DATE", 1, "known"))))
        .isEmpty();
  }

  private static List<String> replaced(String reason, long count, Permit permit) {
    return Waivers.uncovered(
        List.of(new QuarantineCount(Entity.CONTACTS, Stage.VALIDATE, reason, count)),
        List.of(),
        permit);
  }

  private static Permit permit(long engagements, Waiver waiver) {
    Rehearsal rehearsal =
        new Rehearsal(
            1,
            "ann",
            List.of(),
            List.of(new EntityCount(Entity.ENGAGEMENTS, engagements)),
            "s",
            "t",
            List.of());
    return new Permit(rehearsal, new Approval("paul", List.of(waiver)));
  }

  private static List<String> uncovered(
      Entity entity, String reason, long count, long engagements, Permit permit) {
    return Waivers.uncovered(
        List.of(new QuarantineCount(entity, Stage.LOAD, reason, count)),
        List.of(new EntityCount(Entity.ENGAGEMENTS, engagements)),
        permit);
  }
}
