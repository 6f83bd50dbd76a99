package dev.godwit.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;

class CommandRightsTest {
  @Test
  void shouldAllowWhatARoleMayDoAndNothingElse() {
    Identity operator = new Identity("ann", Set.of(Role.OPERATOR), Set.of());
    assertThat(CommandRights.allows(operator, "StartMigration", "acme")).isTrue();
    assertThat(CommandRights.allows(operator, "ApproveMigration", "acme")).isFalse();
    assertThat(CommandRights.allows(operator, "CheckFreezeBudget", "acme")).isFalse();
  }

  @Test
  void shouldKeepAnIdentityToItsCustomers() {
    Identity approver = new Identity("ben", Set.of(Role.APPROVER), Set.of("acme"));
    assertThat(CommandRights.allows(approver, "ApproveMigration", "acme")).isTrue();
    assertThat(CommandRights.allows(approver, "ApproveMigration", "other")).isFalse();
    assertThat(CommandRights.allows(approver, "PauseProgramme", "*")).isFalse();
  }

  @Test
  void shouldKeepTheProgrammeFromAnIdentityOfOneCustomerWhicheverCustomerItNames() {
    Identity operator = new Identity("ann", Set.of(Role.OPERATOR), Set.of("acme"));
    assertThat(CommandRights.allows(operator, "PauseMigration", "acme")).isTrue();
    assertThat(CommandRights.allows(operator, "PauseProgramme", "acme")).isFalse();
    assertThat(CommandRights.allows(operator, "ResumeProgramme", "")).isFalse();
  }

  @Test
  void shouldLetAnAdministratorSendEveryCommand() {
    Identity administrator = new Identity("eve", Set.of(Role.ADMINISTRATOR), Set.of());
    assertThat(CommandRights.commands())
        .allMatch(command -> CommandRights.allows(administrator, command, "acme"));
  }
}
