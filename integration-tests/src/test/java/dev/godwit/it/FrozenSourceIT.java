package dev.godwit.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godwit.api.RunOutcome;
import dev.godwit.api.StoryLine;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Somebody writes to the source although the customer is frozen. */
@ExtendWith(SharedStack.class)
class FrozenSourceIT {
  private final RunningGodwit godwit;

  FrozenSourceIT(RunningGodwit godwit) {
    this.godwit = godwit;
  }

  @Test
  void shouldNotCommitUntilAWriteThatGotPastTheFreezeIsTakenBack() {
    Customer customer = godwit.customer("written");
    customer.create(50, 100, 250);
    customer.rehearse();
    customer.approve();
    customer.beginLiveRun();
    customer.awaitEvents("ExtractionPlanned", 1);
    write(customer, "subject || ' (changed)'");

    customer.awaitEvents("RunHeld", 1);

    String email = firstEmail(customer);
    assertThat(customer.events())
        .filteredOn(one -> one.event().equals("StageFailed"))
        .singleElement()
        .extracting(StoryLine::text)
        .asString()
        .contains("failed on EMAILS", "1 changed, 0 new, 0 gone: " + email, "(changed)");
    assertThat(customer.events("CommitStarted")).isZero();
    assertThat(enabled(customer)).as("the target is not enabled").isZero();

    write(customer, "replace(subject, ' (changed)', '')");
    customer.send("ResumeMigration", "ann", Map.of("why", "taken back"));
    customer.awaitOutcome(RunOutcome.COMMITTED);
    assertThat(customer.events("SourceRechecked")).isOne();
    assertThat(enabled(customer)).isOne();
  }

  /** As a job does whose role is excepted from the triggers of the freeze. */
  private void write(Customer customer, String subject) {
    godwit
        .databases()
        .executeSource(
            """
            do $$ begin
              perform set_config('session_replication_role', 'replica', true);
              update email set subject = %s where id = %s;
            end $$"""
                .formatted(subject, firstEmail(customer)));
  }

  private String firstEmail(Customer customer) {
    return godwit
        .databases()
        .sourceRows(
            "select min(id)::text from email where customer_id = ? and subject <> ''",
            customer.id())
        .getFirst()
        .getFirst();
  }

  private long enabled(Customer customer) {
    return godwit
        .databases()
        .countTarget(
            "select count(*) from crm.account where customer_id = ? and enabled", customer.id());
  }
}
