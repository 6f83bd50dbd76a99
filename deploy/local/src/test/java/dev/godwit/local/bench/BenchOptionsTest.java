package dev.godwit.local.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.godwit.local.demo.SampleOptions;
import dev.godwit.sampledata.SampleProfile;
import dev.godwit.sampledata.SampleSpec;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ParameterException;

class BenchOptionsTest {
  @TempDir private Path folder;

  @Command(name = "any")
  private static final class Any {
    @Mixin private SampleOptions sample;
    @Mixin private BenchOptions options;
  }

  @Test
  void shouldMeasureAsBeforeWithoutOptions() {
    SampleSpec spec = spec();
    assertThat(spec.contacts()).isEqualTo(100_000);
    assertThat(spec.emails()).isEqualTo(500_000);
    assertThat(spec.engagements()).isEqualTo(2_000_000);
    assertThat(spec.profile()).isEqualTo(SampleProfile.UNIFORM);
    assertThat(spec.refused()).isZero();
    assertThat(parsed().options.baseline()).isEqualTo(Baseline.BOTH);
    assertThat(parsed().options.history()).isNull();
    assertThat(parsed().options.plot()).isNull();
  }

  @ParameterizedTest
  @CsvSource({
    "26, 1, 5, 20",
    "51, 1, 5, 45",
    "2600000, 100000, 500000, 2000000",
    "2600001, 100000, 500000, 2000001"
  })
  void shouldMakeExactlyThatManyRowsInTheUsualProportions(
      long rows, long contacts, long emails, long engagements) {
    SampleSpec spec = spec("--rows", Long.toString(rows), "--seed", "9");
    assertThat(spec.contacts()).isEqualTo(contacts);
    assertThat(spec.emails()).isEqualTo(emails);
    assertThat(spec.engagements()).isEqualTo(engagements);
    assertThat(spec.seed()).isEqualTo(9);
  }

  @ParameterizedTest
  @ValueSource(strings = {"--contacts", "--emails", "--engagements"})
  void shouldRefuseRowsTogetherWithAnotherSize(String size) {
    assertThatThrownBy(() -> spec("--rows", "260", size, "10"))
        .isInstanceOf(ParameterException.class)
        .hasMessageContaining("--rows")
        .hasMessageContaining("found both");
  }

  @ParameterizedTest
  @ValueSource(strings = {"25", "0", "-26"})
  void shouldRefuseFewerRowsThanOneContactHas(String rows) {
    assertThatThrownBy(() -> spec("--rows", rows))
        .isInstanceOf(ParameterException.class)
        .hasMessageContaining("at least 26")
        .hasMessageContaining(rows);
  }

  @Test
  void shouldPassProfileAndRefusedShareToTheCustomer() {
    SampleSpec spec = spec("--contacts", "10", "--profile", "sends", "--refused", "0.001");
    assertThat(spec.contacts()).isEqualTo(10);
    assertThat(spec.engagements()).isEqualTo(200);
    assertThat(spec.profile()).isEqualTo(SampleProfile.SENDS);
    assertThat(spec.refused()).isEqualTo(0.001);
    assertThat(parsed("--baseline", "constrained").options.baseline())
        .isEqualTo(Baseline.CONSTRAINED);
  }

  @ParameterizedTest
  @ValueSource(strings = {"-0.1", "0.6", "NaN"})
  void shouldRefuseAnotherShare(String share) {
    assertThatThrownBy(() -> spec("--refused", share))
        .isInstanceOf(ParameterException.class)
        .hasMessageContaining("from 0 to 0.5");
  }

  @ParameterizedTest
  @CsvSource({"--baseline, none", "--profile, random", "--refused, some"})
  void shouldRefuseAnotherWord(String option, String word) {
    assertThatThrownBy(() -> parsed(option, word))
        .isInstanceOf(ParameterException.class)
        .hasMessageContaining(option)
        .hasMessageContaining(word);
  }

