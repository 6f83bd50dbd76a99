package dev.godwit.pack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The findings and notes on a pack, compared with the file {@code expected.txt} beside it. With
 * {@code -Dgolden.write=true} the files are written anew, to be looked at before they are
 * committed.
 */
public final class Golden {
  private static final Path ROOT = Path.of("src/test/resources/golden");

  private Golden() {}

  /** Folder of a case. */
  public static Path folder(String name) {
    return ROOT.resolve(name);
  }

  /** Compares. */
  public static void compare(String name, List<Finding> findings) throws IOException {
    String prefix = folder(name) + "/";
    String text =
        findings.stream()
            .map(f -> f.toString().replace(prefix, "") + "\n")
            .collect(Collectors.joining());
    Path expected = folder(name).resolve("expected.txt");
    if (Boolean.getBoolean("golden.write")) {
      Files.writeString(expected, text);
    }
    assertThat(text).isEqualTo(Files.readString(expected));
  }
}
