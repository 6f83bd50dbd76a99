package dev.godwit.local.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godwit.local.chaos.check.BothEnabledWatch;
import dev.godwit.local.chaos.check.Database;
import dev.godwit.local.chaos.check.Finding;
import dev.godwit.local.chaos.check.InvariantCheck;
import dev.godwit.local.chaos.check.SourceState;
import dev.godwit.local.stack.StackSettings;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * A dozen fixed cases of the kill matrix on one stack, and a checker that finds what is broken on
 * purpose. {@code ./godwit chaos --nightly} runs all.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ChaosIT {
  private static final List<String> CHOSEN =
      List.of(
          "extractor.freeze.after-commit",
          "extractor.thaw.before-commit",
          "extractor:transaction.before-commit",
          "transformer.batch.before-commit",
          "loader.batch.before-commit",
          "loader.batch.after-commit",
          "loader.enable.after-commit",
          "loader.purge.after-fence",
          "validator:transaction.after-commit",
          "orchestrator.record.before-commit",
          "webhooks.events.before-answer",
          "target: connections cut");

  private static final String SECOND = "00000000-0000-8000-8000-000000000001";

  private ChaosSession session;

  @BeforeAll
  void start() {
    session = ChaosSession.start(StackSettings.fromEnvironment(), line -> {});
  }

  @AfterAll
  void stop() {
    session.close();
  }

  @Test
  void shouldKeepTheInvariantsWhenARunIsDisturbed() throws InterruptedException {
    List<ChaosCase> cases = new ArrayList<>();
    for (String label : CHOSEN) {
      List<ChaosTarget> target =
          ChaosTargets.all().stream().filter(one -> one.label().equals(label)).toList();
      assertThat(target).as(label).hasSize(1);
      cases.addAll(ChaosCase.of(1 + cases.size(), 1, target));
    }

    List<CaseResult> results = session.run(cases, () -> true, result -> {});

    assertThat(results)
        .hasSameSizeAs(CHOSEN)
        .allSatisfy(
            result ->
                assertThat(result.findings())
                    .as("%s %s %s", result.of(), result.customer(), result.of().repeat())
                    .isEmpty());
    findsWhatIsBroken(
        results.stream()
            .filter(result -> result.outcome().equals("MigrationCommitted"))
            .filter(result -> !result.of().scenario().isLive())
            .findFirst()
            .orElseThrow());
  }

  /** Each break is mended before the next; so the checker is good again at the end. */
  private void findsWhatIsBroken(CaseResult committed) {
    String customer = committed.customer();
    ChaosStack chaos = session.stack();
    Database source = chaos.source();
    Database target = chaos.target();
    InvariantCheck check = chaos.check();
    SourceState state = SourceState.before(source, customer);
    int run = committed.run();
    String engagement =
        "(select id from crm.engagement where customer_id = '%s' order by id limit 1)"
            .formatted(customer);

    target.execute(
        "create table if not exists public.kept as select * from crm.engagement limit 0");
    target.execute("insert into public.kept select * from crm.engagement where id = " + engagement);
    target.execute("delete from crm.engagement where id = " + engagement);
    assertThat(check.committed(customer, run, state, false))
        .extracting(Finding::kind)
        .containsExactly(Finding.Kind.LOST);
    target.execute("insert into crm.engagement select * from public.kept");

    target.execute(
        "insert into crm.engagement select '"
            + SECOND
            + "'::uuid, email_id, customer_id, kind, url, agent, occurred_at from public.kept");
    assertThat(check.committed(customer, run, state, false))
        .extracting(Finding::kind)
        .containsExactly(Finding.Kind.TWICE);
    target.execute("delete from crm.engagement where id = '" + SECOND + "'");

    target.execute(
        "update crm.engagement set customer_id = 'stranger' where id in (select id from"
            + " public.kept)");
    assertThat(check.committed(customer, run, state, false))
        .extracting(Finding::invariant)
        .contains(8);
    target.execute(
        "update crm.engagement set customer_id = ? where id in (select id from public.kept)",
        customer);

    source.execute("update customer set status = 'active' where id = ?", customer);
    assertThat(check.committed(customer, run, state, false))
        .extracting(Finding::invariant)
        .containsExactly(1);
    assertThat(check.asBefore(customer, state)).extracting(Finding::invariant).contains(6);
    try (BothEnabledWatch both = new BothEnabledWatch(source, target, customer)) {
      Awaitility.await().until(() -> !both.findings().isEmpty());
    }
    source.execute("update customer set status = 'frozen' where id = ?", customer);

    assertThat(check.committed(customer, run, state, false)).isEmpty();
  }
}
