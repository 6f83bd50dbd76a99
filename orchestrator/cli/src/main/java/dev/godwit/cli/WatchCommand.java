package dev.godwit.cli;

import dev.godwit.api.MigrationAnswer;
import dev.godwit.api.ProgressAnswer;
import dev.godwit.api.RunOutcome;
import dev.godwit.api.StoryLine;
import dev.godwit.cli.client.OrchestratorClient;
import dev.godwit.cli.progress.ProgressView;
import dev.godwit.cli.progress.Screen;
import dev.godwit.cli.progress.Style;
import dev.godwit.cli.progress.Watch;
import java.io.PrintWriter;
import java.io.Writer;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Follows a run on the terminal. */
@Command(
    name = "watch",
    description = {
      "Follow a run until it ends or waits for a person.",
      "A bar for each stage and entity shows rows per second, lag and time left; live engagement is counted below.",
      "Without a terminal it prints plain lines; with --json, one object for each look."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  godwit watch acme",
      "  godwit watch",
      "  godwit watch acme && echo committed",
      "  godwit watch acme --json | jq .stages[].lagRecords"
    })
public final class WatchCommand extends OrchestratorCommand {
  @Parameters(
      arity = "0..1",
      paramLabel = "CUSTOMER",
      description = "The customer; the one whose migration changed last if left out.")
  String customer;

  @Override
  protected int run(OrchestratorClient client) throws InterruptedException {
    String followed = customer;
    if (followed == null) {
      List<MigrationAnswer> all = client.migrations();
      if (all.isEmpty()) {
        err().print(MigrationsCommand.NONE);
        err().flush();
        return ExitCodes.UNKNOWN;
      }
      followed =
          all.stream()
              .filter(m -> !m.phase().atRest())
              .findFirst()
              .orElse(all.getFirst())
              .customer();
    }
    int run = client.progress(followed).run();
    Watch watch = json ? asJson(client, this) : Watch.onTerminal(client, out());
    return exitCode(watch.after(before(client, followed, run)).untilOver(followed, run));
  }

  static Watch asJson(OrchestratorClient client, OrchestratorCommand command) {
    Screen nowhere = new Screen(new PrintWriter(Writer.nullWriter()), false);
    return new Watch(client, nowhere, new ProgressView(Style.plain())).each(command::writeJsonLine);
  }

  /** Sequence of the last event before a run. */
  static long before(OrchestratorClient client, String customer, int run) {
    return client.events(customer, 0).stream()
            .filter(e -> e.run() == run && run > 0)
            .mapToLong(StoryLine::sequence)
            .min()
            .orElse(1)
        - 1;
  }

  static int exitCode(ProgressAnswer last) {
    if (last.stuck() != null) {
      return ExitCodes.STUCK;
    }
    if (last.outcome() == RunOutcome.HELD || last.outcome() == RunOutcome.UNDECIDED) {
      return ExitCodes.HELD;
    }
    return last.outcome().good() ? ExitCodes.OK : ExitCodes.RUN_FAILED;
  }
}
