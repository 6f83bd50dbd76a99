package dev.godwit.local.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BuildCommitTest {
  @TempDir private Path folder;

  @Test
  void shouldKnowNoneOfAFolderThatIsNoRepository() throws InterruptedException {
    assertThat(BuildCommit.of(folder)).isNull();
  }

  @Test
  void shouldSayWhetherAFileOfTheCommitWasChanged() throws IOException, InterruptedException {
    Assumptions.assumeTrue(hasGit(), "git is not installed");
    git("init", "-q");
    Path file = Files.writeString(folder.resolve("file"), "one");
    git("add", "file");
    git("-c", "user.name=Ann", "-c", "user.email=ann@example.com", "commit", "-q", "-m", "One");

    String commit = BuildCommit.of(folder);
    assertThat(commit).matches("[0-9a-f]{40,64}");

    Files.writeString(folder.resolve("result.json"), "{}");
    assertThat(BuildCommit.of(folder)).as("with a file beside").isEqualTo(commit);

    Files.writeString(file, "two");
    assertThat(BuildCommit.of(folder)).isEqualTo(commit + "-dirty");

    Path inside = Files.createDirectory(folder.resolve("inside"));
    assertThat(BuildCommit.of(inside)).as("a folder of another project").isNull();
  }

  private static boolean hasGit() throws InterruptedException {
    try {
      return new ProcessBuilder("git", "--version").start().waitFor() == 0;
    } catch (IOException e) {
      return false;
    }
  }

  private void git(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("git", "-C", folder.toString()));
    command.addAll(List.of(arguments));
    assertThat(new ProcessBuilder(command).inheritIO().start().waitFor()).isZero();
  }
}
