package dev.godwit.local.trace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godwit.records.Entity;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class TraceCommandTest {
  private final TraceCommand command = new TraceCommand();
  private final StringWriter errors = new StringWriter();
  private final CommandLine line =
      new CommandLine(command).setErr(new PrintWriter(errors)).setOut(new PrintWriter(errors));

  @Test
  void shouldReadWhichRecordIsMeant() {
    line.parseArgs("acme", "--contact", " ann@example.org ", "--run", "3", "--with-values");
    assertThat(command.request())
        .isEqualTo(new TraceRequest("acme", Entity.CONTACTS, "ann@example.org", 3, true));

    TraceCommand second = new TraceCommand();
    new CommandLine(second).parseArgs("acme", "--entity", "lists", "12");
    assertThat(second.request())
        .isEqualTo(new TraceRequest("acme", Entity.valueOf("lists"), "12", 0, false));
  }

  @Test
  void shouldRefuseARequestWithoutOneRecord() {
    assertThat(refused("acme")).contains("--contact", "--entity");
    assertThat(refused("acme", "--contact", "1", "--email", "2")).contains("mutually exclusive");
    assertThat(refused("acme", "--entity", "lists")).contains("Expected an ID behind --entity");
    assertThat(refused("acme", "--contact", "1", "2")).contains("found a second, '2'");
    assertThat(refused("acme", "--contact", " ")).contains("found an empty text");
    assertThat(refused("acme", "--entity", "No such", "1")).contains("name of an entity");
  }

  @Test
  void shouldRefuseANumberThatCannotBe() {
    assertThat(refused("acme", "--contact", "1", "--run", "-1")).contains("--run from 1");
    assertThat(refused("acme", "--contact", "1", "--read-at-most", "0"))
        .contains("--read-at-most from 1");
  }

  private String refused(String... arguments) {
    errors.getBuffer().setLength(0);
    assertThat(line.execute(arguments)).isEqualTo(CommandLine.ExitCode.USAGE);
    return errors.toString();
  }
}
