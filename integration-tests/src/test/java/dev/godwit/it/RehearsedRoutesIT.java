package dev.godwit.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godwit.api.CommandAnswer;
import dev.godwit.api.RunOutcome;
import dev.godwit.api.StoryLine;
import dev.godwit.local.stack.Part;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A rehearsal tries every route of live engagement, and purges what it sent. */
@ExtendWith(SharedStack.class)
class RehearsedRoutesIT {
  private final RunningGodwit godwit;

  RehearsedRoutesIT(RunningGodwit godwit) {
    this.godwit = godwit;
  }

  @Test
  void shouldTryTopicTailAndEveryProviderThatIsSetUpAndLeaveNothing() {
    Customer customer = godwit.customer("routes");
    customer.create(60, 120, 240);
    long opens = opensAndClicks(customer);

    customer.rehearse();

    assertThat(text(customer, "LiveRehearsed"))
        .contains("arrived: topic 4 of 4", "tail 3 of 3")
        .contains("webhook:mailgun 3 of 3", "webhook:mandrill 3 of 3")
        .contains("webhook:postmark 3 of 3", "webhook:sendgrid 3 of 3")
        .doesNotContain("webhook:ses");
    MigrationResult result = new MigrationResult(godwit, customer);
    assertThat(result.staging().all()).isZero();
    assertThat(
            godwit
                .databases()
                .countTarget(
                    "select count(*) from godwit.rehearsed_live where run_id = ?", result.runId()))
        .isZero();
    customer.approve();
    customer.beginLiveRun();
    customer.awaitOutcome(RunOutcome.COMMITTED);
    assertThat(opensAndClicks(customer))
        .as("nothing synthetic came to the source")
        .isEqualTo(opens);
    assertThat(customer.report().verdict().reconciled()).isTrue();
  }

  @Test
  void shouldReportTheRouteAndRequireAWaiverWhenTheWebhooksDoNotAnswer() {
    Customer customer = godwit.customer("silent");
    customer.create(20, 40, 80);
    godwit.kill(Part.WEBHOOKS);
    try {
      customer.beginRehearsal();
      customer.awaitOutcome(RunOutcome.UNDECIDED);
    } finally {
      godwit.startAgain(Part.WEBHOOKS);
    }

    assertThat(text(customer, "LiveRehearsed"))
        .contains("topic 4 of 4", "the answer of the webhooks process");
    CommandAnswer refused =
        customer.send("ApproveMigration", Customer.APPROVER, Map.of("waiveFindings", true));
    assertThat(refused.state()).isEqualTo(CommandAnswer.State.REJECTED);
    customer.approveWith(
        Map.of(
            "entity",
            "ENGAGEMENTS",
            "reason",
            "LIVE_ROUTE_WEBHOOKS",
            "upTo",
            1,
            "why",
            "it was down"));
    assertThat(new MigrationResult(godwit, customer).staging().all()).isZero();
  }

  private static String text(Customer customer, String event) {
    List<String> texts =
        customer.events().stream()
            .filter(line -> line.event().equals(event))
            .map(StoryLine::text)
            .toList();
    assertThat(texts).as(event).hasSize(1);
    return texts.getFirst();
  }

  private long opensAndClicks(Customer customer) {
    return godwit
        .databases()
        .countSource("select count(*) from engagement where customer_id = ?", customer.id());
  }
}
