package dev.godwit.local.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** Options that the newsroom example has no use for are refused before anything is started. */
class DemoExampleTest {
  private final StringWriter errors = new StringWriter();

  @Test
  void shouldRefuseWhatNeedsTheReferenceSystems() {
    assertRefused("Expected no --live with --example newsroom", "--live", "10");
    assertRefused("Expected no --break-column with --example newsroom", "--break-column");
    assertRefused("Expected no --outlets with --example newsroom", "--outlets", "outlets.csv");
    assertRefused("Expected 20 to 100,000,000 persons, but found 5", "--contacts", "5");
  }

  @Test
  void shouldNameTheExamplesWhenThereIsNoneOfThatName() {
    assertThat(execute("--example", "agency")).isEqualTo(CommandLine.ExitCode.USAGE);
    assertThat(errors.toString()).contains("--example").contains("newsroom");
  }

  private void assertRefused(String message, String... options) {
    String[] all = new String[options.length + 2];
    List<String> example = List.of("--example", "newsroom");
    System.arraycopy(example.toArray(), 0, all, 0, 2);
    System.arraycopy(options, 0, all, 2, options.length);
    assertThat(execute(all)).as(message).isEqualTo(CommandLine.ExitCode.USAGE);
    assertThat(errors.toString()).contains(message);
  }

  private int execute(String... arguments) {
    return new CommandLine(new DemoCommand())
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setErr(new PrintWriter(errors))
        .execute(arguments);
  }
}
