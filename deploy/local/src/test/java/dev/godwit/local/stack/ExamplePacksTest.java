package dev.godwit.local.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExamplePacksTest {
  @TempDir private Path home;

  @Test
  void shouldLeaveAStackTheReferencePacksAloneUntilAnExampleIsUsed() throws IOException {
    Path crm = pack("reference/reference-crm");
    Path desk = pack("newsroom/newsroom-desk");
    StackSettings settings = StackSettings.from(Map.of("GODWIT_HOME", home.toString()));
    assertThat(settings.serviceEnvironment())
        .containsEntry("GODWIT_PACKS", home.resolve("schemas/packs/reference").toString())
        .doesNotContainKey("GODWIT_TARGET_PACK");

    assertThat(settings.addExamplePacks()).isTrue();
    assertThat(settings.addExamplePacks()).isFalse();

    Path folder = Path.of(settings.serviceEnvironment().get("GODWIT_PACKS"));
    assertThat(settings.serviceEnvironment()).containsEntry("GODWIT_TARGET_PACK", "reference-crm");
    assertThat(folder.resolve("reference-crm/pack.yaml")).hasContent("reference/reference-crm");
    assertThat(folder.resolve("newsroom-desk/pack.yaml")).hasContent("newsroom/newsroom-desk");

    new Stack(settings).deleteData();
    assertThat(folder).doesNotExist();
    assertThat(crm).exists();
    assertThat(desk).exists();
    assertThat(settings.serviceEnvironment()).doesNotContainKey("GODWIT_TARGET_PACK");
  }

  private Path pack(String name) throws IOException {
    Path folder = home.resolve("schemas/packs").resolve(name);
    Files.createDirectories(folder);
    return Files.writeString(folder.resolve("pack.yaml"), name);
  }
}
