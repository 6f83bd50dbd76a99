package dev.godwit.orchestrator.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.godwit.identity.signature.CommandKeys;
import dev.godwit.identity.signature.KeyFileException;
import dev.godwit.identity.signature.KeySetText;
import dev.godwit.identity.signature.SigningKey;
import dev.godwit.orchestrator.OrchestratorSettings;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TrustTest {
  private static final Duration LIFE = Duration.ofMinutes(10);

  @Test
  void shouldAllowTheDefaultAndWhatAnInstallationAdds() {
    UnsignedCommands standard =
        UnsignedCommands.of(List.of(OrchestratorSettings.Commands.UNSIGNED.split(",")));
    assertThat(standard.allow("StartMigration")).isTrue();
    assertThat(standard.allow("RollBackMigration")).isFalse();
    UnsignedCommands more = UnsignedCommands.of(List.of(" RollBackMigration ", "TakeCut"));
    assertThat(more.names()).containsExactly("RollBackMigration", "TakeCut");
    assertThat(UnsignedCommands.of(List.of("none")).text()).isEqualTo("none");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ApproveMigration",
        "WaiveFindings",
        "DecideMerges",
        "DecideFix",
        "UndoDecision",
        "ReplayStage",
        "RedriveQuarantine",
        "RepairMigration",
        "ResumeReplay",
        "CheckFreezeBudget",
        "StartMigratoin",
        ""
      })
  void shouldRefuseASettingByWhichAnybodyCouldDecide(String command) {
    assertThatThrownBy(() -> UnsignedCommands.of(List.of("StartMigration", command)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("GODWIT_UNSIGNED_COMMANDS");
    assertThatThrownBy(() -> UnsignedCommands.of(List.of("none", "TakeCut")))
        .hasMessageContaining("found both");
  }

  @Test
  void shouldRefuseAKeyOfAnotherInstallation() {
    CommandKeys keys = CommandKeys.parse(new KeySetText("here").text(), "keys");
    SigningKey other = SigningKey.generate("there", "orchestrator");
    assertThatThrownBy(() -> CommandTrust.of(() -> keys, other, LIFE))
        .isInstanceOf(KeyFileException.class)
        .hasMessageContaining("installation here");
    assertThat(CommandTrust.of(() -> keys, null, LIFE).keys().all())
        .singleElement()
        .satisfies(own -> assertThat(own.vouches()).isTrue());
    assertThat(CommandTrust.of(null, other, LIFE).keys().installation()).isEqualTo("there");
  }
}
