package dev.godwit.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godwit.api.CommandAnswer;
import dev.godwit.api.MigrationAnswer;
import dev.godwit.api.PersonalDataAnswer;
import dev.godwit.api.PersonalDataAnswer.Left;
import dev.godwit.api.PersonalDataAnswer.Need;
import dev.godwit.records.Topics;
import dev.godwit.sampledata.SampleSummary;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Personal data goes once nobody needs it, and the history never has any. */
@ExtendWith(SharedStack.class)
class ForgetIT {
  private static final String ADMINISTRATOR = "admin";

  private final RunningGodwit godwit;

  ForgetIT(RunningGodwit godwit) {
    this.godwit = godwit;
  }

  @Test
  void shouldLeaveNothingInTheTopicsOfACustomerThatIsForgottenAndGoOnWithTheNext() {
    Customer customer = godwit.customer("forgotten");
    SampleSummary made = customer.create();
    customer.rehearseApproveAndStart();
    new MigrationResult(godwit, customer).isCommittedExactly(made);
    assertThat(left(customer)).extracting(Left::topic).contains(Topics.QUARANTINE);
    assertNoPersonalDataInTheHistory(customer);

    letGoOfAllOthers(customer);
    CommandAnswer answer = customer.send("ForgetCustomer", ADMINISTRATOR, Map.of());
    assertThat(answer.state()).as("%s", answer.problem()).isEqualTo(CommandAnswer.State.ACCEPTED);
    Conditions.await(
        "the topics hold nothing of a forgotten customer, or need it for another one",
        () -> left(customer).isEmpty());

    Customer next = godwit.customer("after-forgotten");
    SampleSummary madeNext = next.create();
    next.rehearseApproveAndStart();
    new MigrationResult(godwit, next).isCommittedExactly(madeNext);
  }

  private List<Left> left(Customer customer) {
    return godwit.client().personalData(customer.id()).left();
  }

  /** Earlier tests of the same stack left customers whose runs would keep what comes after them. */
  private void letGoOfAllOthers(Customer but) {
    PersonalDataAnswer answer = godwit.client().personalData(but.id());
    Set<String> known = new HashSet<>();
    for (MigrationAnswer migration : godwit.client().migrations()) {
      known.add(migration.customer());
    }
    Instant now = Instant.now();
    for (Need need : answer.needs()) {
      if (need.customer().equals(but.id()) || !known.contains(need.customer())) {
        continue;
      }
      assertThat(need.from()).isBefore(now);
      Customer other = godwit.known(need.customer());
      other.endRun();
      other.send("CancelMigration", ADMINISTRATOR, Map.of());
      other.send("ForgetCustomer", ADMINISTRATOR, Map.of());
    }
  }

  private void assertNoPersonalDataInTheHistory(Customer customer) {
    Set<String> values = new HashSet<>();
    godwit
        .databases()
        .sourceRows(
            "select email, given_name || ' ' || family_name from contact where customer_id = ?",
            customer.id())
        .forEach(values::addAll);
    values.removeIf(value -> value == null || value.strip().length() < 5);
    assertThat(values).hasSizeGreaterThan(100);
    for (ConsumerRecord<byte[], byte[]> record : new TopicReader(godwit).raw(Topics.EVENTS)) {
      String text = new String(record.value(), StandardCharsets.UTF_8);
      assertThat(values).as("event at %d", record.offset()).noneMatch(text::contains);
    }
  }
}
