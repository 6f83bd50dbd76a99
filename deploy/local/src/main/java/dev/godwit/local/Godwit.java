package dev.godwit.local;

import dev.godwit.cli.Commands;
import dev.godwit.cli.IdentitiesCommand;
import dev.godwit.identity.InvalidIdentitiesException;
import dev.godwit.local.bench.BenchCommand;
import dev.godwit.local.chaos.ChaosCommand;
import dev.godwit.local.command.MergesCompareCommand;
import dev.godwit.local.command.PacksCommand;
import dev.godwit.local.command.SecurityCommand;
import dev.godwit.local.command.SigningCommands;
import dev.godwit.local.command.StackCommand;
import dev.godwit.local.demo.DemoCommand;
import dev.godwit.local.demo.StepFailedException;
import dev.godwit.local.doctor.DoctorCommand;
import dev.godwit.local.quarantine.QuarantineFixCommand;
import dev.godwit.local.security.StackTrust;
import dev.godwit.local.stack.StackException;
import dev.godwit.local.stack.StackSettings;
import dev.godwit.local.trace.TraceCommand;
import dev.godwit.traffic.TrafficException;
import java.nio.file.Path;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The main class behind the launcher: commands for the local stack and for migrations. */
@Command(
    name = "godwit",
    mixinStandardHelpOptions = true,
    version = "Godwit 0.1.0",
    description = "Migrates the customers of a source CRM to a target CRM, one after another.",
    subcommands = {
      StackCommand.Up.class,
      StackCommand.Down.class,
      StackCommand.Status.class,
      DoctorCommand.class,
      DemoCommand.class,
      BenchCommand.class,
      ChaosCommand.class,
      PacksCommand.class,
      SecurityCommand.class,
      TraceCommand.class,
      SigningCommands.class
    },
    footer = {
      "",
      "godwit test runs all tests; see godwit test --help.",
      "The --help of each command has examples and exit codes."
    })
public final class Godwit {
  private Godwit() {}

  public static void main(String[] arguments) {
    String ca = StackSettings.processEnvironment().get("GODWIT_ORCHESTRATOR_CA");
    if (ca != null && !ca.isBlank()) {
      try {
        StackTrust.install(Path.of(ca.strip()));
      } catch (IllegalArgumentException e) {
        System.err.println("GODWIT_ORCHESTRATOR_CA: " + e.getMessage());
        System.exit(CommandLine.ExitCode.USAGE);
      }
    }
    System.exit(commandLine().execute(arguments));
  }

  static CommandLine commandLine() {
    CommandLine line = Commands.mountOn(new CommandLine(new Godwit()));
    line.addSubcommand(new IdentitiesCommand());
    line.getSubcommands().get("merges").addSubcommand(new MergesCompareCommand());
    line.getSubcommands().get("quarantine").addSubcommand(new QuarantineFixCommand());
    line.setCaseInsensitiveEnumValuesAllowed(true);
    line.setExecutionExceptionHandler(
        (failure, command, parsed) -> {
          if (failure instanceof StackException
              || failure instanceof InvalidIdentitiesException
              || failure instanceof StepFailedException
              || failure instanceof TrafficException) {
            command.getErr().println(failure.getMessage());
          } else {
            failure.printStackTrace(command.getErr());
          }
          return CommandLine.ExitCode.SOFTWARE;
        });
    return line;
  }
}
