package dev.godwit.local.command;

import dev.godwit.local.ExitCode;
import dev.godwit.local.stack.Part;
import dev.godwit.local.stack.Stack;
import java.io.PrintWriter;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Starts the stack. */
@Command(
    name = "up",
    mixinStandardHelpOptions = true,
    description = "Start the local stack: PostgreSQL, broker, registry and the six services.",
    footer = {
      "",
      "What runs already is left alone, so a second up changes nothing.",
      "Examples:",
      "  godwit up",
      "  godwit up --only postgres,broker,registry",
      "  godwit up --dir /tmp/mine --port postgres=25432 --port broker=29092",
      "Exit codes: 0 all is up, 1 something could not be started, 2 wrong usage."
    })
public final class UpCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private StackOptions options;

  @Option(
      names = "--only",
      split = ",",
      paramLabel = "PART",
      description = "Start only these parts, such as postgres,broker,registry.")
  private List<String> only;

  @Option(names = "--json", description = "Print nothing but what runs now, as JSON.")
  private boolean json;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    Stack stack = new Stack(options.settings());
    Set<Part> wanted = EnumSet.allOf(Part.class);
    if (only != null) {
      wanted.clear();
      only.forEach(name -> wanted.add(Part.named(name)));
    }
    Set<Part> started =
        stack.start(
            wanted,
            line -> {
              if (!json) {
                out.println(line);
                out.flush();
              }
            });
    if (json) {
      StatusTable.printJson(stack, out);
    } else {
      out.println(started.isEmpty() ? "Everything was up already." : "Up.");
      StatusTable.print(stack, out);
    }
    return ExitCode.DONE;
  }
}
