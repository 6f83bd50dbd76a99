package dev.godwit.linkage.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpillFolderTest {
  @TempDir Path parent;

  @Test
  void shouldDeleteItsFilesWhenItIsClosed() throws IOException {
    try (SpillFolder folder = SpillFolder.in(parent)) {
      Files.writeString(folder.file("rows"), "personal data");
      assertThat(folders()).hasSize(1);
    }
    assertThat(folders()).isEmpty();
  }

  @Test
  void shouldDeleteWhatAKilledProcessLeftButNotWhatIsInUse() throws IOException {
    Path left = Files.createDirectory(parent.resolve("godwit-linkage-1"));
    Files.createFile(left.resolve("lock"));
    Files.writeString(left.resolve("rows"), "personal data");
    Path other = Files.createDirectory(parent.resolve("something-else"));
    Files.createFile(other.resolve("lock"));

    try (SpillFolder inUse = SpillFolder.in(parent);
        SpillFolder another = SpillFolder.in(parent)) {
      assertThat(folders()).hasSize(3).contains(other).doesNotContain(left);
      assertThat(inUse.file("rows").getParent()).isNotEqualTo(another.file("rows").getParent());
    }
    assertThat(folders()).containsExactly(other);
  }

  @Test
  void shouldDeleteNothingWhenTheParentIsMissing() {
    SpillFolder.deleteLeft(parent.resolve("none"));
    assertThat(parent).isEmptyDirectory();
  }

  private List<Path> folders() throws IOException {
    try (Stream<Path> all = Files.list(parent)) {
      return all.toList();
    }
  }
}
