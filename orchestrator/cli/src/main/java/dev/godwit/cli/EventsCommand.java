package dev.godwit.cli;

import dev.godwit.api.StoryLine;
import dev.godwit.api.text.ReportText;
import dev.godwit.cli.client.OrchestratorClient;
import java.time.ZoneId;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Prints the story of a migration. */
@Command(
    name = "events",
    description = {
      "The story of a migration, one line for each event: time, author, fact, reason.",
      "+ marks good news, ! a line that needs a look, x a failure."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  godwit events acme",
      "  godwit events acme --follow",
      "  godwit events acme --brief",
      "  godwit events acme --json | jq -r .[].event"
    })
public final class EventsCommand extends OrchestratorCommand {
  private static final long BETWEEN_LOOKS_MILLIS = 500;

  @Parameters(paramLabel = "CUSTOMER", description = "The customer's id in the source.")
  String customer;

  @Option(
      names = {"-f", "--follow"},
      description = "Continue with new events; end with Ctrl-C.")
  boolean follow;

  @Option(names = "--brief", description = "Leave out chunks and cuts.")
  boolean brief;

  @Override
  protected int run(OrchestratorClient client) throws InterruptedException {
    if (json && !follow) {
      writeJson(client.events(customer, 0).stream().filter(this::shown).toList());
      return ExitCodes.OK;
    }
    long after = 0;
    do {
      List<StoryLine> lines = client.events(customer, after);
      for (StoryLine line : lines) {
        after = Math.max(after, line.sequence());
        if (shown(line)) {
          write(line);
        }
      }
      out().flush();
      if (follow) {
        Thread.sleep(BETWEEN_LOOKS_MILLIS);
      }
    } while (follow && !out().checkError());
    return ExitCodes.OK;
  }

  private boolean shown(StoryLine line) {
    return !brief || !line.routine();
  }

  private void write(StoryLine line) {
    if (json) {
      writeJsonLine(line);
    } else {
      out().println(ReportText.line(line, ZoneId.systemDefault()));
    }
  }
}
