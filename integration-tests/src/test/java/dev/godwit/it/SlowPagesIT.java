package dev.godwit.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godwit.api.CommandAnswer;
import dev.godwit.api.Phase;
import dev.godwit.api.ProbesAnswer.Outcome;
import dev.godwit.api.ProbesAnswer.Probe;
import dev.godwit.api.RunOutcome;
import dev.godwit.api.WhyAnswer;
import dev.godwit.local.stack.Part;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A page of the target that is slow in staging, and slower in the live schema. */
@ExtendWith(SharedStack.class)
class SlowPagesIT {
  private static final String PACK = "slow-crm";
  private static final String FINDING = "SLOW_PROBE.ACCOUNT";
  private static final String PAGES =
      """
      probes:
        measure:
          name: contacts
          query: select count(*) from {schema}.contact where customer_id = :customer
        pages:
          - name: account
            limit-millis: 50
            draws: 1
            runs: 2
            query: |
              select pg_sleep(case when '{schema}' = 'crm' then 2 else 0.1 end)
              from {schema}.account
              where customer_id = :customer

      entities:
      """;

  private final RunningGodwit godwit;

  SlowPagesIT(RunningGodwit godwit) {
    this.godwit = godwit;
  }

  @Test
  void shouldHoldTheCommitForAPageThatIsSlowerThanWasAccepted() throws IOException {
    addPack();
    Customer customer = godwit.customer("slow");
    customer.create(100, 100, 100);
    customer.send("RehearseMigration", Customer.REQUESTER, Map.of("targetPack", PACK));
    customer.awaitOutcome(RunOutcome.UNDECIDED);
    Probe staged = page(customer);
    assertThat(staged.finding()).isEqualTo(FINDING);
    assertThat(staged.warm().p50Micros()).isBetween(100_000L, 1_900_000L);

    CommandAnswer refused =
        customer.send("ApproveMigration", Customer.APPROVER, Map.of("waiveFindings", true));
    assertThat(refused.state()).isEqualTo(CommandAnswer.State.REJECTED);
    assertThat(refused.problem().found())
        .contains("CONTACTS " + FINDING + ": this page of the target takes ");
    customer.approveWith(waiver(1_900));
    customer.beginLiveRun();
    customer.awaitEvents("ProbesStarted", 1);
    godwit.kill(Part.VALIDATOR);
    godwit.startAgain(Part.VALIDATOR);
    customer.awaitOutcome(RunOutcome.HELD);

    assertThat(customer.migration().phase()).isEqualTo(Phase.HELD);
    assertThat(customer.events("ProbesMeasured")).isEqualTo(1);
    Probe live = page(customer);
    assertThat(live.warm().p50Micros()).isGreaterThanOrEqualTo(2_000_000);
    assertThat(live.acceptedUpTo()).isEqualTo(1_900);
    assertThat(godwit.client().why(customer.id()).reasons())
        .extracting(WhyAnswer.Reason::runbook)
        .contains("deploy/runbooks/slow-pages.md");
    customer.send("WaiveFindings", Customer.APPROVER, Map.of("waivers", List.of(waiver(9_000))));
    customer.awaitEvents("MigrationCommitted", 1);
    customer.awaitOutcome(RunOutcome.COMMITTED);
  }

  private Probe page(Customer customer) {
    assertThat(customer.report().probes().measure()).isEqualTo("contacts");
    assertThat(customer.report().probes().amount()).isPositive();
    List<Probe> pages = customer.report().probes().probes();
    assertThat(pages).extracting(Probe::outcome).containsExactly(Outcome.MEASURED);
    return pages.getFirst();
  }

  private static Map<String, Object> waiver(long upToMillis) {
    return Map.of(
        "entity", "CONTACTS", "reason", FINDING, "upTo", upToMillis, "why", "known to be slow");
  }

  private void addPack() throws IOException {
    Path reference =
        godwit.stack().settings().dir().resolve("packs").resolve("reference-crm/pack.yaml");
    String text = Files.readString(reference).replace("pack: reference-crm", "pack: " + PACK);
    int from = text.indexOf("probes:\n");
    int to = text.indexOf("entities:\n", from);
    godwit.addPack(
        PACK, text.substring(0, from) + PAGES + text.substring(to + "entities:\n".length()));
  }
}
