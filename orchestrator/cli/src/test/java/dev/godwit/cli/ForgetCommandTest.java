package dev.godwit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godwit.cli.client.Json;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Command;

class ForgetCommandTest {
  private static final String NOTHING =
      """
      {"customer":"acme","forgottenAt":"2026-03-01T10:00:00Z","neededFrom":"2026-03-01T10:00:00Z",
       "left":[],"needs":[]}
      """;

  private static final String SOMETHING =
      """
      {"customer":"acme","forgottenAt":"2026-03-01T10:00:00Z","neededFrom":"2026-02-01T10:00:00Z",
       "left":[{"topic":"crm.quarantine.v1","records":1234,"oldest":"2026-02-02T10:00:00Z",
         "newest":"2026-02-03T10:00:00Z"}],
       "needs":[
         {"customer":"globex","from":"2026-02-01T10:00:00Z","why":"Its migration is not over (held)."},
         {"customer":"later","from":"2026-02-04T10:00:00Z","why":"Its migration is not over (held)."}]}
      """;

  private final FakeOrchestrator orchestrator = new FakeOrchestrator();
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Command(name = "godwit")
  private static final class Root {}

  @AfterEach
  void stop() {
    orchestrator.close();
  }

  private int godwit(String left, String... args) {
    orchestrator
        .at("/commands/*", "{\"commandId\":\"c\",\"state\":\"ACCEPTED\",\"text\":\"done\"}")
        .at("/migrations/acme/personal-data", left);
    String[] all = Arrays.copyOf(args, args.length + 2);
    all[args.length] = "--url";
    all[args.length + 1] = orchestrator.url();
    return Commands.mountOn(new CommandLine(new Root()))
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(all);
  }

  @Test
  void shouldPublishTheCommandAndProveThatNothingIsLeft() throws Exception {
    assertThat(godwit(NOTHING, "forget", "acme", "--why", "asked")).isZero();
    assertThat(Json.mapper().readTree(orchestrator.published()).path("command").asText())
        .isEqualTo("ForgetCustomer");
    assertThat(out)
        .hasToString("The topics hold no record of customer acme." + System.lineSeparator());
  }

  @Test
  void shouldSayWhatIsLeftAndWhoKeepsIt() {
    assertThat(godwit(SOMETHING, "forget", "acme", "--wait", "0")).isEqualTo(ExitCodes.HELD);
    assertThat(out.toString())
        .contains("crm.quarantine.v1: 1,234 records, from 2026-02-02T10:00:00Z")
        .contains("needed from 2026-02-01T10:00:00Z by customer globex: Its migration is not over")
        .doesNotContain("later");
  }

  @Test
  void shouldPublishNothingWhenAskedToShow() {
    assertThat(godwit(NOTHING, "forget", "acme", "--show")).isZero();
    assertThat(orchestrator.published()).isNullOrEmpty();
  }
}
