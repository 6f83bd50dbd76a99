package dev.godwit.local.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ParameterException;

class LiveOptionTest {
  @Command(name = "any")
  private static final class Any {
    @Mixin private LiveOption live;
  }

  @Test
  void shouldPreferTheGivenRateToTheDefault() {
    assertThat(parsed()).isEqualTo(7);
    assertThat(parsed("--live", "2000")).isEqualTo(2_000);
    assertThat(parsed("--live", "0.5")).isEqualTo(0.5);
    assertThat(parsed("--live", "none")).isZero();
    assertThat(parsed("--live", "max")).isInfinite();
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-1", "1e7", "NaN", "Infinity", "many"})
  void shouldRefuseAnythingElseWithWhatWasExpected(String value) {
    assertThatThrownBy(() -> parsed("--live", value))
        .isInstanceOf(ParameterException.class)
        .hasMessageContaining("max or none")
        .hasMessageContaining(value);
  }

  private static double parsed(String... arguments) {
    Any any = new Any();
    CommandLine command = new CommandLine(any);
    command.parseArgs(arguments);
    return any.live.eventsPerSecond(command, 7);
  }
}
