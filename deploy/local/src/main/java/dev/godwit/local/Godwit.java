package dev.godwit.local;

import dev.godwit.cli.Commands;
import dev.godwit.local.bench.BenchCommand;
import dev.godwit.local.command.DownCommand;
import dev.godwit.local.command.PacksCommand;
import dev.godwit.local.command.StatusCommand;
import dev.godwit.local.command.UpCommand;
import dev.godwit.local.demo.DemoCommand;
import dev.godwit.local.demo.StepFailedException;
import dev.godwit.local.stack.StackException;
import dev.godwit.traffic.TrafficException;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The program behind the launcher: the local stack's commands, and those for migrations. */
@Command(
    name = "godwit",
    mixinStandardHelpOptions = true,
    version = "Godwit 0.1.0",
    description = "Moves the customers of an old CRM to a new one, one after another.",
    subcommands = {
      UpCommand.class,
      DownCommand.class,
      StatusCommand.class,
      DemoCommand.class,
      BenchCommand.class,
      PacksCommand.class
    },
    footer = {
      "",
      "godwit test runs every test; see godwit test --help.",
      "Each command has examples and its exit codes in its own --help."
    })
public final class Godwit {
  private Godwit() {}

  public static void main(String[] arguments) {
    System.exit(commandLine().execute(arguments));
  }

  static CommandLine commandLine() {
    CommandLine line = Commands.mountOn(new CommandLine(new Godwit()));
    line.setCaseInsensitiveEnumValuesAllowed(true);
    line.setExecutionExceptionHandler(
        (failure, command, parsed) -> {
          if (failure instanceof StackException
              || failure instanceof StepFailedException
              || failure instanceof TrafficException) {
            command.getErr().println(failure.getMessage());
          } else {
            failure.printStackTrace(command.getErr());
          }
          return ExitCode.FAILED;
        });
    return line;
  }
}
