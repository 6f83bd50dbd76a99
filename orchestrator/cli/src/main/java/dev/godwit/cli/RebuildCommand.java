package dev.godwit.cli;

import dev.godwit.api.RebuildAnswer;
import dev.godwit.cli.client.OrchestratorClient;
import java.time.Duration;
import java.time.Instant;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Builds the read model and the engine's stores again from the topics. */
@Command(
    name = "rebuild",
    description = {
      "Drops the read model and the engine's state, and builds both again from the topics.",
      "Nothing is lost: the topics are the truth. Migrations continue; while the read model is built, other commands say so and show nothing. The engine decides nothing for the moment in which it reads the events."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  godwit rebuild",
      "  godwit rebuild --view",
      "  godwit rebuild --stores --timeout PT2M"
    })
public final class RebuildCommand extends OrchestratorCommand {
  private static final long BETWEEN_LOOKS_MILLIS = 500;

  @Option(names = "--view", description = "Only the read model, or with --stores both.")
  boolean view;

  @Option(names = "--stores", description = "Only the engine's state, or with --view both.")
  boolean stores;

  @Option(
      names = "--timeout",
      paramLabel = "DURATION",
      defaultValue = "PT10M",
      description = "How long to follow it at most (${DEFAULT-VALUE}); it goes on by itself.")
  Duration timeout;

  @Override
  protected int run(OrchestratorClient client) throws InterruptedException {
    boolean both = view == stores;
    RebuildAnswer now = client.rebuild(both || view, both || stores);
    Instant until = Instant.now().plus(timeout);
    String said = "";
    while (now.underWay() && Instant.now().isBefore(until)) {
      said = say(text(now, both), said);
      Thread.sleep(BETWEEN_LOOKS_MILLIS);
      now = client.rebuild();
    }
    if (json) {
      writeJson(now);
    } else {
      say(text(now, both), said);
    }
    if (now.failed()) {
      return ExitCodes.UNAVAILABLE;
    }
    return now.underWay() ? ExitCodes.UNANSWERED : ExitCodes.OK;
  }

  private String say(String text, String before) {
    if (!json && !text.equals(before)) {
      out().print(text);
      out().flush();
    }
    return text;
  }

  private String text(RebuildAnswer now, boolean both) {
    return (both || view ? "read model  " + now.view() + "\n" : "")
        + (both || stores ? "stores      " + now.stores() + ": " + now.storesDetail() + "\n" : "");
  }
}
