package dev.godwit.local.command;

import dev.godwit.local.ExitCode;
import dev.godwit.local.stack.Stack;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Ends the stack. */
@Command(
    name = "down",
    mixinStandardHelpOptions = true,
    description = "End every process of the local stack; its data stays.",
    footer = {"", "Exit codes: 0 nothing of the stack runs any more, 1 something still does."})
public final class DownCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private StackOptions options;

  @Option(names = "--forget", description = "Delete its data and logs, too.")
  private boolean forget;

  @Option(names = "--json", description = "Print nothing but what runs now, as JSON.")
  private boolean json;

  @Override
  public Integer call() throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    Stack stack = new Stack(options.settings());
    stack.stop(
        line -> {
          if (!json) {
            out.println(line);
          }
        });
    int left = stack.processCount();
    if (left > 0) {
      spec.commandLine()
          .getErr()
          .println("Expected no process to be left, but found " + left + ". See godwit status.");
      return ExitCode.FAILED;
    }
    if (forget) {
      for (String folder : new String[] {"data", "logs", "pids", "work"}) {
        delete(stack.settings().dir().resolve(folder));
      }
    }
    if (json) {
      StatusTable.printJson(stack, out);
    } else {
      out.println("Down: no process of the stack is left.");
    }
    return ExitCode.DONE;
  }

  private static void delete(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    try (var paths = Files.walk(folder)) {
      for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
