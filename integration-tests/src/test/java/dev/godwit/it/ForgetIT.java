package dev.godwit.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godwit.api.CommandAnswer;
import dev.godwit.api.PersonalDataAnswer;
import dev.godwit.api.PersonalDataAnswer.Left;
import dev.godwit.records.Topics;
import dev.godwit.sampledata.SampleSummary;
import java.nio.charset.StandardCharsets;
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

    CommandAnswer cut = customer.send("TakeCut", ADMINISTRATOR, Map.of());
    assertThat(cut.state()).as("%s", cut.problem()).isEqualTo(CommandAnswer.State.ACCEPTED);
    Conditions.await(
        "a committed customer is forgotten once its last cut has a verdict",
        () ->
            customer.send("ForgetCustomer", ADMINISTRATOR, Map.of()).state()
                == CommandAnswer.State.ACCEPTED);
    Conditions.await(
        "the topics hold nothing of a forgotten customer but what another one needs",
        () -> isEmptyOrNeededByAnother(godwit.client().personalData(customer.id())));

    Customer next = godwit.customer("after-forgotten");
    SampleSummary madeNext = next.create();
    next.rehearseApproveAndStart();
    new MigrationResult(godwit, next).isCommittedExactly(madeNext);
  }

  private List<Left> left(Customer customer) {
    return godwit.client().personalData(customer.id()).left();
  }

  /** Customers of earlier tests of the same stack, whose migrations are not over, keep records. */
  private static boolean isEmptyOrNeededByAnother(PersonalDataAnswer answer) {
    return answer.left().stream()
        .allMatch(
            left ->
                answer.needs().stream()
                    .anyMatch(
                        need ->
                            !need.customer().equals(answer.customer())
                                && !need.from().isAfter(left.newest())));
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
