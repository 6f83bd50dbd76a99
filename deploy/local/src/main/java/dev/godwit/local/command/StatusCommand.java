package dev.godwit.local.command;

import dev.godwit.local.ExitCode;
import dev.godwit.local.stack.Part;
import dev.godwit.local.stack.Stack;
import java.util.Arrays;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Says what of the stack runs. */
@Command(
    name = "status",
    mixinStandardHelpOptions = true,
    description = "Say what of the local stack is running, and where it listens and logs.",
    footer = {"", "Exit codes: 0 everything runs and is ready, 1 something is not."})
public final class StatusCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private StackOptions options;

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  @Override
  public Integer call() {
    Stack stack = new Stack(options.settings());
    if (json) {
      StatusTable.printJson(stack, spec.commandLine().getOut());
    } else {
      StatusTable.print(stack, spec.commandLine().getOut());
    }
    boolean all = Arrays.stream(Part.values()).allMatch(stack::isReady);
    return all ? ExitCode.DONE : ExitCode.FAILED;
  }
}
