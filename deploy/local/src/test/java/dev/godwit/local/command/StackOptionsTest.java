package dev.godwit.local.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.godwit.local.demo.DemoCommand;
import dev.godwit.local.stack.StackSettings;
import java.util.Map;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

class StackOptionsTest {
  private final CommandLine demo = new CommandLine(new DemoCommand());

  @Test
  void refusesPacksOfOtherSystemsForASampleCustomer() {
    StackSettings own =
        StackSettings.from(Map.of("GODWIT_HOME", "/somewhere", "GODWIT_PACKS", "/my/packs"));

    assertThatThrownBy(() -> StackOptions.withReferencePacks(own, demo))
        .isInstanceOf(ParameterException.class)
        .hasMessageContaining("Expected GODWIT_PACKS to be unset")
        .hasMessageContaining("'demo'")
        .hasMessageContaining("GODWIT_PACKS=/my/packs");
  }

  @Test
  void takesTheReferencePacks() {
    StackSettings reference = StackSettings.from(Map.of("GODWIT_HOME", "/somewhere"));

    assertThat(StackOptions.withReferencePacks(reference, demo)).isSameAs(reference);
  }
}
