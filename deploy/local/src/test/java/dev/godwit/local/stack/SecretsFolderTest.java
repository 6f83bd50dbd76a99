package dev.godwit.local.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretsFolderTest {
  @TempDir private Path stack;

  @Test
  void shouldLetTheOwnerAloneReadASecret() throws IOException {
    SecretsFolder secrets = new SecretsFolder(stack);
    secrets.make("postgres");
    assertThat(rights(secrets.file("postgres"))).isEqualTo("rw-------");
    assertThat(rights(secrets.file("postgres").getParent())).isEqualTo("rwx------");
  }

  @Test
  void shouldTakeTheRightsOfOthersFromAFolderThatHadThem() throws IOException {
    Files.createDirectory(
        stack.resolve("secrets"),
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
    new SecretsFolder(stack).make("one");
    assertThat(rights(stack.resolve("secrets"))).isEqualTo("rwx------");
  }

  @Test
  void shouldDrawEachSecretOnceAndDifferently() {
    SecretsFolder secrets = new SecretsFolder(stack);
    assertThat(secrets.read("a")).isEmpty();
    String drawn = secrets.make("a");
    assertThat(drawn).matches("[A-Za-z0-9_-]{32}");
    assertThat(secrets.make("a")).isEqualTo(drawn);
    assertThat(secrets.make("b")).isNotEqualTo(drawn);
    assertThat(new SecretsFolder(stack).read("a")).contains(drawn);
  }

  @Test
  void shouldGiveAllWritersOfANewSecretTheSameTextAndLeaveNoOtherFile() throws Exception {
    List<Callable<String>> writers = new ArrayList<>();
    for (int i = 0; i < 16; i++) {
      writers.add(() -> new SecretsFolder(stack).make("shared"));
    }
    try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
      HashSet<String> texts = new HashSet<>();
      for (Future<String> text : threads.invokeAll(writers)) {
        texts.add(text.get());
      }
      assertThat(texts).hasSize(1);
    }
    try (Stream<Path> files = Files.list(stack.resolve("secrets"))) {
      assertThat(files.map(file -> file.getFileName().toString())).containsExactly("shared");
    }
  }

  @Test
  void shouldCloseTheFoldersOfAStackToOthers() throws IOException {
    Path dir = stack.resolve("new");
    SecretsFolder.makeStackFolder(dir);
    assertThat(rights(dir)).isEqualTo("rwx------");
    assertThat(rights(dir.resolve("data"))).isEqualTo("rwx------");
    assertThat(rights(dir.resolve("logs"))).isEqualTo("rwx------");
  }

  private static String rights(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }
}
