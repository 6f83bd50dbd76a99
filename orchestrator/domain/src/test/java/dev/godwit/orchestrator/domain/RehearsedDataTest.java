package dev.godwit.orchestrator.domain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godwit.orchestrator.domain.common.Entity;
import dev.godwit.orchestrator.domain.common.EntityPlan;
import dev.godwit.orchestrator.domain.event.EndingEvent.RunRefused;
import dev.godwit.orchestrator.domain.state.IdleState.Approved;
import dev.godwit.orchestrator.domain.state.IdleState.Committed;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A rehearsal says something of the data it was made with, and of little more. */
class RehearsedDataTest extends OneMigration {
  private void startsWith(long contacts, long emails, long engagements) {
    world.systems.conditions.plan = plan(100, 500, 1_000);
    approved();
    world.systems.conditions.plan = plan(contacts, emails, engagements);
    world.send(Commands.start(ACME, "ann"));
    world.workAll();
  }

  private static List<EntityPlan> plan(long contacts, long emails, long engagements) {
    return List.of(
        new EntityPlan(Entity.CONTACTS, contacts, 1, List.of(), false, List.of()),
        new EntityPlan(Entity.EMAILS, emails, 1, List.of(), false, List.of()),
        new EntityPlan(Entity.ENGAGEMENTS, engagements, 1, List.of(), false, List.of()));
  }

  @Test
  void shouldRefuseALiveRunWhenTheCustomerHasGrownALot() {
    startsWith(121, 500, 1_000);
    RunRefused refused = (RunRefused) last();
    assertThat(refused.reasons())
        .singleElement()
        .asString()
        .contains("at most 20 % more", "run 1", "121 rows of CONTACTS after 100");
    assertThat(refused.nextStep()).contains("Rehearse again", "GODWIT_MAX_GROWTH_PERCENT");
    assertThat(world.state(ACME)).isInstanceOf(Approved.class);
    assertThat(world.systems.isSourceEnabled(ACME)).isTrue();
  }

  @Test
  void shouldRefuseALiveRunWhenItsEmailsHaveGrownALot() {
    startsWith(100, 601, 1_000);
    assertThat(last()).isInstanceOf(RunRefused.class);
  }

  @Test
  void shouldAcceptLittleGrowthAndAnyNumberOfOpens() {
    startsWith(120, 600, 900_000);
    assertThat(world.state(ACME)).isInstanceOf(Committed.class);
  }

  @Test
  void shouldAcceptFewerRowsThanWereRehearsed() {
    startsWith(1, 1, 0);
    assertThat(world.state(ACME)).isInstanceOf(Committed.class);
  }

  @Test
  void shouldRefuseALiveRunWhenAnEntityWasNotRehearsed() {
    world.systems.conditions.plan =
        List.of(new EntityPlan(Entity.CONTACTS, 100, 1, List.of(), false, List.of()));
    approved();
    world.systems.conditions.plan = plan(100, 1, 0);
    world.send(Commands.start(ACME, "ann"));
    world.workAll();
    assertThat(last()).isInstanceOf(RunRefused.class);
  }
}
