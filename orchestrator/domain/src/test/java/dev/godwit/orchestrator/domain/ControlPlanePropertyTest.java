package dev.godwit.orchestrator.domain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godwit.orchestrator.domain.common.SqlPoint;
import dev.godwit.orchestrator.domain.decide.Settings;
import dev.godwit.orchestrator.domain.state.MigrationState.Active;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/**
 * Random commands, tasks done in any order, answers lost, repeated and made up: {@link Simulation}
 * looks at the invariants after every step.
 */
class ControlPlanePropertyTest {

  @Property(tries = 400)
  void shouldKeepEveryInvariantWhenInputsAreRandom(
      @ForAll @Size(min = 40, max = 300) List<@IntRange(min = 0, max = 9_999) Integer> choices) {
    Simulation world = world(choices);
    RandomInputs inputs = new RandomInputs(world);
    choices.forEach(inputs::next);
    world.checkRebuild();
  }

  /** Every other target pack has SQL to run at all points. */
  private static Simulation world(List<Integer> choices) {
    Simulation world = new Simulation(settings(choices));
    if (choices.getFirst() % 2 == 0) {
      world.systems.conditions.points =
          List.of(SqlPoint.BEFORE_LOAD, SqlPoint.AFTER_LOAD, SqlPoint.BEFORE_ENABLE);
    }
    return world;
  }

  private static Settings settings(List<Integer> choices) {
    return choices.getFirst() % 4 == 0 ? Simulation.ROLLING_BACK : Simulation.HOLDING;
  }

  @Property(tries = 150)
  void shouldEndEveryRunWhenTheTroubleIsOver(
      @ForAll @Size(min = 40, max = 200) List<@IntRange(min = 0, max = 9_999) Integer> choices) {
    Simulation world = world(choices);
    RandomInputs inputs = new RandomInputs(world);
    choices.forEach(inputs::next);
    inputs.endTrouble();
    for (String customer : RandomInputs.CUSTOMERS) {
      assertThat(world.state(customer)).isNotInstanceOf(Active.class);
      assertThat(world.systems.isSourceEnabled(customer) != world.systems.isTargetEnabled(customer))
          .isTrue();
    }
    assertThat(world.programme().live()).isEmpty();
    world.checkRebuild();
  }
}
