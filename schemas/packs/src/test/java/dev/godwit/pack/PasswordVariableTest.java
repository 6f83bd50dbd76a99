package dev.godwit.pack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PasswordVariableTest {
  @TempDir private Path dir;

  @Test
  void shouldReadAPasswordFromTheVariableOrFromItsFile() throws Exception {
    Path file = Files.writeString(dir.resolve("password"), "of-the-file\n");
    assertThat(PasswordVariable.read("P", Map.of("P", "itself")::get)).isEqualTo("itself");
    assertThat(PasswordVariable.read("P", Map.of("P_FILE", file.toString())::get))
        .isEqualTo("of-the-file");
    assertThat(PasswordVariable.read("P", Map.<String, String>of()::get)).isNull();
  }

  @Test
  void shouldNameTheVariableThatIsWrong() {
    assertThatThrownBy(
            () -> PasswordVariable.read("P", Map.of("P", "hunter2", "P_FILE", "/x")::get))
        .hasMessageContaining("P_FILE")
        .hasMessageNotContaining("hunter2");
    assertThatThrownBy(() -> PasswordVariable.read("P", Map.of("P_FILE", "/no/such")::get))
        .hasMessageContaining("P_FILE");
  }
}
