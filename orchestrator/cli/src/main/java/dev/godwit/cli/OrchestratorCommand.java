package dev.godwit.cli;

import dev.godwit.api.Problem;
import dev.godwit.cli.client.Json;
import dev.godwit.cli.client.OrchestratorClient;
import dev.godwit.cli.client.RefusedException;
import dev.godwit.cli.client.UnreachableException;
import dev.godwit.identity.InvalidIdentitiesException;
import java.io.PrintWriter;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Base of every command that calls the orchestrator: address, JSON output, exit codes. */
@Command(
    sortOptions = false,
    usageHelpAutoWidth = true,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:done; for a followed run: it passed or was committed; for a followed replay: nothing is left to do",
      "1:the run failed, was rolled back or was cancelled; the replay failed, was cancelled, or left records in quarantine or differences",
      "2:wrong usage",
      "3:the command was rejected, or the planned replay would be; the reason is printed",
      "4:the orchestrator does not answer",
      "5:no such migration",
      "6:the run is held, or the rehearsal proved too little, and waits for a person",
      "7:the command was published, but not answered in time",
      "8:the orchestrator answers, but its database or Kafka is away",
      "9:the run's rollback is stuck and waits for a person",
      "10:the identity may not do that, or there is no token"
    })
public abstract class OrchestratorCommand implements Callable<Integer> {
  @Spec CommandSpec spec;

  @Option(
      names = "--url",
      paramLabel = "URL",
      defaultValue = "${env:GODWIT_ORCHESTRATOR:-" + OrchestratorClient.DEFAULT_ADDRESS + "}",
      description = "Address of the orchestrator (GODWIT_ORCHESTRATOR; ${DEFAULT-VALUE}).")
  URI url;

  @Mixin AccessOptions access;

  @Option(names = "--json", description = "Write JSON for programs instead of text for people.")
  boolean json;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help.")
  boolean help;

  /**
   * Runs the command.
   *
   * @return exit code
   */
  protected abstract int run(OrchestratorClient client) throws InterruptedException;

  @Override
  public final Integer call() throws InterruptedException {
    try {
      return run(new OrchestratorClient(url, access.credentials(url), access.name(author())));
    } catch (InvalidIdentitiesException e) {
      err().println(e.getMessage());
      err().flush();
      return ExitCodes.FORBIDDEN;
    } catch (UnreachableException e) {
      complain("The orchestrator does not answer.", e.problem());
      return ExitCodes.UNREACHABLE;
    } catch (RefusedException e) {
      complain("The orchestrator could not do that.", e.problem());
      return switch (e.status()) {
        case 404 -> ExitCodes.UNKNOWN;
        case 400 -> ExitCodes.USAGE;
        case 401, 403 -> ExitCodes.FORBIDDEN;
        default -> ExitCodes.UNAVAILABLE;
      };
    } finally {
      out().flush();
    }
  }

  /** The name that a command gives as its author; null where it gives none. */
  String author() {
    return null;
  }

  /** Whether JSON is written instead of text. */
  protected final boolean isJson() {
    return json;
  }

  final PrintWriter out() {
    return spec.commandLine().getOut();
  }

  final PrintWriter err() {
    return spec.commandLine().getErr();
  }

  final void writeJson(Object value) {
    out().println(Json.pretty(value));
  }

  final void writeJsonLine(Object value) {
    out().println(Json.line(value));
    out().flush();
  }

  final void complain(String headline, Problem problem) {
    if (json) {
      writeJson(Map.of("error", headline, "problem", problem));
      return;
    }
    err().println(headline);
    err().print(problem.text());
    err().flush();
  }
}
