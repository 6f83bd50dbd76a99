package dev.godwit.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.godwit.api.CommandAnswer;
import dev.godwit.api.Phase;
import dev.godwit.api.RunOutcome;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedStack.class)
class BadInputIT {
  private final RunningGodwit godwit;

  BadInputIT(RunningGodwit godwit) {
    this.godwit = godwit;
  }

  @Test
  void shouldFailTheAssessmentWithTheNameWhenTheCustomerIsUnknown() {
    Customer unknown = godwit.customer("nobody");

    unknown.beginRehearsal();

    unknown.awaitOutcome(RunOutcome.FAILED);
    assertThat(unknown.report().failure().what()).contains(unknown.id());
    assertThat(unknown.migration().next()).isNotBlank();
  }

  @Test
  void shouldRefuseALiveRunBeforeTheFreezeWhenTheTargetHasRows() {
    Customer customer = godwit.customer("leftovers");
    customer.create(50, 100, 250);
    customer.rehearse();
    customer.approve();
    godwit
        .databases()
        .executeTarget("insert into crm.account (customer_id) values (?)", customer.id());
    godwit
        .databases()
        .executeTarget(
            """
            insert into crm.contact (id, customer_id, legacy_id, address, consent)
            values (gen_random_uuid(), ?, 'x', 'left@over.example', 'unknown')""",
            customer.id());

    customer.beginLiveRun();

    customer.awaitOutcome(RunOutcome.REFUSED);
    assertThat(customer.events("FreezeStarted")).isZero();
    assertThat(new MigrationResult(godwit, customer).frozen()).isFalse();
    assertThat(new MigrationResult(godwit, customer).live().count("contact")).isEqualTo(1);
    godwit
        .databases()
        .executeTarget("delete from crm.contact where customer_id = ?", customer.id());
    godwit
        .databases()
        .executeTarget("delete from crm.account where customer_id = ?", customer.id());
  }

  @Test
  void shouldRejectAStartWhenThereIsNoRehearsal() {
    Customer customer = godwit.customer("hasty");

    rejected(customer.send("StartMigration", Customer.REQUESTER, Map.of()), "passed and approved");
  }

  @Test
  void shouldRejectAStartWithoutAnApprovalAndAnApprovalByTheRequester() {
    Customer customer = godwit.customer("alone");
    customer.create(50, 100, 250);
    customer.rehearse();

    rejected(
        customer.send("StartMigration", Customer.REQUESTER, Map.of()), "an approved rehearsal");
    assertThatThrownBy(
            () ->
                customer.send(
                    "ApproveMigration", Customer.REQUESTER, Map.of("waiveFindings", true)))
        .hasMessageContaining("an identity with the role 'approver'");
    assertThat(customer.migration().phase()).isEqualTo(Phase.REHEARSED);
  }

  @Test
  void shouldRejectALiveRunWhenAnotherOneIsOpen() {
    Customer second = godwit.customer("second");
    second.create(50, 100, 250);
    second.rehearse();
    second.approve();
    Customer first = godwit.customer("first");
    first.create();
    first.rehearseApproveAndStart();

    rejected(second.send("StartMigration", Customer.REQUESTER, Map.of()), "no other live run on");
    rejected(first.send("StartMigration", Customer.REQUESTER, Map.of()), "no run on");

    first.awaitOutcome(RunOutcome.COMMITTED);
    second.beginLiveRun();
    second.awaitOutcome(RunOutcome.COMMITTED);
  }

  @Test
  void shouldRejectBytesThatAreNoCommandAndGoOn() {
    CommandTopic commands = new CommandTopic(godwit);
    long before = commands.rejections();

    commands.publish("garbage", new byte[] {7, 8, 9});
    commands.publish(
        "garbage", "not json either".getBytes(java.nio.charset.StandardCharsets.UTF_8));
    commands.publish("garbage", new byte[] {0, 0, 0, 0, 99, 1, 2});

    Conditions.await("three rejections", () -> commands.rejections() == before + 3);
    Customer customer = godwit.customer("after-garbage");
    customer.create(50, 100, 250);
    customer.rehearse();
  }

  @Test
  void shouldNameTheFieldWhenAJsonCommandLacksOne() {
    CommandTopic commands = new CommandTopic(godwit);
    String id = UUID.randomUUID().toString();

    commands.publish(
        "lacking", "{\"command\":\"RehearseMigration\",\"commandId\":\"%s\"}".formatted(id));

    CommandAnswer answer = godwit.customer("lacking").answer(id);
    rejected(answer, "customer");
  }

  @Test
  void shouldRehearseWhenAPlainProducerSendsAJsonCommand() {
    Customer customer = godwit.customer("kcat");
    customer.create(50, 100, 250);
    String id = UUID.randomUUID().toString();

    new CommandTopic(godwit)
        .publish(
            customer.id(),
            "{\"command\":\"RehearseMigration\",\"commandId\":\"%s\",\"customer\":\"%s\"}"
                .formatted(id, customer.id()));

    assertThat(customer.answer(id).state()).isEqualTo(CommandAnswer.State.ACCEPTED);
    customer.awaitOutcome(RunOutcome.PASSED);
  }

  @Test
  void shouldAnswerOnceWhenACommandComesTwice() {
    Customer customer = godwit.customer("twice");
    customer.create(50, 100, 250);
    String json = "{\"command\":\"RehearseMigration\",\"commandId\":\"%s\",\"customer\":\"%s\"}";
    String id = UUID.randomUUID().toString();
    CommandTopic commands = new CommandTopic(godwit);

    commands.publish(customer.id(), json.formatted(id, customer.id()));
    commands.publish(customer.id(), json.formatted(id, customer.id()));

    customer.answer(id);
    customer.awaitOutcome(RunOutcome.PASSED);
    assertThat(customer.events().stream().filter(e -> e.event().equals("RunStarted"))).hasSize(1);
    assertThat(customer.events().stream().filter(e -> e.event().equals("CommandRejected")))
        .isEmpty();
  }

  private static void rejected(CommandAnswer answer, String expected) {
    assertThat(answer.state()).isEqualTo(CommandAnswer.State.REJECTED);
    assertThat(answer.problem().expected()).contains(expected);
    assertThat(answer.problem().found()).isNotBlank();
    assertThat(answer.problem().action()).isNotBlank();
  }
}
