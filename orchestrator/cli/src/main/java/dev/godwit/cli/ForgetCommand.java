package dev.godwit.cli;

import dev.godwit.api.PersonalDataAnswer;
import dev.godwit.api.text.PersonalDataText;
import dev.godwit.cli.client.OrchestratorClient;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Forgets a customer, and shows what is left of it. */
@Command(
    name = "forget",
    description = {
      "Let go of what the topics hold of a customer whose migration is over, and show what is left of it.",
      "Records are deleted once no other customer's records stand before them that are still needed. A committed customer's later opens and clicks are loaded as before, and deleted once a verdict has reconciled them.",
      "The history keeps its events, which hold no personal data. Replays and redrives of the customer end with this."
    },
    footerHeading = "%nExamples:%n",
    footer = {"  godwit forget acme --why \"they asked us to\"", "  godwit forget acme --show"})
final class ForgetCommand extends MigrationCommands.ForCustomer {
  private static final long LOOK_MILLIS = 2_000;

  @Option(
      names = "--show",
      description = "Change nothing: show what the topics hold of the customer.")
  boolean show;

  @Option(
      names = "--wait",
      paramLabel = "SECONDS",
      defaultValue = "90",
      description = "How long to wait until nothing is left (${DEFAULT-VALUE}).")
  int waitSeconds;

  @Override
  String command() {
    return "ForgetCustomer";
  }

  @Override
  boolean follows() {
    return true;
  }

  @Override
  protected int run(OrchestratorClient client) throws InterruptedException {
    return show ? show(client.personalData(customer)) : super.run(client);
  }

  @Override
  int follow(OrchestratorClient client) throws InterruptedException {
    long end = System.nanoTime() + waitSeconds * 1_000_000_000L;
    while (true) {
      long begin = System.nanoTime();
      PersonalDataAnswer answer = client.personalData(customer);
      long now = System.nanoTime();
      if (answer.left().isEmpty() || now >= end) {
        return show(answer);
      }
      // The orchestrator reads whole topics for each answer: it rests as long as it read.
      Thread.sleep(Math.max(LOOK_MILLIS, (now - begin) / 1_000_000));
    }
  }

  private int show(PersonalDataAnswer answer) {
    if (json) {
      writeJson(answer);
    } else {
      out().print(PersonalDataText.of(answer));
      out().flush();
    }
    return answer.left().isEmpty() ? ExitCodes.OK : ExitCodes.HELD;
  }
}
