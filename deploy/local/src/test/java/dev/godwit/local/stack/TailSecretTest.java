package dev.godwit.local.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TailSecretTest {
  private static final String VARIABLE = "GODWIT_TAIL_SECRET";
  @TempDir private Path home;

  @Test
  void shouldGiveTheSecretToExtractorAndTransformerAlone() {
    StackSettings settings = settings(Map.of());
    for (Part part : Part.SERVICES) {
      assertThat(new Service(part, settings, "-Dmark").environment().containsKey(VARIABLE))
          .as(part.label())
          .isEqualTo(part == Part.EXTRACTOR || part == Part.TRANSFORMER);
    }
  }

  @Test
  void shouldKeepOneRandomSecretThatItsOwnerAloneReads() throws Exception {
    String secret = TailSecret.of(home);
    assertThat(secret).hasSize(64);
    assertThat(TailSecret.of(home)).isEqualTo(secret);
    assertThat(TailSecret.of(home.resolve("other"))).isNotEqualTo(secret);
    try (var files = Files.walk(home.resolve("data"))) {
      assertThat(files.filter(Files::isRegularFile))
          .singleElement()
          .satisfies(
              file ->
                  assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                      .isEqualTo("rw-------"));
    }
  }

  @Test
  void shouldLeaveASecretOfTheCallerAndTakeItFromOthers() {
    StackSettings settings = settings(Map.of(VARIABLE, "mine"));
    assertThat(new Service(Part.EXTRACTOR, settings, "-Dmark").environment())
        .containsEntry(VARIABLE, "mine");
    assertThat(new Service(Part.LOADER, settings, "-Dmark").environment())
        .doesNotContainKey(VARIABLE);
    assertThat(home.resolve("dir")).doesNotExist();
  }

  private StackSettings settings(Map<String, String> variables) {
    return StackSettings.from(Map.of("GODWIT_HOME", home.toString(), "GODWIT_DIR", "dir"))
        .withVariables(variables);
  }
}
