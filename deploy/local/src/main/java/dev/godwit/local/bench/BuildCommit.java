package dev.godwit.local.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The commit that a project folder is at. Stateless. */
final class BuildCommit {
  private BuildCommit() {}

  /**
   * The commit, with {@code -dirty} behind it where a file of it was changed.
   *
   * @param home the project's folder
   * @return null where it is no repository's folder, or git is missing
   */
  static String of(Path home) throws InterruptedException {
    String top = git(home, "rev-parse", "--show-toplevel");
    if (top == null || !isSame(Path.of(top), home)) {
      return null;
    }
    String commit = git(home, "rev-parse", "HEAD");
    String changes = git(home, "status", "--porcelain", "--untracked-files=no");
    return commit == null || changes == null || changes.isEmpty() ? commit : commit + "-dirty";
  }

  private static boolean isSame(Path one, Path other) {
    try {
      return one.toRealPath().equals(other.toRealPath());
    } catch (IOException e) {
      return false;
    }
  }

  private static String git(Path home, String... arguments) throws InterruptedException {
    List<String> command =
        Stream.concat(Stream.of("git", "-C", home.toString()), Stream.of(arguments)).toList();
    try {
      Process process =
          new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
      process.getOutputStream().close();
      String answer =
          new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      return process.waitFor() == 0 ? answer : null;
    } catch (IOException e) {
      return null; // There is no git.
    }
  }
}
