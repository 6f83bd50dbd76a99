package dev.godwit.api.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Texts that are compared with files. With {@code -Dgolden.write=true} the files are written anew,
 * to be looked at before they are committed.
 */
final class GoldenText {
  private static final Path ROOT = Path.of("src/test/resources/golden");

  private GoldenText() {}

  /** Compares a text with the file of that name. */
  static void compare(String name, String text) throws IOException {
    Path expected = ROOT.resolve(name + ".txt");
    if (Boolean.getBoolean("golden.write")) {
      Files.createDirectories(ROOT);
      Files.writeString(expected, text);
    }
    assertThat(text).isEqualTo(Files.readString(expected));
  }
}
