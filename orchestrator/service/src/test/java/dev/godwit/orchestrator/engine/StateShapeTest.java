package dev.godwit.orchestrator.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class StateShapeTest {
  enum Two {
    A,
    B
  }

  enum Three {
    A,
    B,
    C
  }

  record Plain(int number, Two kind) {}

  record Nested(Plain plain) {}

  record Listed(List<Long> numbers) {}

  sealed interface State {
    record Begun() implements State {}

    record Ended(String why) implements State {}
  }

  record Holder(State state) {}

  @Test
  void shouldBeTheSameForTheSameShape() {
    assertThat(StateShape.of(Nested.class)).isEqualTo(StateShape.of(Nested.class)).hasSize(8);
  }

  @Test
  void shouldDifferWhenAnythingThatIsReachedDiffers() {
    assertThat(
            Set.of(
                StateShape.of(Plain.class),
                StateShape.of(Nested.class),
                StateShape.of(Listed.class),
                StateShape.of(Holder.class),
                StateShape.of(Two.class),
                StateShape.of(Three.class)))
        .hasSize(6);
  }

  @Test
  void shouldNameEveryComponentThatCanBeReached() {
    assertThat(StateShape.describe(Holder.class, Nested.class, Listed.class))
        .anyMatch(one -> one.endsWith("Nested plain:" + Plain.class))
        .anyMatch(one -> one.endsWith("Plain number:int kind:" + Two.class))
        .anyMatch(one -> one.endsWith("Two[A, B]"))
        .anyMatch(one -> one.endsWith("Ended why:class java.lang.String"))
        .anyMatch(one -> one.endsWith("Listed numbers:java.util.List<java.lang.Long>"));
  }
}
