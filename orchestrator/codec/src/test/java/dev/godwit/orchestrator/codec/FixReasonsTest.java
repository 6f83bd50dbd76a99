package dev.godwit.orchestrator.codec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godwit.common.v1.Stage;
import dev.godwit.orchestrator.domain.common.Fix;
import dev.godwit.records.QuarantineReason;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FixReasonsTest {
  /** Reasons of a whole group or record: no value can be changed to mend them. */
  private static final Set<QuarantineReason> NOT_OF_A_VALUE =
      EnumSet.of(
          QuarantineReason.LARGE_GROUP,
          QuarantineReason.DISAGREEING_GROUP,
          QuarantineReason.UNREADABLE);

  @Test
  void shouldTakeEachReasonOfTheCatalogueThatAValueHas() {
    assertThat(Fix.REASONS)
        .containsExactlyElementsOf(
            Arrays.stream(QuarantineReason.values())
                .filter(reason -> reason.stages().contains(Stage.TRANSFORM))
                .filter(reason -> !NOT_OF_A_VALUE.contains(reason))
                .map(Enum::name)
                .toList());
  }
}
