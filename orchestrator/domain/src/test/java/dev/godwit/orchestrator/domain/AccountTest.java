package dev.godwit.orchestrator.domain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godwit.orchestrator.domain.command.Command;
import dev.godwit.orchestrator.domain.command.Command.RehearseMigration;
import dev.godwit.orchestrator.domain.command.Command.StartMigration;
import dev.godwit.orchestrator.domain.event.RequestEvent.CommandRejected;
import dev.godwit.orchestrator.domain.event.RunEvent.RunStarted;
import dev.godwit.orchestrator.domain.state.IdleState.Committed;
import dev.godwit.orchestrator.domain.task.Task;
import dev.godwit.orchestrator.domain.task.Task.AssessTarget;
import dev.godwit.orchestrator.domain.task.Task.PrepareTarget;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** The account in the target that a command gives, from the rehearsal to the commit. */
class AccountTest extends OneMigration {
  @Test
  void shouldKeepTheAccountOfTheRehearsalUntilTheCommit() {
    world.send(rehearse("", "4711"));
    assertThat(tasks(AssessTarget.class)).containsExactly(new AssessTarget("4711"));
    world.workUntil(PrepareTarget.class);
    assertThat(tasks(PrepareTarget.class)).containsExactly(new PrepareTarget("4711"));
    world.workAll();
    world.send(Commands.approveAll(ACME, "bob"));
    world.send(Commands.start(ACME, "ann"));
    assertThat(tasks(AssessTarget.class)).containsExactly(new AssessTarget("4711"));
    world.workAll();

    assertThat(world.state(ACME)).isInstanceOf(Committed.class);
    assertThat(accounts()).containsExactly("4711", "4711");
  }

  @Test
  void shouldTakeTheAccountOfTheLastCommandThatNamedOne() {
    world.send(rehearse("", "4711"));
    world.workAll();
    world.send(Commands.rehearse(ACME, "ann"));
    world.workAll();
    world.send(rehearse("", "4712"));
    world.workAll();

    assertThat(accounts()).containsExactly("4711", "4711", "4712");
  }

  @Test
  void shouldForgetTheAccountWhenAnotherTargetPackIsNamed() {
    world.send(rehearse("", "4711"));
    world.workAll();
    world.send(rehearse("other-crm", null));

    assertThat(tasks(AssessTarget.class)).containsExactly(new AssessTarget(null));
  }

  @Test
  void shouldForgetTheAccountWhenTheMigrationIsCancelled() {
    world.send(rehearse("", "4711"));
    world.workAll();
    world.send(Commands.cancel(ACME));
    world.send(Commands.rehearse(ACME, "ann"));

    assertThat(tasks(AssessTarget.class)).containsExactly(new AssessTarget(null));
  }

  @Test
  void shouldRejectAStartWithAnotherAccountThanWasRehearsed() {
    world.send(rehearse("", "4711"));
    world.workAll();
    world.send(Commands.approveAll(ACME, "bob"));

    CommandRejected other = world.refused(start("4712"));
    assertThat(other.expected()).isEqualTo("account 4711, with which acme was rehearsed");
    assertThat(other.found()).isEqualTo("account 4712");
    assertThat(other.action()).contains("rehearse again with account 4712");
    world.send(start("4711"));
    world.workAll();
    assertThat(world.state(ACME)).isInstanceOf(Committed.class);
  }

  @Test
  void shouldRejectAStartWithAnAccountWhenThePacksWasRehearsed() {
    approved();

    assertThat(world.refused(start("4711")).expected())
        .isEqualTo("no account: the rehearsal of acme took that of the target pack");
  }

  @Test
  void shouldRejectAnAccountThatIsNoText() {
    assertThat(world.refused(rehearse("", " ")).found()).isEqualTo("nothing");
    assertThat(world.refused(rehearse("", "a\tb")).expected()).startsWith("account: text without");
    assertThat(world.refused(start("x".repeat(201))).found()).isEqualTo("201 characters");
  }

  private static Command rehearse(String targetPack, String account) {
    return new RehearseMigration(null, ACME, "ann", "", "", targetPack, account);
  }

  private static Command start(String account) {
    return new StartMigration(null, ACME, "ann", "", account);
  }

  private List<String> accounts() {
    return world.history.stream()
        .map(one -> one.event() instanceof RunStarted e ? e.account() : null)
        .filter(Objects::nonNull)
        .toList();
  }

  private List<Task> tasks(Class<? extends Task> type) {
    return world.pending.stream()
        .map(one -> one.task())
        .filter(type::isInstance)
        .map(Task.class::cast)
        .toList();
  }
}
