package dev.godwit.orchestrator.keeping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.godwit.api.Phase;
import dev.godwit.orchestrator.keeping.KeepRule.Boundary;
import dev.godwit.orchestrator.keeping.KeepRule.Need;
import dev.godwit.orchestrator.view.fold.MigrationDocument;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class KeepRuleTest {
  private static final Instant NOW = Instant.parse("2026-03-20T12:00:00Z");
  private static final Instant LATEST = NOW.minus(KeepRule.MARGIN);

  private final KeepRule rule = new KeepRule(Duration.ofDays(7));

  private static Instant day(int of) {
    return Instant.parse("2026-03-%02dT08:00:00Z".formatted(of));
  }

  private static MigrationDocument migration(String customer, Phase phase, Instant runStartedAt) {
    MigrationDocument m = new MigrationDocument();
    m.customer = customer;
    m.phase = phase;
    m.run = 1;
    m.runStartedAt = runStartedAt;
    m.changedAt = runStartedAt;
    return m;
  }

  private static MigrationDocument committed(String customer, int day) {
    MigrationDocument m = migration(customer, Phase.COMMITTED, day(day));
    m.committedAt = day(day).plusSeconds(3600);
    m.reconciledUntil = day(day).plusSeconds(3000);
    return m;
  }

  private Instant before(MigrationDocument... migrations) {
    return rule.boundary(List.of(migrations), NOW).before();
  }

  @Test
  void shouldNeedNothingWhenNoCustomerHasARun() {
    MigrationDocument requested = migration("acme", Phase.REQUESTED, null);
    requested.run = 0;
    assertThat(before(requested)).isEqualTo(LATEST);
    assertThat(before()).isEqualTo(LATEST);
  }

  @Test
  void shouldKeepTheRecordsOfARunThatIsOn() {
    assertThat(before(migration("acme", Phase.COPYING, day(10)))).isEqualTo(day(10));
    assertThat(before(migration("acme", Phase.REHEARSED, day(1)))).isEqualTo(day(1));
    assertThat(before(migration("acme", Phase.HELD, day(2)))).isEqualTo(day(2));
  }

  @Test
  void shouldKeepTheRecordsForAWeekAfterTheCommitAndThenOnlyWhatIsNotReconciled() {
    assertThat(before(committed("acme", 15))).isEqualTo(day(15));
    MigrationDocument early = committed("globex", 2);
    assertThat(before(early)).isEqualTo(early.reconciledUntil);
    early.reconciledUntil = NOW.minusSeconds(7200);
    assertThat(before(early)).isEqualTo(NOW.minusSeconds(7200));
    early.reconciledUntil = NOW;
    assertThat(before(early)).isEqualTo(LATEST);
  }

  @Test
  void shouldGiveAnotherReasonWhenACustomerNeedsLess() {
    MigrationDocument acme = committed("acme", 19);
    Map<String, String> before = rule.boundary(List.of(acme), NOW).reasons();
    acme.reconciledUntil = NOW.minusSeconds(5);
    assertThat(rule.boundary(List.of(acme), NOW).reasons()).isEqualTo(before);
    acme.forgottenAt = NOW;
    assertThat(rule.boundary(List.of(acme), NOW).reasons()).isNotEqualTo(before);
  }

  @Test
  void shouldLetGoOfACustomerAtOnceWhenItIsForgotten() {
    MigrationDocument acme = committed("acme", 19);
    acme.forgottenAt = NOW.minusSeconds(30);
    assertThat(before(acme)).isEqualTo(acme.reconciledUntil);
    MigrationDocument gone = migration("gone", Phase.CANCELLED, day(19));
    assertThat(before(gone)).isEqualTo(day(19));
    gone.forgottenAt = NOW;
    assertThat(before(gone)).isEqualTo(LATEST);
  }

  @Test
  void shouldKeepWhatAnAlarmIsAboutAlsoOfAForgottenCustomer() {
    MigrationDocument acme = committed("acme", 2);
    acme.forgottenAt = day(3);
    acme.alarm = "a difference";
    assertThat(before(acme)).isEqualTo(day(2));
    acme.alarm = null;
    acme.reconciledUntil = null;
    assertThat(before(acme)).isEqualTo(day(2));
  }

  @Test
  void shouldKeepWhatAReplayReads() {
    MigrationDocument acme = committed("acme", 2);
    acme.forgottenAt = day(3);
    acme.replaying = true;
    assertThat(before(acme)).isEqualTo(day(2));
    acme.replaying = false;
    assertThat(before(acme)).isEqualTo(acme.reconciledUntil);
  }

  @Test
  void shouldKeepEverythingFromTheEarliestRunAndSayWhose() {
    MigrationDocument acme = committed("acme", 2);
    acme.reconciledUntil = day(19);
    Boundary boundary =
        rule.boundary(List.of(acme, migration("globex", Phase.REHEARSED, day(5))), NOW);
    assertThat(boundary.before()).isEqualTo(day(5));
    assertThat(boundary.needs()).extracting(Need::customer).containsExactly("globex", "acme");
    assertThat(boundary.needs().getFirst().why()).contains("is not over").contains("rehearsed");
  }

  @Test
  void shouldKeepEverythingWhileTheBeginOfARunIsNotKnown() {
    assertThat(before(migration("acme", Phase.COMMITTED, null))).isEqualTo(Instant.EPOCH);
  }

  @Test
  void shouldRefuseATimeBelowZero() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new KeepRule(Duration.ofSeconds(-1)))
        .withMessageContaining("GODWIT_KEEP_AFTER_END");
  }
}