  @Test
  void shouldRefuseAPlotWithoutAHistory() throws IOException {
    String plot = folder.resolve("bench.svg").toString();
    assertRefused("--plot together with --history", "--plot", plot);
    Path history = folder.resolve("bench.jsonl");
    assertRefused(history.toString(), "--plot", plot, "--history", history.toString());
    Files.createFile(history);
    check(false, "--plot", plot, "--history", history.toString());
  }

  @Test
  void shouldRefuseFilesThatCannotBeWritten() {
    String nowhere = folder.resolve("nowhere").resolve("bench").toString();
    assertRefused("Expected --history to name a file", "--history", nowhere);
    assertRefused("Expected --history to name a file", "--history", folder.toString());
    check(false, "--history", folder.resolve("new.jsonl").toString());
  }

  @Test
  void shouldRefuseAFileOfTheResultThatCannotBeWritten() {
    StringWriter errors = new StringWriter();
    CommandLine line = new CommandLine(new BenchCommand()).setErr(new PrintWriter(errors));
    String file = folder.resolve("nowhere").resolve("bench.json").toString();

    assertThat(line.execute("--json", file)).isEqualTo(CommandLine.ExitCode.USAGE);

    assertThat(errors.toString()).startsWith("Expected --json to name a file").contains(file);
  }

  @ParameterizedTest
  @CsvSource({
    "--rows, 260",
    "--profile, sends",
    "--refused, 0.1",
    "--baseline, bare",
    "--history, bench.jsonl",
    "--plot, bench.svg"
  })
  void shouldRefuseOptionsOfAMigrationWithMerges(String option, String value) {
    StringWriter errors = new StringWriter();
    CommandLine line =
        new CommandLine(new BenchCommand())
            .setCaseInsensitiveEnumValuesAllowed(true)
            .setErr(new PrintWriter(errors));
    assertThat(line.execute("--merges", option, value)).isEqualTo(CommandLine.ExitCode.USAGE);
    assertThat(errors.toString()).contains("Expected no " + option + " with --merges");
  }

  @Test
  void shouldDrawTheHistoryWithoutAStack() throws IOException {
    Path history = folder.resolve("bench.jsonl");
    Files.writeString(history, "{\"rows\":2600,\"ratio\":0.1}\n");
    Path plot = folder.resolve("bench.svg");
    StringWriter out = new StringWriter();
    CommandLine line =
        new CommandLine(new BenchCommand())
            .setCaseInsensitiveEnumValuesAllowed(true)
            .setOut(new PrintWriter(out));

    assertThat(line.execute("--plot", plot.toString(), "--history", history.toString())).isZero();

    assertThat(out.toString()).contains(plot.toString());
    assertThat(plot).content().startsWith("<svg").contains("<title");
  }

  @Test
  void shouldNameTheLineOfAHistoryThatIsNone() throws IOException {
    Path history = folder.resolve("bench.jsonl");
    Files.writeString(history, "{\"rows\":2600}\nnothing\n");
    StringWriter errors = new StringWriter();
    CommandLine line =
        new CommandLine(new BenchCommand())
            .setCaseInsensitiveEnumValuesAllowed(true)
            .setErr(new PrintWriter(errors));

    assertThat(
            line.execute(
                "--plot", folder.resolve("bench.svg").toString(), "--history", history.toString()))
        .isEqualTo(CommandLine.ExitCode.SOFTWARE);

    assertThat(errors.toString()).contains("line 2 of " + history);
  }

  private void assertRefused(String message, String... arguments) {
    assertThatThrownBy(() -> check(false, arguments))
        .isInstanceOf(ParameterException.class)
        .hasMessageContaining(message);
  }

  private static void check(boolean merges, String... arguments) {
    Any any = new Any();
    CommandLine line = line(any);
    line.parseArgs(arguments);
    any.options.check(line, merges, null);
  }

  private static SampleSpec spec(String... arguments) {
    Any any = new Any();
    CommandLine line = line(any);
    line.parseArgs(arguments);
    return any.options.size(any.sample, line).spec("acme");
  }

  private static Any parsed(String... arguments) {
    Any any = new Any();
    line(any).parseArgs(arguments);
    return any;
  }

  private static CommandLine line(Any any) {
    return new CommandLine(any).setCaseInsensitiveEnumValuesAllowed(true);
  }
}
